/**
 * Types of the part of passport-oauth2 that the strategies use. `@types/passport-oauth2` would bring every user 14
 * packages.
 */

/** The HTTP request as far as a strategy reads it. Every `http.IncomingMessage` and `express.Request` fits. */
export interface LoginRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly query?: unknown;
  readonly body?: unknown;
  session?: unknown;
  readonly app?: unknown;
}

/** Options of `passport.authenticate(name, options)` that a strategy reads; others belong to Passport. */
export interface AuthenticateOptions {
  /** Scope of this request only. */
  readonly scope?: string | readonly string[] | undefined;
  /** Callback URL of this request only. */
  readonly callbackURL?: string | undefined;
  /** The application's own state: it is kept on the server and comes back as `info.state`. */
  readonly state?: unknown;
  /** Path to go to after the login; it is checked, kept on the server and comes back as `info.returnTo`. */
  readonly returnTo?: string | undefined;
  /** Set by `passport.authorize`: the login links an account to the signed-in user. */
  readonly assignProperty?: string | undefined;
  readonly [name: string]: unknown;
}

/** node-oauth's callback for a token response. */
export type TokenCallback = (
  error: unknown,
  accessToken?: string,
  refreshToken?: string,
  results?: Record<string, unknown>,
) => void;

/** node-oauth's callback for any other response. */
export type ResponseCallback = (
  error: unknown,
  body?: string,
  response?: { statusCode: number; headers: Readonly<Record<string, string>> },
) => void;

/** The `OAuth2` object of node-oauth, which passport-oauth2 keeps as `strategy._oauth2`. */
export interface OAuth2 {
  _clientId: string;
  _clientSecret: string | undefined;
  _baseSite: string;
  _authorizeUrl: string;
  _accessTokenUrl: string;
  _customHeaders: Record<string, string>;
  _agent: unknown;
  setAgent(agent: unknown): void;
  useAuthorizationHeaderforGET(use: boolean): void;
  buildAuthHeader(token: string): string;
  get(url: string, accessToken: string, callback: ResponseCallback): void;
  getOAuthAccessToken(code: string, parameters: Record<string, unknown>, callback: TokenCallback): void;
  _request(
    method: string,
    url: string,
    headers: Record<string, string> | null,
    body: string | Uint8Array | null,
    accessToken: string | null,
    callback: ResponseCallback,
  ): void;
}

export type OAuth2Constructor = new (
  clientID: string,
  clientSecret: string | undefined,
  baseSite: string,
  authorizationURL: string,
  tokenURL: string,
  customHeaders?: Record<string, string>,
) => OAuth2;

/** What a store gets besides the state. */
export interface StoreMeta {
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly clientID: string;
  readonly callbackURL: string;
  /** The strategy's provider. passport-oauth2 does not send it. */
  readonly provider?: string | undefined;
  /** Replaces the random handle: the `state` that the caller manages. passport-oauth2 does not send it. */
  readonly handle?: string | undefined;
  /** The name of the service, for messages. passport-oauth2 does not send it. */
  readonly title?: string | undefined;
  /** The issuer that the response must come from, if the provider has one. passport-oauth2 does not send it. */
  readonly issuer?: string | undefined;
}

export type StoredCallback = (error: unknown, handle?: string) => void;
export type VerifiedCallback = (error: unknown, verifier?: unknown, state?: unknown) => void;

/** A passport-oauth2 state store that can carry a PKCE verifier. */
export interface StateStore {
  store(req: LoginRequest, verifier: string, state: unknown, meta: StoreMeta, callback: StoredCallback): void;
  verify(req: LoginRequest, handle: string, meta: StoreMeta, callback: VerifiedCallback): void;
}

/** A passport-oauth2 state store in any form. passport-oauth2 distinguishes them by argument count. */
export interface AnyStateStore {
  store(...args: never[]): void;
  verify(...args: never[]): void;
}

/** The instance side of `passport-oauth2`'s Strategy. */
export interface OAuth2Strategy {
  name: string;
  _oauth2: OAuth2;
  _callbackURL: string | undefined;
  _scope: string | readonly string[] | undefined;
  _scopeSeparator: string;
  _pkceMethod: string | false | undefined;
  _key: string;
  _stateStore: AnyStateStore;
  _trustProxy: boolean | undefined;
  _passReqToCallback: boolean | undefined;
  _skipUserProfile: unknown;
  _verify: (...args: unknown[]) => unknown;

  authenticate(req: LoginRequest, options?: AuthenticateOptions): void;
  userProfile(accessToken: string, done: (error: unknown, profile?: unknown) => void): void;
  /** An application's override may be asynchronous. passport-oauth2's are not. */
  authorizationParams(
    options: AuthenticateOptions,
  ): Record<string, unknown> | Promise<Record<string, unknown>>;
  tokenParams(options: AuthenticateOptions): Record<string, unknown> | Promise<Record<string, unknown>>;
  parseErrorResponse(body: string, status: number): Error | null;
  _createOAuthError(message: string, error: unknown): Error;

  /** Passport sets these on the object that it creates from the strategy for each request. */
  success(user: unknown, info?: unknown): void;
  fail(challenge?: unknown, status?: number): void;
  redirect(url: string, status?: number): void;
  error(error: unknown): void;
}

export interface OAuth2StrategyConstructor {
  new (options: object, verify: (...args: never[]) => unknown): OAuth2Strategy;
  AuthorizationError: new (message?: string, code?: string, uri?: string, status?: number) => Error;
  TokenError: new (message?: string, code?: string, uri?: string, status?: number) => Error;
  InternalOAuthError: new (message: string, error: unknown) => Error;
}

// passport-oauth2 has no types, and `import x = require()` would require them.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const passportOAuth2 = require('passport-oauth2') as OAuth2StrategyConstructor;

/** passport-oauth2's Strategy class. Our strategies are `instanceof` it. */
export const OAuth2Strategy: OAuth2StrategyConstructor = passportOAuth2;
