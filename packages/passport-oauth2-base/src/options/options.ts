import type { AnyStateStore } from '../passport-oauth2';
import type { Fetch } from '../http/messages';

/** Options of a client: what it needs to speak to the service, without Passport. */
export interface ProviderClientOptions {
  /** The application's id at the service. */
  readonly clientID: string;
  /** The application's secret at the service. Not for public clients. */
  readonly clientSecret?: string | undefined;
  /** Where the user is sent to sign in. */
  readonly authorizationURL?: string | undefined;
  /** Where the code is exchanged. `{client_id}` and `{code}` in it are filled in. */
  readonly tokenURL?: string | undefined;
  /** Where tokens are refreshed. Default: the service's own, mostly the token endpoint. */
  readonly refreshURL?: string | undefined;
  /** Where the profile is read. */
  readonly userProfileURL?: string | undefined;
  /** Where tokens are revoked (RFC 7009). Without one, the client has no `revoke`. */
  readonly revocationURL?: string | undefined;
  /** Where tokens are introspected (RFC 7662). Without one, the client has no `introspect`. */
  readonly introspectionURL?: string | undefined;
  /** Below which address the service's API is, for the client's calls. No other address gets a token of theirs. */
  readonly apiURL?: string | undefined;
  /** The issuer that `iss` in the callback must equal (RFC 9207). */
  readonly issuer?: string | undefined;
  /** What joins several scopes. Default: the service's, mostly a space. */
  readonly scopeSeparator?: string | undefined;
  /**
   * Sent with every request. An `Authorization` or `X-API-Key` header among them goes only where the client
   * authenticates itself: to the endpoints for tokens, refresh, revocation and introspection.
   */
  readonly customHeaders?: Readonly<Record<string, string>> | undefined;
  /** How long a whole request may take, in milliseconds. Default 10000. */
  readonly timeout?: number | undefined;
  /** The longest answer that is read, in bytes. Default 1048576. */
  readonly maxResponseBytes?: number | undefined;
  /** An `http.Agent` or `https.Agent`, for a proxy or for certificates of your own. Default: the process' `globalAgent`. */
  readonly agent?: object | undefined;
  /** Used instead of Node's own HTTP client. Called with `redirect: 'manual'`; time and size limits still hold. */
  readonly fetch?: Fetch | undefined;
}

/** Options that an OpenID provider adds. */
export interface OpenIDOptions {
  /** Where the provider's keys are. */
  readonly jwksURL?: string | undefined;
  /** Take addresses from the issuer's discovery document. An address that is given as an option still counts. */
  readonly discovery?: boolean | undefined;
  /** How long ago the user may have signed in at the provider, in seconds: sent as `max_age`, and checked. */
  readonly maxAge?: number | undefined;
  /**
   * Whoever knows this secret can sign anybody in. It is the key that the operator of a provider of your own signs
   * id_tokens with (HS256); no other algorithm is accepted then.
   */
  readonly idTokenSharedSecret?: string | undefined;
}

/** Options where the service may replace `state`. */
export interface ProviderStateOptions {
  /**
   * Gives up the check of `state`: another site can make its visitor's pending login fail, and tell it that the
   * user declined. Whoever signs in is still bound to this browser, by the nonce of the id_token: the code is
   * exchanged first, and nothing of the answer is used before the nonce is right. Needs `openid` in the scope; one
   * login per browser is pending, found by its provider.
   */
  readonly dangerouslyAcceptProviderState?: boolean | undefined;
}

/** Options of a strategy: passport-oauth2's, and those of the client. */
export interface ProviderStrategyOptions extends ProviderClientOptions {
  /** Where the service sends the user back to: absolute, or a path on the host of the request. */
  readonly callbackURL: string;
  /** What is asked for. Default: the service's minimum. */
  readonly scope?: string | readonly string[] | undefined;
  /**
   * `false` gives up the protection against forged callbacks (login CSRF, RFC 6749 §10.12): anybody can sign a
   * visitor in as somebody else. Needs `pkce: false` too. Default `true`.
   */
  readonly state?: boolean | undefined;
  /**
   * `false` gives up the protection against stolen and injected codes (RFC 9700 §4.5), where the service allows
   * that at all. Default: on (S256) wherever the service knows PKCE.
   */
  readonly pkce?: boolean | 'S256' | undefined;
  /** Where pending logins are kept. Default: the session. A passport-oauth2 store of your own works too. */
  readonly store?: AnyStateStore | boolean | undefined;
  /** The session member that holds pending logins. Default: `oauth2:<provider>:<client id>`. */
  readonly sessionKey?: string | undefined;
  /** Trust `X-Forwarded-*` when a relative `callbackURL` is resolved. Express' `trust proxy` does the same. */
  readonly proxy?: boolean | undefined;
  /** `true`, or a function that decides: do not read the profile. */
  readonly skipUserProfile?:
    | boolean
    | (() => boolean)
    | ((accessToken: string, done: (error: unknown, skip?: boolean) => void) => void)
    | undefined;
  /**
   * The hosts that a relative `callbackURL` may be resolved to, such as `example-business.com`. Without the option,
   * whatever `Host` a request names is used, as in passport-oauth2.
   */
  readonly allowedHosts?: readonly string[] | undefined;
  /**
   * Gives up our check of `state`: a string given to authenticate(name, { state }) goes over the wire as it is, and
   * whether the callback belongs to this browser is the caller's business. Needs PKCE or an id_token.
   */
  readonly dangerouslyCallerManagedState?: boolean | undefined;
  /** Give the request to the verify callback as its first argument. */
  readonly passReqToCallback?: boolean | undefined;
}
