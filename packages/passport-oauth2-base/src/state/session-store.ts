import type { ErrorReason } from '../errors/catalogue';
import { ProviderError } from '../errors/provider-error';
import { asObject } from '../lib/json';
import type {
  LoginRequest,
  StateStore,
  StoreMeta,
  StoredCallback,
  VerifiedCallback,
} from '../passport-oauth2';
import {
  loginLifetime,
  newRecord,
  replayKey,
  refusalReason,
  refuse,
  sameHandle,
  storeContext,
  type LoginRecord,
} from './login-record';
import type { PendingLogins } from './pending-logins';
import { ReplayCache } from './replay-cache';
import { addRecord, readRecords, sessionOf, writeRecords } from './session-records';

/** Options of {@link sessionStore}. */
export interface SessionStoreOptions {
  /** The session member that holds pending logins. Default: `oauth2:<provider>:<client id>`. */
  readonly key?: string | undefined;
}

/**
 * Keeps pending logins in the session: one record per login, found by its handle, used once, for ten minutes. The
 * default of every strategy. It has passport-oauth2's store interface, so it works with any passport-oauth2
 * strategy that uses PKCE.
 *
 * At most 5 logins of a strategy are pending, and 2 KB of logins of all strategies; the oldest gives way. Logins that begin at the same moment in one
 * session may lose one another where the session store is asynchronous: express-session writes whole sessions.
 */
export function sessionStore(options: SessionStoreOptions = {}): StateStore {
  return new SessionStore(options.key);
}

class SessionStore implements StateStore, PendingLogins {
  /** A login may be kept under a handle that is not secret: its provider. */
  readonly findsByProvider = true;
  private readonly used = new ReplayCache(loginLifetime);

  constructor(private readonly key: string | undefined) {}

  store(req: LoginRequest, verifier: string, state: unknown, meta: StoreMeta, done: StoredCallback): void {
    const session = sessionOf(req);
    if (!session) return done(new ProviderError('session_missing', storeContext(meta)));
    const record = newRecord(verifier, state, meta);
    // A caller who manages `state` may begin twice with the same one: the newer login counts.
    const others = this.pending(session, meta).filter(({ handle }) => handle !== record.handle);
    addRecord(session, this.keyFor(meta), others, record);
    done(null, record.handle);
  }

  verify(req: LoginRequest, handle: string, meta: StoreMeta, done: VerifiedCallback): void {
    const session = sessionOf(req);
    if (!session) return done(new ProviderError('session_missing', storeContext(meta)));
    const pending = this.pending(session, meta);
    const record = handle ? pending.find((candidate) => sameHandle(candidate.handle, handle)) : undefined;
    const reason = this.refusalReason(req, session, pending, record, handle, meta);

    // A presented handle is used up, whether or not the login succeeds. An unknown handle changes no login.
    if (record) {
      this.used.add(replayKey(record, meta));
      writeRecords(
        session,
        this.keyFor(meta),
        pending.filter((candidate) => candidate !== record),
      );
    }
    if (reason) return refuse(reason, meta, done);
    done(null, record?.verifier, record?.state);
  }

  endNewest(req: LoginRequest, meta: StoreMeta): boolean {
    const session = sessionOf(req) ?? {};
    const pending = this.pending(session, meta);
    const newest = pending.filter((record) => refusalReason(record, meta) === undefined).at(-1);
    if (newest === undefined) return false;
    this.used.add(replayKey(newest, meta));
    writeRecords(
      session,
      this.keyFor(meta),
      pending.filter((record) => record !== newest),
    );
    return true;
  }

  /** Why a callback cannot be accepted, or nothing. */
  private refusalReason(
    req: LoginRequest,
    session: Readonly<Record<string, unknown>>,
    pending: readonly LoginRecord[],
    record: LoginRecord | undefined,
    handle: string,
    meta: StoreMeta,
  ): ErrorReason | undefined {
    if (!handle) return 'state_missing';
    if (this.used.has(record ? replayKey(record, meta) : handle)) return 'state_used';
    if (record) return refusalReason(record, meta);
    if (req.headers.cookie === undefined) return 'session_cookie_missing';
    const isSignedIn = asObject(session['passport'])?.['user'] !== undefined;
    return isSignedIn && pending.length === 0 ? 'session_regenerated' : 'state_unknown';
  }

  private pending(session: Readonly<Record<string, unknown>>, meta: StoreMeta): readonly LoginRecord[] {
    return readRecords(session, this.keyFor(meta));
  }

  private keyFor(meta: StoreMeta): string {
    return this.key ?? `oauth2:${meta.provider ?? new URL(meta.authorizationURL).hostname}:${meta.clientID}`;
  }
}
