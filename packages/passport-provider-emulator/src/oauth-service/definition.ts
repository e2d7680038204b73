import { type CommonSwitches, type EmulatedProvider, type EmulatedUser } from '../emulated-provider';
import { type Call } from '../http/request';
import { type IdTokenMutation } from '../oidc/id-token';
import { type Jwk, type SigningKeys } from '../oidc/signing-keys';

/** How a client proves who it is at the token endpoint, by the names of OpenID Connect Core, section 9. */
export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'none';

/** The paths of a service. */
export interface OAuthServicePaths {
  /** Default `/oauth/authorize`. */
  readonly authorization?: string;
  /** Default `/oauth/token`. */
  readonly token?: string;
  /** Default `/oauth/userinfo`. */
  readonly userInfo?: string;
  /** Default `/oauth/revoke`. */
  readonly revocation?: string;
  /** Only with `openid`. Default `/oauth/jwks`. */
  readonly jwks?: string;
}

/** A further API call of a service. It needs an access token in `Authorization: Bearer`. */
export interface OAuthServiceCall<User extends EmulatedUser> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** An Express path, such as `/v1/orders/:id`. */
  readonly path: string;
  /** The name for faults and recorded requests. Default `api`. */
  readonly endpoint?: string;
  /** The scope that the access token needs. Without it the response is 403 `insufficient_scope`. */
  readonly scope?: string;
  /** Returns the JSON of the response. */
  respond(user: User, call: Call, params: Readonly<Record<string, string>>): unknown;
}

/** What a service of one's own is like. Everything without a default is required. */
export interface OAuthServiceDefinition<
  Name extends string = string,
  User extends EmulatedUser = EmulatedUser,
> {
  /** Lower-case letters, digits and hyphens, as in the callback URL. `emulator[name]` is the service. */
  readonly name: Name;
  /** The name for people. */
  readonly title: string;
  /** The test users. The first one signs in unless a test says otherwise. */
  readonly users: readonly User[];
  readonly paths?: OAuthServicePaths;
  /** The scopes of the service, each as a sentence of the consent page. Default: every scope is accepted. */
  readonly scopes?: Readonly<Record<string, string>>;
  /** Default: the secret in the body or by Basic. `none` is a public client, without a secret. */
  readonly clientAuthentication?: ClientAuthentication;
  /** Whether an authorization request needs PKCE with S256 (RFC 7636). A challenge always counts. Default `optional`. */
  readonly pkce?: 'required' | 'optional';
  /** Whether a refresh uses up the refresh token, keeps it, or there are no refresh tokens. Default `rotate`. */
  readonly refreshTokens?: 'rotate' | 'keep' | 'none';
  /** Whether the service is an OpenID provider: discovery, JWKS, and an id_token for the scope `openid`. */
  readonly openid?: boolean;
  /** The JSON of the user endpoint. Default: `sub`, `name` and `email`. */
  userInfo?(user: User, scope: readonly string[]): unknown;
  /** The body of an error response. Default: `error` and `error_description` (RFC 6749, section 5.2). */
  errorBody?(error: OAuthServiceError): unknown;
  readonly calls?: readonly OAuthServiceCall<User>[];
}

/** An error before it is a response. */
export interface OAuthServiceError {
  readonly status: number;
  /** Such as `invalid_grant`. */
  readonly code: string;
  readonly message: string;
}

export interface OAuthServiceSwitches extends CommonSwitches {
  /** The lifetime of access tokens in seconds, and `expires_in`. Default 3600. */
  accessLifetime: number;
  /** OpenID Connect: changes the id_token. */
  idToken: IdTokenMutation | undefined;
  /** OpenID Connect: changes the JWKS. `keys.hostile` makes entries. */
  jwks: ((document: { keys: Jwk[] }) => unknown) | undefined;
}

export interface OAuthServiceOptions {
  readonly clientID: string;
  /** Absent for a public client. */
  readonly clientSecret?: string;
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly userProfileURL: string;
  readonly revocationURL: string;
  /** Only with `openid`. */
  readonly issuer?: string;
}

/** An emulated service of one's own. Origin: `api`. */
export interface OAuthServiceEmulator<User extends EmulatedUser = EmulatedUser> extends EmulatedProvider<
  OAuthServiceSwitches,
  User,
  OAuthServiceOptions
> {
  /** Signs the id_tokens. */
  readonly keys: SigningKeys;
}
