import type { ProfileFields, ProviderDeclaration, ProviderProfile } from './declaration';
import { ProviderError } from './errors/provider-error';
import { defineInspect } from './lib/inspect';
import type { IdTokenClaims, IdTokenExpectation, OpenIDClient } from './oidc/types';
import { asObject, type JsonObject } from './lib/json';
import { checkClientOptions } from './options/client-checks';
import type { ProviderClientOptions } from './options/options';
import { callAPI, invalidResponse, outcomeUnknown, type ApiResponse } from './api/call';
import { apiRequest, invalidArgument, type ApiCall } from './api/request';
import { clientCredentialsToken, type ClientCredentialsToken } from './token/client-credentials-token';
import type { ExchangeParameters, RefreshOptions } from './token/grant-parameters';
import { Connection } from './http/connection';
import type { ClientEndpoints } from './endpoints';
import { endpointsOf } from './options/endpoints';
import type { Introspection } from './token/introspection';
import { ProfileReader } from './profile/reader';
import { TokenEndpoints } from './token/token-endpoints';
import type { TokenSet } from './token/token-set';

/**
 * Sends requests to a service without Passport, HTTP requests of users or sessions. A background job can refresh and
 * revoke tokens with it. A strategy has one at `strategy.client`.
 *
 * @typeParam Profile - the service's profile
 */
export class ProviderClient<Profile extends ProfileFields = ProfileFields> {
  /** The strategy's name, such as `koompi`. */
  readonly provider: string;
  readonly clientID: string;
  /** The URLs as configured. Discovery may replace those that the application did not set. */
  readonly endpoints: ClientEndpoints;

  /**
   * Gets new tokens for a refresh token. The result holds the new refresh token, or the old one if it stays valid.
   * Simultaneous calls for the same token share one request. Missing if the service does not refresh tokens.
   *
   * @throws ProviderError `token_refused` with code `invalid_grant` if the user must sign in again;
   *   `retryable` says whether the same token may be tried again
   */
  declare readonly refresh?: (refreshToken: string, options?: RefreshOptions) => Promise<TokenSet>;

  /**
   * Revokes a token (RFC 7009). Revoking an unknown token succeeds, too. Missing if the service has no endpoint.
   *
   * @throws ProviderError `revocation_refused` or `provider_unavailable`: the token may still be valid
   */
  declare readonly revoke?: (token: string, kind?: 'access_token' | 'refresh_token') => Promise<void>;

  /**
   * Asks whether a token is valid (RFC 7662). Missing if the service has no endpoint.
   *
   * @throws ProviderError
   */
  declare readonly introspect?: (token: string) => Promise<Introspection>;

  /**
   * The application's own token. All callers share it and one request for it. It is renewed a minute before it
   * expires. Missing if the service has no client credentials grant.
   *
   * @throws ProviderError `token_refused` if client id or secret are wrong
   */
  declare readonly applicationToken?: () => Promise<TokenSet>;

  /** @internal */
  declare readonly declaration: ProviderDeclaration<ProfileFields, never>;
  /** @internal */
  declare readonly options: ProviderClientOptions;
  /** @internal */
  declare readonly connection: Connection;
  /** @internal */
  declare readonly tokenEndpoints: TokenEndpoints;
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
    const copy = { ...options };
    const { clientID, clientSecret } = copy;
    this.provider = declaration.name;
    this.clientID = clientID;
    this.endpoints = endpointsOf(declaration, copy);
    const endpoints = (): Promise<ClientEndpoints> => this.currentEndpoints();
    const connection = new Connection(declaration, copy);
    const tokenEndpoints = new TokenEndpoints(declaration, { clientID, clientSecret }, connection, endpoints);
    const application = clientCredentialsToken(declaration, tokenEndpoints);
    const openid = declaration.openid?.connect({
      provider: declaration,
      clientID,
      endpoints: this.endpoints,
      options: copy,
      getObject: async (endpoint, url) =>
        connection.objectOf(await connection.sendForResource({ endpoint, url })),
    });
    const profiles = new ProfileReader(declaration, copy, connection, endpoints);
    const internals = {
      declaration,
      options: copy,
      connection,
      tokenEndpoints,
      application,
      openid,
      profiles,
    };
    // Not enumerable, so that printing, copying or serializing a client does not reveal the secret.
    for (const [name, value] of Object.entries(internals)) Object.defineProperty(this, name, { value });

