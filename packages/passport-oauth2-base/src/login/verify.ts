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
