import { type CommonSwitches, type EmulatedProvider } from '../../emulated-provider';
import { type IdTokenMutation } from '../../oidc/id-token';
import { type SigningKeys, type Jwk } from '../../oidc/signing-keys';
import { type CoinPayUser } from './users';

/** `†` marks behaviour that neither the specification nor the published server shows. `codeLifetime` (600) is published. */
export interface CoinPaySwitches extends CommonSwitches {
  /**
   * `'documented'`: the specification's paths, RS256 and a JWKS that verifies. `'published'`: the server that
   * CoinPay publishes: other paths, and HS256 with a secret that nobody else has.
   */
  server: 'documented' | 'published';
  /** † Whether the documented server refuses a request without `state` or without PKCE S256: the specification's rules. */
  strictRules: boolean;
  /** Whether the published server remembers a consent, and the browser that gave it. */
  rememberConsent: boolean;
  /** The scopes that the clients were registered with. */
  registeredScopes: readonly string[];
  /** Whether `/.well-known/openid-configuration` exists; †on the documented server. */
  discovery: boolean;
  /** † Whether there is an RFC 7009 endpoint (`/oauth/revoke`, `/api/oauth/revoke`). */
  revocation: boolean;
  /** Whether the published server's proxy counts calls to `/api/*`, and answers 429 beyond 60 a minute (600 with a credential). */
  rateLimits: boolean;
  /** † The only way to send the client secret that counts. */
  tokenAuthentication: 'any' | 'basic' | 'post';
  /** Replaces the issuer in tokens, discovery and `iss`: a deployment that was built for another name. */
  issuer: string | undefined;
  /** † The parameter `iss` of the callback (RFC 9207); discovery says so unless it is `'never'`. */
  sendIssuer: 'never' | 'right' | 'wrong';
  /** Changes the id_token of the code grant. */
  idToken: IdTokenMutation | undefined;
  /** † Whether a refresh answers an id_token too, and what is wrong with it. */
  refreshIdToken: boolean | IdTokenMutation;
  /** Changes the JWKS; see `keys.hostile` for entries. */
  jwks: ((document: { keys: Jwk[] }) => unknown) | undefined;
  /** † Whether userinfo answers JSON or a signed `application/jwt`. */
  userInfoFormat: 'json' | 'jwt';
}

/** How the emulated CoinPay starts. */
export function defaultSwitches(): CoinPaySwitches {
  return {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
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

/** For the published server: the rest comes from its discovery document. */
export interface CoinPayPublishedOptions {
  readonly preset: 'published';
  readonly clientID: string;
  readonly clientSecret: string;
  readonly issuer: string;
}

/** The emulated CoinPay, both of them. Origin: `api`. */
export interface CoinPayEmulator extends EmulatedProvider<CoinPaySwitches, CoinPayUser, CoinPayOptions> {
  readonly publishedOptions: CoinPayPublishedOptions;
  readonly keys: SigningKeys;
}