    if (declaration.refresh)
      this.refresh = (token, refreshOptions) => this.refreshTokens(token, refreshOptions);
    if (this.endpoints.revocation)
      this.revoke = async (token, kind) => void (await this.revokeToken(token, kind));
    const { introspection } = this.endpoints;
    if (introspection) this.introspect = (token) => tokenEndpoints.introspect(introspection, token);
    if (application) this.applicationToken = () => application.get();
  }

  /**
   * Exchanges an authorization code for tokens (RFC 6749 §4.1.3). The id_token of an OpenID provider is not verified
   * here, because that needs the nonce of the login.
   *
   * @throws ProviderError
   */
  exchange({ code, callbackURL, codeVerifier, state }: ExchangeParameters): Promise<TokenSet> {
    return this.tokenEndpoints.requestTokens('token', {
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
   * @param tokens - a TokenSet, or an access token alone. A TokenSet may hold the profile already
   * @param claims - the verified claims of the login's id_token. The profile must be of the same user
   * @throws ProviderError `profile_refused`, `permission_missing`, `profile_invalid` or `subject_mismatch`
   */
  async userProfile(tokens: TokenSet | string, claims?: IdTokenClaims): Promise<Profile & ProviderProfile> {
    return (await this.profiles.read(tokens, claims)) as Profile & ProviderProfile;
  }

  /**
   * Calls the service's API with the transport, errors and redaction of the client. For a provider's package.
   *
   * @throws ProviderError, or a TypeError if there is no `apiURL`
   */
  protected async callAPI(call: ApiCall): Promise<ApiResponse> {
    return callAPI(this.declaration, this.connection, this.endpoints.api, call);
  }

  /**
   * The URL of a call. Refuses an invalid call before its credential is requested.
   *
   * @throws as `callAPI`, before anything is sent
   */
  protected checkCall(call: ApiCall): string {
    return apiRequest(this.declaration, this.endpoints.api, call).url;
  }

  /** The error for invalid arguments of a call. Nothing has been sent. */
  protected invalidArgument(detail: string): ProviderError {
    return invalidArgument(this.declaration, detail);
  }

  /** The error for a response of the API that differs from its documentation. */
  protected invalidResponse(detail: string): ProviderError {
    return invalidResponse(this.declaration, detail);
  }

  /**
   * An object in a response of the API.
   *
   * @param what - how the error calls it, such as "its `data`"
   * @throws ProviderError `api_answer_invalid`
   */
  protected objectInResponse(value: unknown, what: string): JsonObject {
    const object = asObject(value);
    if (object) return object;
    throw this.invalidResponse(`${what} is not an object`);
  }

  /** The error for a call that changes something and whose response does not show whether it did. */
  protected outcomeUnknown(detail: string): ProviderError {
    return outcomeUnknown(this.declaration, detail);
  }

  /** Drops a token of the application that the service no longer accepts. The next caller gets a new one. */
  protected forgetApplicationToken({ accessToken }: TokenSet): void {
    this.application?.forget(accessToken);
  }

  /** @internal The URLs, after discovery if it is on. */
  async currentEndpoints(): Promise<ClientEndpoints> {
    return this.openid ? this.openid.endpoints() : this.endpoints;
  }

  /** @internal Verifies an id_token. Asks userinfo to confirm the user if the signature could not be checked. */
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

  /** Verifies the id_token that came with refreshed tokens, once for every caller that shares the request. */
  private async refreshTokens(
    refreshToken: string,
    { parameters = {}, claims }: RefreshOptions = {},
  ): Promise<TokenSet> {
    const tokens = await this.tokenEndpoints.refresh(refreshToken, parameters);
    await this.checkRefreshed(tokens, claims);
    return tokens;
  }

  /** @internal Verifies the id_token of refreshed tokens, if there is one. */
  async checkRefreshed(tokens: TokenSet, previous: RefreshOptions['claims']): Promise<void> {
    if (this.openid && tokens.idToken !== undefined)
      await this.verifyIdToken(tokens, { grant: 'refresh', previous });
  }

  /**
   * Revokes a token at the endpoint that is configured or discovered.
   *
   * @returns whether there is such an endpoint
   * @throws ProviderError
   */
  protected async revokeToken(token: string, kind?: 'access_token' | 'refresh_token'): Promise<boolean> {
    const hasEndpoint = await this.tokenEndpoints.revoke(token, kind);
    if (hasEndpoint) this.application?.forget(token);
    return hasEndpoint;
  }
}

defineInspect(ProviderClient, ({ provider, clientID, endpoints }) => ({ provider, clientID, endpoints }));
