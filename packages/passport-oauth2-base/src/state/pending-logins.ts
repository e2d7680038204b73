import type { AnyStateStore, LoginRequest, StoreMeta } from '../passport-oauth2';

/** A store that knows which logins are pending in a browser, as both of ours do. */
export interface PendingLogins {
  /** Uses up the newest pending login of a strategy. Returns whether there was one. */
  endNewest(req: LoginRequest, meta: StoreMeta): boolean;
}

/** Uses up the newest pending login of a strategy. A store of the application's own cannot be asked, and has none. */
export function endNewestLogin(store: AnyStateStore, req: LoginRequest, meta: StoreMeta): boolean {
  const { endNewest } = store as Partial<PendingLogins>;
  return typeof endNewest === 'function' && endNewest.call(store, req, meta);
}
