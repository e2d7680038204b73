import { registerClients } from '../authorization/clients';
import { checkCodeRequest, readChallenge } from '../authorization/code-request';
import { type Grant } from '../authorization/grants';
import { type AuthorizationRequest } from '../authorization/request';
import { opaqueToken } from '../authorization/tokens';
import { type EmulatedUser, type RegisteredClient } from '../emulated-provider';
import { Refusal, invalidToken } from '../http/refusal';
import { type Call, bearerToken, optional, required } from '../http/request';
import { type EmulatedResponse, documentResponse, jsonResponse } from '../http/response';
import { type Route, apiRoute } from '../http/route';
import { KeyRing } from '../oidc/signing-keys';
import { type Accent } from '../pages/style';
import { ProviderBase, type ProviderContext } from '../provider-base';
import { authenticatedForm } from './client-authentication';
import {
  type OAuthServiceDefinition,
  type OAuthServiceEmulator,
  type OAuthServiceOptions,
  type OAuthServicePaths,
  type OAuthServiceSwitches,
} from './definition';
import { discoveryDocument, newIdToken } from './openid';

const defaultPaths = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  userInfo: '/oauth/userinfo',
  revocation: '/oauth/revoke',
  jwks: '/oauth/jwks',
} as const satisfies Required<OAuthServicePaths>;

