import type { LoginStrategy } from './login-strategy';
import type { Outcome } from './outcome';
import { callVerify, type Login, type Verdict } from './verify';

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
  const verdict = await verify(strategy, { ...login, profile }, params);
  if (verdict.error) throw verdict.error;
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
  const skip: unknown = strategy._skipUserProfile;
  const skipped =
    typeof skip !== 'function'
      ? skip
      : skip.length > 1
        ? await called((done) => (skip as (token: string, done: Done) => void)(tokens.accessToken, done))
        : (skip as () => unknown)();
  if (skipped) return undefined;
  return called((done) => strategy.userProfile(tokens.accessToken, done, tokens, claims));
}

function verify(strategy: LoginStrategy, login: Login, params: Record<string, unknown>): Promise<Verdict> {
  const option = strategy._verifyLogin;
  if (option) return Promise.resolve(option(login)).then((user) => ({ user }));
  return callVerify(strategy._verify, Boolean(strategy._passReqToCallback), login, params);
}

type Done = (error: unknown, value?: unknown) => void;

/** A node callback as a promise. */
function called(run: (done: Done) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    run((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}
