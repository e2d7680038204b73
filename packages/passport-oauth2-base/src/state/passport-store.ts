import type { AnyStateStore, LoginRequest, StoreMeta } from '../passport-oauth2';

type AnyMethod = (...args: unknown[]) => unknown;

/** Calls a method of the store that answers by a callback, which is its last argument. */
export type CallStore = <Value>(
  name: string,
  run: (done: unknown) => unknown,
  read: (values: readonly unknown[]) => Value,
) => Promise<Value>;

/** Has a store keep a login, in the form that its argument count asks for, and gives the handle. */
export function storeState(
  store: AnyStateStore,
  login: { req: LoginRequest; verifier: string; state: unknown; meta: StoreMeta },
  callStore: CallStore,
): Promise<string | undefined> {
  const { req, verifier, state, meta } = login;
  const forms: Record<number, unknown[]> = {
    5: [req, verifier, state, meta],
    4: [req, state, meta],
    3: [req, meta],
  };
  const args = forms[store.store.length] ?? [req];
  return callStore('store', callOf(store, 'store', args), ([handle]) =>
    typeof handle === 'string' || typeof handle === 'number' ? String(handle) : undefined,
  );
}

/** Whether a store is of the forms that are not given the application's state. */
export function keepsNoState(store: AnyStateStore): boolean {
  return store.store.length < 4;
}

/** The result of looking up a handle in a store. */
export type StateVerdict =
  | { readonly accepted: true; readonly verifier: string | undefined; readonly state: unknown }
  | { readonly accepted: false; readonly challenge: unknown };

/** Asks a store for the login that a handle belongs to, in the form that its argument count asks for. */
export function verifyState(
  store: AnyStateStore,
  login: { req: LoginRequest; handle: string | undefined; meta: StoreMeta },
  callStore: CallStore,
): Promise<StateVerdict> {
  const { req, handle, meta } = login;
  const args = store.verify.length === 4 ? [req, handle, meta] : [req, handle];
  return callStore('store.verify', callOf(store, 'verify', args), ([ok, state]) =>
    ok
      ? { accepted: true, verifier: typeof ok === 'string' ? ok : undefined, state }
      : { accepted: false, challenge: state },
  );
}

function callOf(
  store: AnyStateStore,
  method: 'store' | 'verify',
  args: readonly unknown[],
): (done: unknown) => unknown {
  return (done) => (store[method] as AnyMethod).call(store, ...args, done);
}