/** Plays a service that a definition describes. */
export class OAuthService<User extends EmulatedUser>
  extends ProviderBase<OAuthServiceSwitches, User, OAuthServiceOptions>
  implements OAuthServiceEmulator<User>
{
  readonly name: string;
  readonly title: string;
  readonly accent: Accent = { light: ['#364152', '#ffffff'], dark: ['#b8c4d4', '#18202b'] };
  readonly originNames: readonly string[] = ['api'];
  readonly authorizationOrigin = 'api';
  readonly authorizationPaths: readonly string[];
  readonly users: readonly User[];
  readonly client: RegisteredClient;
  readonly otherClient: RegisteredClient;
  readonly inactiveClient: RegisteredClient;
  readonly switches: OAuthServiceSwitches = {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'redirect',
    refreshReuse: 'refuse',
    accessLifetime: 3600,
    idToken: undefined,
    jwks: undefined,
  };
  readonly keys: KeyRing;
  readonly #definition: OAuthServiceDefinition<string, User>;
  readonly #paths: Required<OAuthServicePaths>;

  constructor(definition: OAuthServiceDefinition<string, User>, context: ProviderContext) {
    super(context);
    const { name, title, users, paths, clientAuthentication } = definition;
    this.#definition = definition;
    this.#paths = { ...defaultPaths, ...paths };
    this.name = name;
    this.title = title;
    this.users = users;
    this.authorizationPaths = [this.#paths.authorization];
    this.keys = new KeyRing(() => 'RS256', `${name}-hs256`);
    const credentials = (role: string): Pick<RegisteredClient, 'clientID' | 'clientSecret'> => ({
      clientID: `${name}-${role}`,
      ...(clientAuthentication === 'none' ? {} : { clientSecret: `${name}-${role}-secret` }),
    });
    [this.client, this.otherClient, this.inactiveClient] = registerClients(name, context.callbackURLs, [
      credentials('emulator'),
      credentials('other'),
      credentials('inactive'),
    ]);
  }

  get options(): OAuthServiceOptions {
    const { clientID, clientSecret } = this.client;
    const issuer = this.#issuer;
    return {
      clientID,
      ...(clientSecret === undefined ? {} : { clientSecret }),
      authorizationURL: issuer + this.#paths.authorization,
      tokenURL: issuer + this.#paths.token,
      userProfileURL: issuer + this.#paths.userInfo,
      revocationURL: issuer + this.#paths.revocation,
      ...(this.#definition.openid ? { issuer } : {}),
    };
  }

  get #issuer(): string {
    return this.origins['api'] ?? '';
  }

  readAuthorization(
    { query }: Call,
    client: RegisteredClient,
    redirectURI: string,
    state: string | undefined,
  ): AuthorizationRequest {
    if (required(query, 'response_type') !== 'code') {
      const message = 'The response_type must be code';
      throw new Refusal(400, 'unsupported_response_type', 'unsupported_response_type', message);
    }
    const { pkce, scopes } = this.#definition;
    const scope = (optional(query, 'scope') ?? '').split(' ').filter(Boolean);
    const unknown = scopes && scope.find((name) => !Object.hasOwn(scopes, name));
    if (unknown !== undefined) {
      throw new Refusal(400, 'invalid_scope', 'unknown_scope', `${this.title} has no scope ${unknown}`);
    }
    const challenge = readChallenge(query, pkce === 'required');
    return { client, redirectURI, state, scope, challenge, nonce: optional(query, 'nonce') };
  }

  permissionsInWords({ scope }: AuthorizationRequest): readonly string[] {
    return scope.map((name) => this.#definition.scopes?.[name] ?? name);
  }

  refuse({ status, code, message }: Refusal): EmulatedResponse {
    const standard = { error: code, error_description: message };
    const body = this.#definition.errorBody?.({ status, code, message }) ?? standard;
    return jsonResponse(body, status);
  }

  protected newCode(): string {
    return opaqueToken();
  }

  protected serviceRoutes(): readonly Route[] {
    const { token, userInfo, revocation, jwks } = this.#paths;
    const { calls = [], openid = false } = this.#definition;
    const isOpenID = (): boolean => openid;
    return [
      apiRoute('POST', token, 'token', (call) => this.#tokenEndpoint(call)),
      apiRoute('GET', userInfo, 'userProfile', (call) => this.#userInfoEndpoint(call)),
      apiRoute('POST', revocation, 'revocation', (call) => this.#revocationEndpoint(call)),
      apiRoute('GET', jwks, 'jwks', () => this.#jwksEndpoint(), isOpenID),
      apiRoute('GET', '/.well-known/openid-configuration', 'discovery', () => this.#discovery(), isOpenID),
      ...calls.map((own) =>
        apiRoute(own.method, own.path, own.endpoint ?? 'api', (call, params) =>
          jsonResponse(own.respond(this.#grantOf(call, own.scope).user, call, params) ?? null),
        ),
      ),
    ];
  }

  #tokenEndpoint(call: Call): EmulatedResponse {
    const { clientAuthentication, refreshTokens = 'rotate' } = this.#definition;
    const { body, client } = authenticatedForm(call, clientAuthentication, (id) => this.findClient(id));
    const grantType = required(body, 'grant_type');
    if (grantType === 'authorization_code') {
      const code = this.grants.findCode(required(body, 'code'), client);
      checkCodeRequest(code, body);
      return this.#tokenResponse(this.grants.useCode(code), refreshTokens !== 'none', code.nonce);
    }
    if (grantType === 'refresh_token' && refreshTokens !== 'none') {
      const rotate = refreshTokens === 'rotate';
      const grant = this.grants.takeRefreshToken(required(body, 'refresh_token'), client, rotate);
      return this.#tokenResponse(grant, rotate, undefined);
    }
    const message = `${this.title} has no grant_type ${grantType}`;
    throw new Refusal(400, 'unsupported_grant_type', 'unsupported_grant_type', message);
  }

  #tokenResponse(grant: Grant<User>, withRefreshToken: boolean, nonce: string | undefined): EmulatedResponse {
    const { accessLifetime, idToken } = this.switches;
    const [accessToken, refreshToken] = [opaqueToken(), opaqueToken(48)];
    this.grants.addAccessToken(accessToken, grant, accessLifetime);
    if (withRefreshToken) this.grants.addRefreshToken(refreshToken, grant, Infinity);
    const context = { clock: this.clock, keys: this.keys, issuer: this.#issuer, accessToken, nonce };
    const isOpenID = this.#definition.openid && grant.scope.includes('openid');
    return jsonResponse({
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: accessLifetime,
      ...(withRefreshToken ? { refresh_token: refreshToken } : {}),
      scope: grant.scope.join(' '),
      ...(isOpenID ? { id_token: newIdToken(context, grant, accessLifetime, idToken) } : {}),
    });
  }

  #userInfoEndpoint(call: Call): EmulatedResponse {
    const { user, scope } = this.#grantOf(call, undefined);
    const { id: sub, name, email } = user;
    return jsonResponse(this.#definition.userInfo?.(user, scope) ?? { sub, name, email });
  }

  /** RFC 7009. The response for an unknown token is the same. */
  #revocationEndpoint(call: Call): EmulatedResponse {
    const { clientAuthentication } = this.#definition;
    const { body, client } = authenticatedForm(call, clientAuthentication, (id) => this.findClient(id));
    this.grants.revokeToken(required(body, 'token'), client);
    return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };
  }

  #jwksEndpoint(): EmulatedResponse {
    const document = this.keys.document();
    return documentResponse(this.switches.jwks ? this.switches.jwks(document) : document);
  }

  #discovery(): EmulatedResponse {
    return documentResponse(
      discoveryDocument(this.#issuer, this.#paths, this.keys.algorithm, this.#definition),
    );
  }

  #grantOf(call: Call, scope: string | undefined): Grant<User> {
    const token = bearerToken(call);
    if (token === undefined) throw invalidToken('missing_token', 'The Authorization header is missing');
    const grant = this.grants.findAccessToken(token);
    if (scope === undefined || grant.scope.includes(scope)) return grant;
    const headers = { 'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"` };
    const message = `The token does not have the scope ${scope}`;
    throw new Refusal(403, 'insufficient_scope', 'insufficient_scope', message, headers);
  }
}
