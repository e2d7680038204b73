import { isPromise } from 'node:util/types';
import { ProviderError } from '../errors/provider-error';
import { asError } from './application-error';
import { byCallback, warnOfLateError, type Done } from './callback-hook';
import type { LoginStrategy } from './login-strategy';
import type { Login } from './verify';

/** The result of a verify function: a user, or nothing and a challenge. */
export interface Verdict {
  readonly user?: unknown;
  readonly info?: unknown;
}

/**
 * Asks the application's verify function for the user.
 *
 * @param params - the token response, for the forms that take it
 * @throws ProviderError `user_is_promise`, `verify_unanswered` or `application_error`, or what verify failed with
 */
export async function callVerify(
  strategy: LoginStrategy,
  login: Login,
  params: Readonly<Record<string, unknown>>,
): Promise<Verdict> {
  const { _verifyLogin: option } = strategy;
  const verdict = option ? { user: await option(login) } : await callVerifyFunction(strategy, login, params);
  if (isThenable(verdict.user)) {
    throw new ProviderError('user_is_promise', { provider: strategy.client.declaration });
  }
  return verdict;
}

/**
 * Calls a verify callback in passport-oauth2's forms, told apart by argument count: `params` is handed over at 5
 * arguments (6 with the request), and a rest function counts as the form without. `done` is always handed over.
 *
 * A function that has a parameter for `done` answers by it alone: its returned value may be a query or the result of
 * `done` itself. A shorter function answers by its value, too.
 */
function callVerifyFunction(
  strategy: LoginStrategy,
  login: Login,
  params: Readonly<Record<string, unknown>>,
): Promise<Verdict> {
  const { _verify: verify } = strategy;
  const lead = strategy._passReqToCallback ? [login.req] : [];
  const withParams = verify.length === lead.length + 5;
  const { accessToken, refreshToken } = login.tokens;
  const args = [...lead, accessToken, refreshToken, ...(withParams ? [params] : []), login.profile];
  const takesDone = verify.length === 0 || verify.length >= lead.length + 4;
  const run = (done: Done): unknown => verify(...args, done);
  return takesDone ? verdictByDone(strategy, run) : verdictByDoneOrValue(strategy, run);
}

async function verdictByDone(strategy: LoginStrategy, run: (done: Done) => unknown): Promise<Verdict> {
  try {
    return await byCallback(strategy, 'verify', run, ([user, info]) => ({ user, info }));
  } catch (error) {
    if (!(error instanceof ProviderError) || error.reason !== 'hook_unanswered') throw error;
    throw new ProviderError('verify_unanswered', { provider: strategy.client.declaration });
  }
}

/** `undefined` is no value: the function may call `done` later. A promise of `undefined` refuses the user. */
function verdictByDoneOrValue(strategy: LoginStrategy, run: (done: Done) => unknown): Promise<Verdict> {
  const provider = strategy.client.declaration;
  return new Promise((resolve, reject) => {
    let answered = false;
    const returned = run((error, user, info) => {
      answered = true;
      if (error) reject(asError(error, provider));
      else resolve({ user, info });
    });
    if (returned === undefined) return;
    Promise.resolve(returned).then(
      (user) => resolve({ user }),
      (error: unknown) => {
        if (answered) warnOfLateError(strategy, 'verify');
        else reject(asError(error, provider));
      },
    );
  });
}

function isThenable(value: unknown): boolean {
  return isPromise(value) || typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
