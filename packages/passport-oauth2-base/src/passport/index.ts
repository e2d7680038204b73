/**
 * Types only, for TypeScript with `@types/passport`: after `import 'passport-oauth2-base/passport'`,
 * `passport.authenticate('koompi', { returnTo: '/orders' })` compiles without a cast. `@types/passport` must be
 * installed. Nothing else in this package needs it.
 *
 * @module
 */
import type { AuthenticateCallback, AuthenticateOptions, Strategy } from 'passport';

/** Passport's options of `authenticate()` and `authorize()`, with those that our strategies read. */
export interface LoginOptions extends Omit<AuthenticateOptions, 'scope' | 'state'> {
  /** Scope of this login only. */
  scope?: string | readonly string[] | undefined;
  /** Callback URL of this login only. */
  callbackURL?: string | undefined;
  /** Any JSON value of the application. It stays in the application, and comes back as `info.state`. */
  state?: unknown;
  /** Path to go to after the login, such as `/orders`. It is checked, and comes back as `info.returnTo`. */
  returnTo?: string | undefined;
}

/** A callback without annotations gets the types of Passport's. */
export type LoginCallback = AuthenticateCallback;

/** A callback with annotations of its own. */
export type AnnotatedCallback = (...args: never[]) => unknown;

/** A registered name, several of them, or a strategy. */
export type LoginStrategy = string | string[] | Strategy;

declare module 'passport' {
  // Overloads, because `AuthenticateOptions` cannot be widened: it has `state?: string` already (TS2717).
  interface Authenticator<InitializeRet, AuthenticateRet, AuthorizeRet, AuthorizeOptions> {
    authenticate(strategy: LoginStrategy, options: LoginOptions, callback?: LoginCallback): AuthenticateRet;
    authenticate(
      strategy: LoginStrategy,
      options: LoginOptions,
      callback: AnnotatedCallback,
    ): AuthenticateRet;
    authorize(strategy: string | string[], options: LoginOptions, callback?: LoginCallback): AuthorizeRet;
    authorize(strategy: string | string[], options: LoginOptions, callback: AnnotatedCallback): AuthorizeRet;
  }
}
