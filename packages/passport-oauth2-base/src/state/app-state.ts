import { asObject, asText } from '../lib/json';
import type { AuthenticateOptions, LoginRequest } from '../passport-oauth2';
import { sha256 } from '../lib/digest';
import { safeReturnTo } from './return-to';

/**
 * What a login carries through the store besides its verifier. A passport-oauth2 store knows one value, the
 * application's state; where there is more to carry, that value is wrapped.
 */
export interface LoginContext {
  /** The application's own state. */
  readonly state?: unknown;
  /** Where the application goes on after the login. */
  readonly returnTo?: string | undefined;
  /** Digest of the user that an account is linked to. */
  readonly linkedUser?: string | undefined;
  /** What was asked for, where it was not the strategy's own scope. */
  readonly scope?: string | undefined;
}

/** Only a wrapped context has this member: an application's own state that has it is wrapped, too. */
const mark = 'passport-oauth2-base';

/** What the store is given to keep. Plain application state stays as it is, for stores that look at it. */
export function packContext(context: LoginContext): unknown {
  const { state, ...rest } = context;
  const carried = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const isPlain = Object.keys(carried).length === 0 && !isWrapped(state);
  return isPlain ? state : { [mark]: 1, ...carried, ...(state === undefined ? {} : { state }) };
}

/** Reads back what the store kept. `returnTo` is checked again: the store may be a cookie of the application's. */
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
 * Under `passport.authorize` a login adds an account to the user who is signed in. The digest of that user is
 * compared at the callback, so that nobody's account ends up with somebody else.
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
