import type { IdTokenClaims } from '../oidc/types';
import type { LoginRequest } from '../passport-oauth2';
import type { TokenSet } from '../token/token-set';

/** Passport's callback: an error, or a user, or `false` and a reason. */
export type VerifyDone = (error: unknown, user?: unknown, info?: unknown) => void;

/** A finished login, as the `verify` option gets it. */
export interface Login<Profile = unknown, Request = LoginRequest> {
  readonly req: Request;
  readonly tokens: TokenSet;
  /** Missing with `skipUserProfile`. */
  readonly profile: Profile;
  /** The verified claims of the id_token, where the service is an OpenID provider. */
  readonly claims?: IdTokenClaims | undefined;
  /** Requested scopes that were not granted: some services drop a scope silently. Usually empty. */
  readonly missingScope: readonly string[];
  /** The application's own state, as given to `authenticate()`. */
  readonly state?: unknown;
  /** The checked path, as given to `authenticate()`. */
  readonly returnTo?: string | undefined;
}

// Method signatures compare their parameters both ways: a verify function that says `req: express.Request` fits,
// and nobody needs Express' types to use these.

/** The `verify` option: gives the user, or something falsy to refuse. May throw or reject. */
export type Verify<Profile = unknown> = { verify(login: Login<Profile>): unknown }['verify'];

/** passport-oauth2's verify callback. Returning a promise of the user works, too, without `done`. */
export type VerifyFunction<Profile = unknown> = {
  verify(accessToken: string, refreshToken: string | undefined, profile: Profile, done: VerifyDone): unknown;
}['verify'];

/** passport-oauth2's verify callback with the token response. */
export type VerifyFunctionWithParams<Profile = unknown> = {
  verify(
    accessToken: string,
    refreshToken: string | undefined,
    params: Readonly<Record<string, unknown>>,
    profile: Profile,
    done: VerifyDone,
  ): unknown;
}['verify'];

/** passport-oauth2's verify callback under `passReqToCallback`. */
export type VerifyFunctionWithRequest<Profile = unknown> = {
  verify(
    req: LoginRequest,
    accessToken: string,
    refreshToken: string | undefined,
    profile: Profile,
    done: VerifyDone,
  ): unknown;
}['verify'];

/** passport-oauth2's verify callback under `passReqToCallback`, with the token response. */
export type VerifyFunctionWithRequestAndParams<Profile = unknown> = {
  verify(
    req: LoginRequest,
    accessToken: string,
    refreshToken: string | undefined,
    params: Readonly<Record<string, unknown>>,
    profile: Profile,
    done: VerifyDone,
  ): unknown;
}['verify'];

/** A verify callback in any of passport-oauth2's forms. */
export type AnyVerifyFunction = { verify(...args: never[]): unknown }['verify'];

/** The result of a verify function. */
export interface Verdict {
  readonly error?: unknown;
  readonly user?: unknown;
  readonly info?: unknown;
}

/**
 * Calls a verify callback in passport-oauth2's forms, told apart by argument count: `params` is handed over at 5
 * arguments (6 with the request), and a rest function counts as the form without. A returned promise is awaited.
 * What comes first counts, once.
 */
export function callVerify(
  verify: (...args: unknown[]) => unknown,
  passReqToCallback: boolean,
  login: Login,
  params: Readonly<Record<string, unknown>>,
): Promise<Verdict> {
  const lead = passReqToCallback ? [login.req] : [];
  const withParams = verify.length === lead.length + 5;
  const { accessToken, refreshToken } = login.tokens;
  const args = [...lead, accessToken, refreshToken, ...(withParams ? [params] : []), login.profile];
  // An async function that also declares `done` may call it later. Then a missing value is not a result.
  const usesCallback = verify.length === 0 || verify.length > args.length;

  return new Promise((resolve, reject) => {
    const done: VerifyDone = (error, user, info) => resolve({ error, user, info });
    const returned = verify(...args, done);
    if (!isThenable(returned)) return;
    returned.then((user) => {
      if (user !== undefined || !usesCallback) resolve({ user });
    }, reject);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
