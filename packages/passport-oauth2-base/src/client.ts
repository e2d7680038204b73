import type { ProfileFields, ProviderDeclaration, ProviderProfile } from './declaration';
import { ProviderError } from './errors/provider-error';
import { defineInspect } from './lib/inspect';
import type { IdTokenClaims, IdTokenExpectation, OpenIDClient } from './oidc/types';
import { asObject, type JsonObject } from './lib/json';
import { checkClientOptions } from './options/check';
import type { ProviderClientOptions } from './options/options';
import { isSuccess, refusal } from './http/response';
import { callAPI, invalidAnswer, outcomeUnknown, type ApiAnswer } from './api/call';
import { apiRequest, invalidArgument, type ApiCall } from './api/request';
import { ClientCredentialsToken } from './token/application-token';
import { Connection } from './http/connection';
import type { ClientEndpoints } from './endpoints';
import { endpointsOf } from './options/endpoints';
import { readIntrospection, type Introspection } from './token/introspection';
import { ProfileReader } from './profile/reader';
import { singleFlight } from './token/refresh-once';
import { readTokenResponse } from './token/response';
import type { TokenSet } from './token/token-set';

/** What a code is exchanged with. */
export interface ExchangeParameters {
  readonly code: string;
  /** The same as in the authorization request (RFC 6749 §4.1.3). */
  readonly callbackURL: string;
  /** RFC 7636 §4.5. */
  readonly codeVerifier?: string | undefined;
  /** The `state` of the callback, for a service that wants it back with the code. No other gets it. */
  readonly state?: string | undefined;
}

/** What a refresh may be told. */
export interface RefreshOptions {
  /** Further parameters of the request, such as a narrower `scope` (RFC 6749 §6). */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /**
   * The claims of the login's id_token. Some OpenID providers send an id_token with refreshed tokens: with these
   * claims it is checked that it is of the same user (OpenID Connect Core 12.2).
   */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
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
  /** The addresses as configured; discovery may replace those that the application did not give. */
  readonly endpoints: ClientEndpoints;

  /**
   * Gets new tokens for a refresh token. A rotated refresh token is in the answer; one that stays valid is carried
   * over. Refreshing the same token twice at once makes one request. Missing where the service does not refresh.
   *
   * @throws ProviderError `token_refused` with code `invalid_grant` when the user has to sign in again;
   *   `retryable` tells whether the same token may be tried again
   */
  declare readonly refresh?: (refreshToken: string, options?: RefreshOptions) => Promise<TokenSet>;

  /**
   * Makes a token unusable (RFC 7009). An unknown token is a success, too. Missing where there is no endpoint.
   *
   * @throws ProviderError `revocation_refused` or `provider_unavailable`: the token may still be valid
   */
  declare readonly revoke?: (token: string, kind?: 'access_token' | 'refresh_token') => Promise<void>;

  /**
   * Asks whether a token is valid (RFC 7662). Missing where there is no endpoint.
   *
   * @throws ProviderError
   */
  declare readonly introspect?: (token: string) => Promise<Introspection>;

  /**
   * The application's own token: one for all callers, renewed a minute before it ends, requested once however many
   * wait for it. Missing where the service has no client credentials grant.
   *
   * @throws ProviderError `token_refused` when client id or secret are wrong
   */
  declare readonly applicationToken?: () => Promise<TokenSet>;

