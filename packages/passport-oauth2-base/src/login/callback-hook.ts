import { isPromise } from 'node:util/types';
import { ProviderError } from '../errors/provider-error';
import type { CallStore } from '../state/passport-store';
import { asError } from './application-error';
import type { LoginStrategy } from './login-strategy';

/** A node callback. */
export type Done = (error: unknown, ...values: unknown[]) => void;

type HookOwner = Pick<LoginStrategy, 'client'>;

/** Strategies whose application was warned of a rejection that came too late. */
const warned = new WeakSet<object>();

/**
 * Calls a function of the application that answers by a callback. Only the first call of the callback counts. If the
 * function is asynchronous, its rejection counts, and its value does not. If its promise has settled and the callback
 * is still not called after the client's `timeout`, the call fails.
 *
 * @param name - the function, for the error
 * @throws ProviderError `hook_unanswered`, or what the function threw
 */
export function byCallback<Value>(
  owner: HookOwner,
  name: string,
  run: (done: Done) => unknown,
  read: (values: readonly unknown[]) => Value,
): Promise<Value> {
  const { declaration, options } = owner.client;
  return new Promise((resolve, reject) => {
    const done: Done = (error, ...values) => {
      answered = true;
      if (error) return reject(asError(error, declaration));
      try {
        resolve(read(values));
      } catch (failed) {
        reject(failed);
      }
    };
    let answered = false;
    const returned = run(done);
    // A thenable that is not a promise may be a query that runs when it is awaited.
    if (!isPromise(returned)) return;
    Promise.resolve(returned).then(
      () => {
        if (answered) return;
        const unanswered = (): void =>
          reject(new ProviderError('hook_unanswered', { provider: declaration, detail: `\`${name}\`` }));
        setTimeout(unanswered, options.timeout ?? 10_000).unref();
      },
      (error: unknown) => {
        if (answered) warnOfLateError(owner, name);
        else reject(asError(error, declaration));
      },
    );
  });
}

/** Calls the methods of the application's store for logins of this strategy. */
export function storeCalls(owner: HookOwner): CallStore {
  return (name, run, read) => byCallback(owner, name, run, read);
}

/** A rejection after the answer has no caller left. The application is told once. */
export function warnOfLateError({ client }: HookOwner, name: string): void {
  if (warned.has(client)) return;
  warned.add(client);
  const { title } = client.declaration;
  process.emitWarning(
    `${title}: \`${name}\` called its callback and rejected afterwards. The rejection was ignored.`,
    'PassportStrategyWarning',
  );
}
