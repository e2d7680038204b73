import { type CommonSwitches, type EmulatedProvider } from '../../emulated-provider';
import { type IdTokenMutation } from '../../oidc/id-token';
import { type SigningKeys, type Jwk } from '../../oidc/signing-keys';
import { type CoinPayUser } from './users';

/** `†` marks behaviour that neither the specification nor the published server has. `codeLifetime` (600) is published. */
export interface CoinPaySwitches extends CommonSwitches {
  /**
   * `'documented'`: the paths of the specification, RS256 and a JWKS with the key. `'published'`: the server that
   * CoinPay publishes, with other paths, and HS256 with a secret that only the server knows.
   */
  server: 'documented' | 'published';
  /** † Whether the documented server refuses a request without `state` or PKCE S256, as the specification demands. */
  strictRules: boolean;
  /** Whether the published server remembers a consent and the browser that gave it. */
  rememberConsent: boolean;
  /** The scopes that the clients were registered with. */
  registeredScopes: readonly string[];
  /** Whether `/.well-known/openid-configuration` exists. † on the documented server. */
  discovery: boolean;
  /** † Whether there is an RFC 7009 endpoint (`/oauth/revoke`, `/api/oauth/revoke`). */
  revocation: boolean;
  /** Whether the proxy of the published server limits calls to `/api/*`: 60 a minute, 600 with a credential, then 429. */
  rateLimits: boolean;
  /** † How the client secret must be sent. */
  tokenAuthentication: 'any' | 'basic' | 'post';
  /** Replaces the issuer in tokens, discovery and `iss`, as in a deployment that was built for another host. */
  issuer: string | undefined;
  /** † The parameter `iss` of the callback (RFC 9207). Discovery announces it unless this is `'never'`. */
  sendIssuer: 'never' | 'right' | 'wrong';
  /** Changes the id_token of the code grant. */
  idToken: IdTokenMutation | undefined;
  /** † Whether the refresh response has an id_token, and how it is changed. */
  refreshIdToken: boolean | IdTokenMutation;
  /** Changes the JWKS. `keys.hostile` makes entries. */
  jwks: ((document: { keys: Jwk[] }) => unknown) | undefined;
  /** † Whether userinfo is JSON or a signed `application/jwt`. */
  userInfoFormat: 'json' | 'jwt';
}

/** The switches at the start. */
export function defaultSwitches(): CoinPaySwitches {
  return {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
    refreshReuse: 'refuse',
    server: 'documented',
    strictRules: true,
    rememberConsent: true,
    registeredScopes: ['openid', 'profile', 'email', 'payments', 'did', 'wallet:read'],
    discovery: true,
    revocation: false,
    rateLimits: false,
    tokenAuthentication: 'any',
    issuer: undefined,
    sendIssuer: 'never',
    idToken: undefined,
    refreshIdToken: false,
    jwks: undefined,
    userInfoFormat: 'json',
  };
}

export interface CoinPayOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly issuer: string;
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly userProfileURL: string;
  readonly jwksURL: string;
  /** Only with the switch `revocation`. */
  readonly revocationURL?: string;
}

/** Options for the published server. The rest comes from its discovery document. */
export interface CoinPayPublishedOptions {
  readonly preset: 'published';
  readonly clientID: string;
  readonly clientSecret: string;
  readonly issuer: string;
}

/** The emulated CoinPay: the documented and the published server. Origin: `api`. */
export interface CoinPayEmulator extends EmulatedProvider<CoinPaySwitches, CoinPayUser, CoinPayOptions> {
  readonly publishedOptions: CoinPayPublishedOptions;
  readonly keys: SigningKeys;
}
