import type { ProfileFields, ProviderDeclaration, ProviderProfile } from '../declaration';
import { ProviderError, type EndpointName } from '../errors/provider-error';
import { showAs } from '../inspect';
import { checkClientOptions } from '../option-checks';
import type { ProviderClientOptions } from '../options';
import { isSuccess, refusal, successfulObject } from './answer';
import { endpointsOf, type ClientEndpoints } from './endpoints';
import type { WireRequest, WireResponse } from './exchange';
import { readProfile } from './profile';
import { singleFlight } from './single-flight';
import { tokenRequest, type BackChannelRequest } from './token-request';
import { readTokenResponse } from './token-response';
import type { TokenSet } from './token-set';
import { send, type TransportSettings } from './transport';

/** What a code is exchanged with. */
export interface ExchangeParameters {
  readonly code: string;
  /** The same as in the authorization request (RFC 6749 §4.1.3). */
  readonly callbackURL: string;
  /** RFC 7636 §4.5. */
  readonly codeVerifier?: string | undefined;
}

/**
 * Speaks to a service, and knows nothing of Passport, requests or sessions: a background job refreshes and revokes
 * with it. Also `strategy.client`.
 *
 * @typeParam Profile - the service's profile
 */
export class ProviderClient<Profile extends ProfileFields = ProfileFields> {
  /** The strategy's name, such as `koompi`. */
  readonly provider: string;
  readonly clientID: string;
  readonly endpoints: ClientEndpoints;

  /**
   * Gets new tokens for a refresh token. A rotated refresh token is in the answer; one that stays valid is carried
   * over. Refreshing the same token twice at once makes one request. Missing where the service does not refresh.
   *
   * @throws ProviderError `token_refused` with code `invalid_grant` when the user has to sign in again;
   *   `retryable` tells whether the same token may be tried again
   */
  declare readonly refresh?: (refreshToken: string) => Promise<TokenSet>;

  /**
   * Makes a token unusable (RFC 7009). An unknown token is a success, too. Missing where there is no endpoint.
   *
   * @throws ProviderError `revocation_refused` or `provider_unavailable`: the token may still be valid
   */
  declare readonly revoke?: (token: string, kind?: 'access_token' | 'refresh_token') => Promise<void>;

  /** @internal */
  declare readonly declaration: ProviderDeclaration<ProfileFields, never>;
  /** @internal */
  declare readonly options: ProviderClientOptions;
  declare private readonly transport: TransportSettings;
  declare private lateAgent: () => object | undefined;

  /**
   * @param declaration - the service
   * @param options - at least `clientID`, and `clientSecret` unless the service has public clients only
   * @throws TypeError that names the option and the fix
   */
  constructor(declaration: ProviderDeclaration<Profile, never>, options: ProviderClientOptions) {
    checkClientOptions(declaration, options);
    this.provider = declaration.name;
    this.clientID = options.clientID;
    this.endpoints = endpointsOf(declaration, options);
    if (declaration.refresh) this.refresh = singleFlight((refreshToken) => this.refreshTokens(refreshToken));
    if (this.endpoints.revocation) this.revoke = (token, kind) => this.revokeToken(token, kind);

    const own = { ...options };
    const transport: TransportSettings = {
      provider: declaration,
      timeout: own.timeout ?? 10_000,
      maxResponseBytes: own.maxResponseBytes ?? 1_048_576,
      agent: () => this.lateAgent() ?? own.agent,
      fetch: own.fetch,
    };
    // Not enumerable: whoever prints, copies or serializes a client does not get the secret with it.
    for (const [name, value] of Object.entries({
      declaration,
      options: own,
      transport,
      lateAgent: () => undefined,
    })) {
      Object.defineProperty(this, name, { value, writable: true });
    }
  }

