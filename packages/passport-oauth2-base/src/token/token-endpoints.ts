import type { ProfileFields, ProviderDeclaration } from '../declaration';
import type { ClientEndpoints } from '../endpoints';
import type { Connection } from '../http/connection';
import type { HttpExchange } from '../http/messages';
import { isSuccess, refusal } from '../http/response';
import type { Credentials } from './client-authentication';
import { readIntrospection, type Introspection } from './introspection';
import { singleFlight } from './refresh-once';
import { tokenRequest, type AuthenticatedRequest } from './request';
import { readTokenResponse } from './response';
import type { TokenSet } from './token-set';

type Parameters = Readonly<Record<string, unknown>>;

/** How the `scope` of a token response is read. */
export interface RequestedScope {
  /** The requested scope: it is what was granted if the response names none (RFC 6749 §5.1). */
  readonly scope?: readonly string[] | undefined;
  /** Default: the service's own. */
  readonly scopeSeparator?: string | undefined;
}

/** The endpoints where the client authenticates itself (RFC 6749 §3.2, RFC 7009, RFC 7662). */
export class TokenEndpoints {
  /** Gets new tokens. Callers that refresh the same token at the same time share one request. */
  readonly refresh: (refreshToken: string, parameters: Parameters) => Promise<TokenSet> = singleFlight(
    (refreshToken, parameters) => {
      const grantType = this.declaration.refresh?.grantType === false ? {} : { grant_type: 'refresh_token' };
      return this.requestTokens('refresh', { ...parameters, ...grantType, refresh_token: refreshToken });
    },
  );

  constructor(
    private readonly declaration: ProviderDeclaration<ProfileFields, never>,
    private readonly credentials: Credentials,
    private readonly connection: Connection,
    private readonly endpoints: () => Promise<ClientEndpoints>,
  ) {}

  /** Sends a token request with exactly these parameters and the client's authentication. */
  async requestTokens(
    endpoint: 'token' | 'refresh',
    parameters: Parameters,
    { scope, scopeSeparator }: RequestedScope = {},
  ): Promise<TokenSet> {
    const { declaration } = this;
    const endpoints = await this.endpoints();
    const refreshToken = endpoint === 'refresh' ? parameters['refresh_token'] : undefined;
    const roundTrip = await this.send({
      endpoint,
      url: endpoint === 'token' ? endpoints.token : endpoints.refresh,
      parameters,
      // A code is for single use: sent twice, it fails at worst. A refresh token that rotates would be lost.
      repeatable: endpoint === 'token',
    });
    return readTokenResponse(this.connection.objectOf(roundTrip), {
      declaration: scopeSeparator === undefined ? declaration : { ...declaration, scopeSeparator },
      error: { provider: declaration, endpoint, responseStatus: roundTrip.response.status },
      scope,
      refreshToken: typeof refreshToken === 'string' ? refreshToken : undefined,
    });
  }

  /** Gets a token for the application itself (RFC 6749 §4.4). */
  clientCredentials(): Promise<TokenSet> {
    const scope = this.declaration.scope?.join(' ');
    return this.requestTokens('token', { grant_type: 'client_credentials', scope });
  }

  /** Asks the introspection endpoint about a token (RFC 7662). */
  async introspect(url: string, token: string): Promise<Introspection> {
    const roundTrip = await this.send({
      endpoint: 'introspection',
      url,
      parameters: { token },
      repeatable: true,
    });
    return readIntrospection(this.connection.objectOf(roundTrip));
  }

  /**
   * Revokes a token (RFC 7009).
   *
   * @returns whether the service has a revocation endpoint
   * @throws ProviderError
   */
  async revoke(token: string, kind?: 'access_token' | 'refresh_token'): Promise<boolean> {
    if (typeof token !== 'string' || token === '') throw new TypeError('revoke() needs a token');
    const { revocation: url } = await this.endpoints();
    if (url === undefined) return false;
    const { request, response } = await this.send({
      endpoint: 'revocation',
      url,
      parameters: { token, token_type_hint: kind },
      repeatable: false,
    });
    if (!isSuccess(response)) throw refusal(this.declaration, request, response);
    return true;
  }

  private send(request: Omit<AuthenticatedRequest, 'customHeaders'>): Promise<HttpExchange> {
    const customHeaders = this.connection.headers;
    return this.connection.send(
      tokenRequest(this.declaration, this.credentials, { ...request, customHeaders }),
    );
  }
}
