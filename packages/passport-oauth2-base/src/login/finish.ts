import type { LoginStrategy } from './login-strategy';
import type { Outcome } from './outcome';
import { byCallback } from './callback-hook';
import type { Login } from './verify';
import { callVerify } from './verify-call';

/** A login that only lacks its profile and the application's word. */
export type UnverifiedLogin = Omit<Login, 'profile'>;

/** Reads the profile and asks the application's verify function. */
export async function finish(
  strategy: LoginStrategy,
  login: UnverifiedLogin,
  params: Readonly<Record<string, unknown>>,
  readProfile: (strategy: LoginStrategy, login: UnverifiedLogin) => Promise<unknown> = loadProfile,
): Promise<Outcome> {
  const profile = await readProfile(strategy, login);
  const verdict = await callVerify(strategy, { ...login, profile }, params);
  if (!verdict.user) return { kind: 'fail', challenge: verdict.info };
  const info = withContext(verdict.info || {}, login);
  return { kind: 'success', user: verdict.user, info };
}

/** The info that the application gave, with what the login carried: the same object, as in passport-oauth2. */
function withContext(info: unknown, { state, returnTo, missingScope }: UnverifiedLogin): unknown {
  const carried = {
    ...(state ? { state } : {}),
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(missingScope.length === 0 ? {} : { missingScope }),
  };
  if (typeof info !== 'object' || info === null || Object.keys(carried).length === 0) return info;
  return Object.isExtensible(info) ? Object.assign(info, carried) : { ...info, ...carried };
}

/** Reads the profile by `userProfile`, which an application may have replaced, unless it is to be skipped. */
export async function loadProfile(
  strategy: LoginStrategy,
  { tokens, claims }: UnverifiedLogin,
): Promise<unknown> {
  const { accessToken } = tokens;
  if (await isProfileSkipped(strategy, accessToken)) return undefined;
  return byCallback(
    strategy,
    'userProfile',
    (done) => strategy.userProfile(accessToken, done, tokens, claims),
    ([profile]) => profile,
  );
}

/** `skipUserProfile` is a value, a function that gives one, or a function with a callback. */
async function isProfileSkipped(strategy: LoginStrategy, accessToken: string): Promise<boolean> {
  const skip: unknown = strategy._skipUserProfile;
  if (typeof skip !== 'function') return Boolean(skip);
  const call = skip as (...args: unknown[]) => unknown;
  if (skip.length <= 1) return Boolean(await call(accessToken));
  const run = (done: unknown): unknown => call(accessToken, done);
  return byCallback(strategy, 'skipUserProfile', run, ([skipped]) => Boolean(skipped));
}