  /** @internal */
  declare readonly declaration: ProviderDeclaration<ProfileFields, never>;
  /** @internal */
  declare readonly options: ProviderClientOptions;
  /** @internal */
  declare readonly connection: Connection;
  declare private readonly openid: OpenIDClient | undefined;
  declare private readonly application: ClientCredentialsToken | undefined;
  declare private readonly profiles: ProfileReader;

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
    if (declaration.refresh) {
      const request = singleFlight((token, parameters) => this.requestRefresh(token, parameters));
      this.refresh = async (token, { parameters = {}, claims } = {}) =>
        this.checkedRefresh(await request(token, parameters), claims);
    }
    if (this.endpoints.revocation)
      this.revoke = async (token, kind) => void (await this.revokeToken(token, kind));
    if (this.endpoints.introspection) this.introspect = (token) => this.introspectToken(token);
    let application: ClientCredentialsToken | undefined;
    if (declaration.grant === 'client_credentials' || declaration.clientCredentials) {
      const token = (application = new ClientCredentialsToken(() =>
        this.requestTokens('token', {
          grant_type: 'client_credentials',
          scope: declaration.scope?.join(' '),
        }),
      ));
      this.applicationToken = () => token.get();
    }

    const own = { ...options };
    const connection = new Connection(declaration, own);
    const openid = declaration.openid?.connect({
      provider: declaration,
      clientID: own.clientID,
      endpoints: this.endpoints,
      options: own,
      getObject: async (endpoint, url) =>
        connection.objectOf(await connection.sendForResource({ endpoint, url })),
    });
    const profiles = new ProfileReader(declaration, own, connection, () => this.currentEndpoints());
    // Not enumerable: whoever prints, copies or serializes a client does not get the secret with it.
    for (const [name, value] of Object.entries({
      declaration,
      options: own,
      connection,
      openid,
      application,
      profiles,
    })) {
      Object.defineProperty(this, name, { value });
    }
  }

  /**
   * Exchanges an authorization code for tokens (RFC 6749 §4.1.3). The id_token of an OpenID provider is not checked
   * here: that takes what the login began with.
   *
   * @throws ProviderError
   */
  exchange({ code, callbackURL, codeVerifier, state }: ExchangeParameters): Promise<TokenSet> {
    return this.requestTokens('token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callbackURL,
      code_verifier: codeVerifier,
      state: this.declaration.tokenRequest?.forwardState ? state : undefined,
    });
  }

  /**
   * Reads the profile that belongs to an access token.
   *
   * @param tokens - a TokenSet, or an access token alone; only a TokenSet may already hold the profile
   * @param claims - the verified claims of the login's id_token: the profile must be of the same user
   * @throws ProviderError `profile_refused`, `permission_missing`, `profile_invalid` or `subject_mismatch`
   */
  async userProfile(tokens: TokenSet | string, claims?: IdTokenClaims): Promise<Profile & ProviderProfile> {
    return (await this.profiles.read(tokens, claims)) as Profile & ProviderProfile;
  }

  /**
   * Calls the service's API: same transport, same errors, same redaction. For the calls of a provider's package.
   *
   * @throws ProviderError, or a TypeError when there is no `apiURL`
   */
  protected async callAPI(call: ApiCall): Promise<ApiAnswer> {
    return callAPI(this.declaration, this.connection, this.endpoints.api, call);
  }

  /**
   * The address of a call; refuses one that cannot be right, before its credential is got.
   *
   * @throws as `callAPI`, before anything is sent
   */
  protected checkCall(call: ApiCall): string {
    return apiRequest(this.declaration, this.endpoints.api, call).url;
  }

  /** The error for arguments of a call that cannot be right. Nothing has been sent. */
  protected invalidArgument(detail: string): ProviderError {
    return invalidArgument(this.declaration, detail);
  }

  /** The error for an answer of the API that has another form than documented. */
  protected invalidAnswer(detail: string): ProviderError {
    return invalidAnswer(this.declaration, detail);
  }

  /**
   * What an answer of the API holds, if it is an object.
   *
   * @param what - its name, for the error, such as "its `data`"
   * @throws ProviderError `api_answer_invalid`
   */
  protected answeredObject(value: unknown, what: string): JsonObject {
    const object = asObject(value);
    if (object) return object;
    throw this.invalidAnswer(`${what} is not an object`);
  }

  /** The error for a call that changes something, whose answer does not tell what came of it. */
  protected outcomeUnknown(detail: string): ProviderError {
    return outcomeUnknown(this.declaration, detail);
  }

  /** Drops a token of the application that the service does not accept any more; the next caller gets a new one. */
  protected forgetApplicationToken({ accessToken }: TokenSet): void {
    this.application?.forget(accessToken);
  }

  /** @internal The addresses, after discovery where that is on. */
  async currentEndpoints(): Promise<ClientEndpoints> {
    return this.openid ? this.openid.endpoints() : this.endpoints;
  }

  /** @internal Whether a login with this scope gets an id_token. */
  expectsIdToken(scope: readonly string[]): boolean {
    return this.declaration.openid !== undefined && scope.includes('openid');
  }

  /** @internal Checks the id_token of a login, and has userinfo confirm the user where it must. */
  async verifyIdToken(
    tokens: TokenSet,
    expected: Omit<IdTokenExpectation, 'accessToken'>,
  ): Promise<IdTokenClaims> {
    const { accessToken, idToken } = tokens;
    if (idToken === undefined || !this.openid) {
      throw new ProviderError('id_token_missing', { provider: this.declaration, endpoint: 'token' });
    }
    const { claims, mustConfirm } = await this.openid.verify(idToken, { ...expected, accessToken });
    if (mustConfirm) await this.profiles.confirm(tokens, claims);
    return claims;
  }

  /** @internal A token request with exactly these parameters, and the client's authentication. */
  async requestTokens(
    endpoint: 'token' | 'refresh',
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<TokenSet> {
    const endpoints = await this.currentEndpoints();
    const refreshToken = endpoint === 'refresh' ? parameters['refresh_token'] : undefined;
    const exchange = await this.connection.sendAuthenticated({
      endpoint,
      url: endpoint === 'token' ? endpoints.token : endpoints.refresh,
      parameters,
      // A code is single use: sent twice, it fails at worst. A refresh token that rotates would be lost.
      repeatable: endpoint === 'token',
    });
    const statusCode = exchange.response.status;
    return readTokenResponse(this.connection.objectOf(exchange), {
      declaration: this.declaration,
      error: { provider: this.declaration, endpoint, statusCode },
      refreshToken: typeof refreshToken === 'string' ? refreshToken : undefined,
    });
  }

  private requestRefresh(
    refreshToken: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<TokenSet> {
    const grantType = this.declaration.refresh?.grantType === false ? {} : { grant_type: 'refresh_token' };
    return this.requestTokens('refresh', { ...parameters, ...grantType, refresh_token: refreshToken });
  }

  /** Every caller's claims are compared, also when several share one request. */
  private async checkedRefresh(tokens: TokenSet, previous: RefreshOptions['claims']): Promise<TokenSet> {
    if (this.openid && tokens.idToken !== undefined) {
      await this.verifyIdToken(tokens, { grant: 'refresh', previous });
    }
    return tokens;
  }

  private async introspectToken(token: string): Promise<Introspection> {
    const exchange = await this.connection.sendAuthenticated({
      endpoint: 'introspection',
      url: this.endpoints.introspection as string,
      parameters: { token },
      repeatable: true,
    });
    return readIntrospection(this.connection.objectOf(exchange));
  }

  /**
   * Revokes a token at the endpoint that is configured or discovered; tells whether there is one.
   *
   * @throws ProviderError
   */
  protected async revokeToken(token: string, kind?: 'access_token' | 'refresh_token'): Promise<boolean> {
    if (typeof token !== 'string' || token === '') throw new TypeError('revoke() needs a token');
    const { revocation: url } = await this.currentEndpoints();
    if (url === undefined) return false;
    const { request, response } = await this.connection.sendAuthenticated({
      endpoint: 'revocation',
      url,
      parameters: { token, token_type_hint: kind },
      repeatable: false,
    });
    if (!isSuccess(response)) throw refusal(this.declaration, request, response);
    this.application?.forget(token);
    return true;
  }
}

defineInspect(ProviderClient, ({ provider, clientID, endpoints }) => ({ provider, clientID, endpoints }));
