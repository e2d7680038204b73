import type { AnyStateStore, LoginRequest, StoreMeta } from '../passport-oauth2';

type Callback = (error: unknown, ...values: unknown[]) => void;
type AnyMethod = (...args: unknown[]) => void;

/** Has a store keep a login, in the form that its argument count asks for, and gives the handle. */
export function storeState(
  store: AnyStateStore,
  login: { req: LoginRequest; verifier: string; state: unknown; meta: StoreMeta },
): Promise<string | undefined> {
  const { req, verifier, state, meta } = login;
  const forms: Record<number, unknown[]> = {
    5: [req, verifier, state, meta],
    4: [req, state, meta],
    3: [req, meta],
  };
  return call(store, 'store', forms[store.store.length] ?? [req], ([handle]) =>
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
): Promise<StateVerdict> {
  const { req, handle, meta } = login;
  const args = store.verify.length === 4 ? [req, handle, meta] : [req, handle];
  return call(store, 'verify', args, ([ok, state]) =>
    ok
      ? { accepted: true, verifier: typeof ok === 'string' ? ok : undefined, state }
      : { accepted: false, challenge: state },
  );
}

function call<Value>(
  store: AnyStateStore,
  method: 'store' | 'verify',
  args: readonly unknown[],
  read: (values: readonly unknown[]) => Value,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const done: Callback = (error, ...values) => {
      if (error) reject(error);
      else resolve(read(values));
    };
    (store[method] as AnyMethod).call(store, ...args, done);
  });
}
