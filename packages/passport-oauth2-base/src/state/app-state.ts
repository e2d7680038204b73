import { asObject, asText } from '../lib/json';
import type { AuthenticateOptions, LoginRequest } from '../passport-oauth2';
import { sha256 } from '../lib/digest';
import { safeReturnTo } from './return-to';

/**
 * The values of a login that go through the store besides its verifier. A passport-oauth2 store takes one value, the
 * application's state. If there are more, they are wrapped into one.
 */
export interface LoginContext {
  /** The application's own state. */
  readonly state?: unknown;
  /** The path of the application to go to after the login. */
  readonly returnTo?: string | undefined;
  /** Digest of the user that an account is linked to. */
  readonly linkedUser?: string | undefined;
  /** The requested scope, if it is not the strategy's own. */
  readonly scope?: string | undefined;
}

/** The member that marks a wrapped context. An application's own state that has it is wrapped, too. */
const mark = 'passport-oauth2-base';

/** The value for the store. Plain application state is not wrapped, because a store may look at it. */
export function packContext(context: LoginContext): unknown {
  const { state, ...rest } = context;
  const carried = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const isPlain = Object.keys(carried).length === 0 && !isWrapped(state);
  return isPlain ? state : { [mark]: 1, ...carried, ...(state === undefined ? {} : { state }) };
}

/** Reads the value of the store. `returnTo` is checked again, because the store may be a cookie of the application. */
export function unpackContext(kept: unknown): LoginContext {
  if (!isWrapped(kept)) return { state: kept };
  return {
    state: kept['state'],
    returnTo: safeReturnTo(kept['returnTo']),
    linkedUser: asText(kept['linkedUser']),
    scope: asText(kept['scope']),
  };
}

/**
 * Under `passport.authorize` a login links an account to the user who is signed in. The digest of that user is
 * compared at the callback, so that an account is never linked to another user.
 */
export function linkedUserOf(req: LoginRequest, options: AuthenticateOptions): string | undefined {
  if (options.assignProperty === undefined) return undefined;
  const passport = asObject(asObject(req.session)?.['passport']);
  return sha256(JSON.stringify(passport?.['user'] ?? null));
}

function isWrapped(value: unknown): value is Record<string, unknown> {
  const object = asObject(value);
  return object !== undefined && Object.hasOwn(object, mark);
}