  /**
   * Exchanges an authorization code for tokens (RFC 6749 §4.1.3).
   *
   * @throws ProviderError
   */
  exchange({ code, callbackURL, codeVerifier }: ExchangeParameters): Promise<TokenSet> {
    return this.requestTokens('token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackURL,
      code_verifier: codeVerifier,
    });
  }

  /**
   * Reads the profile that belongs to an access token.
   *
   * @param tokens - a TokenSet, or an access token alone; only a TokenSet may already hold the profile
   * @throws ProviderError `profile_refused`, `permission_missing` or `profile_invalid`
   */
  async userProfile(tokens: TokenSet | string): Promise<Profile & ProviderProfile> {
    const { profile } = this.declaration;
    if (typeof tokens !== 'string') {
      const embedded = profile.fromTokenResponse?.(tokens.raw, this.options as never);
      if (embedded !== undefined && embedded !== null) return this.profileOf(embedded);
    }
    const accessToken = typeof tokens === 'string' ? tokens : tokens.accessToken;
    const url = this.endpoints.userProfile;
    if (url === undefined) {
      throw new ProviderError('profile_invalid', {
        provider: this.declaration,
        detail: 'the service has no profile endpoint and the token response no user',
      });
    }
    const request = this.bearerRequest('user_profile', 'GET', url, accessToken);
    const response = await send(request, this.transport);
    if (profile.permission !== undefined && response.status === 403) {
      throw this.permissionMissing(profile.permission, refusal(this.declaration, request, response));
    }
    const answer = successfulObject(this.declaration, request, response, this.declaration.tokenResponse);
    return this.profileOf(
      profile.fromEndpoint ? profile.fromEndpoint(answer, this.options as never) : answer,
    );
  }

  /** @internal Any other request that carries a token: passport-oauth2's `_oauth2.get` and its kin. */
  async request(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string | undefined,
    accessToken: string | undefined,
  ): Promise<{ request: WireRequest; response: WireResponse }> {
    const request = { ...this.bearerRequest('api', method, url, accessToken, headers), body };
    return { request, response: await send(request, this.transport) };
  }

  /** @internal A token request with exactly these parameters, and the client's authentication. */
  async requestTokens(
    endpoint: 'token' | 'refresh',
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<TokenSet> {
    const refreshToken = endpoint === 'refresh' ? parameters['refresh_token'] : undefined;
    const request = this.backChannelRequest({
      endpoint,
      url: endpoint === 'token' ? this.endpoints.token : this.endpoints.refresh,
      parameters,
      // A code is single use: sent twice, it fails at worst. A refresh token that rotates would be lost.
      repeatable: endpoint === 'token',
    });
    const response = await send(request, this.transport);
    const answer = successfulObject(this.declaration, request, response, this.declaration.tokenResponse);
    return readTokenResponse(answer, {
      declaration: this.declaration,
      error: { provider: this.declaration, endpoint, statusCode: response.status },
      refreshToken: typeof refreshToken === 'string' ? refreshToken : undefined,
    });
  }

  /** @internal Where passport-oauth2's `setAgent` puts its agent. */
  useAgent(lateAgent: () => object | undefined): void {
    this.lateAgent = lateAgent;
  }

  private async refreshTokens(refreshToken: string): Promise<TokenSet> {
    const grantType = this.declaration.refresh?.grantType === false ? {} : { grant_type: 'refresh_token' };
    return this.requestTokens('refresh', { ...grantType, refresh_token: refreshToken });
  }

  private async revokeToken(token: string, kind: string | undefined): Promise<void> {
    const request = this.backChannelRequest({
      endpoint: 'revocation',
      url: this.endpoints.revocation as string,
      parameters: { token, token_type_hint: kind },
      repeatable: false,
    });
    const response = await send(request, this.transport);
    if (!isSuccess(response)) throw refusal(this.declaration, request, response);
  }

  private backChannelRequest(request: Omit<BackChannelRequest, 'customHeaders'>): WireRequest {
    return tokenRequest(
      this.declaration,
      { clientID: this.options.clientID, clientSecret: this.options.clientSecret },
      { ...request, customHeaders: { 'User-Agent': this.userAgent, ...this.options.customHeaders } },
    );
  }

  private bearerRequest(
    endpoint: EndpointName,
    method: string,
    url: string,
    accessToken: string | undefined,
    headers: Readonly<Record<string, string>> = {},
  ): WireRequest {
    return {
      endpoint,
      method,
      url,
      headers: {
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'User-Agent': this.userAgent,
        ...withoutAuthorization(this.options.customHeaders ?? {}),
        ...headers,
        ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
      },
      secrets: accessToken === undefined ? [] : [accessToken],
      repeatable: method === 'GET',
    };
  }

  private get userAgent(): string {
    return this.declaration.userAgent ?? `passport-${this.provider}`;
  }

  private profileOf(user: unknown): Profile & ProviderProfile {
    return readProfile(this.declaration, user, this.options as never) as Profile & ProviderProfile;
  }

  private permissionMissing(permission: string, denied: ProviderError): ProviderError {
    const { title, documentation } = this.declaration;
    return new ProviderError('permission_missing', {
      provider: this.declaration,
      endpoint: 'user_profile',
      code: denied.code,
      statusCode: denied.statusCode,
      body: denied.body,
      cause: denied,
      detail: `it needs \`${permission}\``,
      hint: `Add the permission \`${permission}\` to the application at ${title} (${documentation}) and let the user sign in again, or use \`skipUserProfile: true\`.`,
    });
  }
}

showAs(ProviderClient, ({ provider, clientID, endpoints }) => ({ provider, clientID, endpoints }));

/** customHeaders may hold credentials for the token endpoint; no other endpoint gets them. */
function withoutAuthorization(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}
