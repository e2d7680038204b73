import { timingSafeEqual } from 'node:crypto';
import type { ErrorReason } from '../errors/catalogue';
import { describe, ProviderError, type ErrorContext } from '../errors/provider-error';
import { asObject } from '../json';
import type {
  LoginRequest,
  StateStore,
  StoreMeta,
  StoredCallback,
  VerifiedCallback,
} from '../passport-oauth2';
import { randomText, sha256 } from './pkce';
import { UsedHandles } from './used-handles';

/** How long a login may take, in milliseconds. */
const lifetime = 10 * 60 * 1000;
/** How many logins may be pending in one session. */
const mostLogins = 5;
/** How many characters of JSON they may take together: a cookie session has 4 KB for everything. */
const mostCharacters = 1_536;

/** One pending login, as it stands in the session. */
interface LoginRecord {
  readonly handle: string;
  readonly verifier: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Digest of what must be the same at the callback: provider, client, callback URL, issuer. */
  readonly binding: string;
  readonly state?: unknown;
}

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
 * At most 5 logins and 1.5 KB are pending; the oldest gives way. Logins that begin at the same moment in one
 * session may lose one another where the session store is asynchronous: express-session writes whole sessions.
 */
export function sessionStore(options: SessionStoreOptions = {}): StateStore {
  return new SessionStore(options.key);
}

class SessionStore implements StateStore {
  private readonly used = new UsedHandles(lifetime);

  constructor(private readonly key: string | undefined) {}

  store(req: LoginRequest, verifier: string, state: unknown, meta: StoreMeta, done: StoredCallback): void {
    const session = asObject(req.session) as Record<string, unknown> | undefined;
    if (!session) return done(new ProviderError('session_missing', contextOf(meta)));
    const record: LoginRecord = {
      handle: randomText(),
      verifier,
      startedAt: Date.now(),
      binding: bindingOf(meta),
      ...(state === undefined ? {} : { state }),
    };
    session[this.keyFor(meta)] = newest([...this.pending(session, meta), record]);
    done(null, record.handle);
  }

  verify(req: LoginRequest, handle: string, meta: StoreMeta, done: VerifiedCallback): void {
    const session = asObject(req.session) as Record<string, unknown> | undefined;
    if (!session) return done(new ProviderError('session_missing', contextOf(meta)));
    const pending = this.pending(session, meta);
    const record = handle ? pending.find((candidate) => equal(candidate.handle, handle)) : undefined;
    const reason = this.objection(req, session, pending, record, handle, meta);

    // Whatever comes of it, a handle that was presented is used up; a wrong one touches no login.
    if (record) {
      this.used.add(handle);
      const rest = pending.filter((candidate) => candidate !== record);
      if (rest.length > 0) session[this.keyFor(meta)] = rest;
      else delete session[this.keyFor(meta)];
    }
    if (reason) {
      const { message, details } = describe(reason, contextOf(meta));
      return done(null, false, { message, ...details });
    }
    done(null, record?.verifier, record?.state);
  }

  /** Why a callback cannot be accepted, or nothing. */
  private objection(
    req: LoginRequest,
    session: Readonly<Record<string, unknown>>,
    pending: readonly LoginRecord[],
    record: LoginRecord | undefined,
    handle: string,
    meta: StoreMeta,
  ): ErrorReason | undefined {
    if (!handle) return 'state_missing';
    if (this.used.has(handle)) return 'state_used';
    if (!record) {
      if (req.headers.cookie === undefined) return 'session_cookie_missing';
      const isSignedIn = asObject(session['passport'])?.['user'] !== undefined;
      return isSignedIn && pending.length === 0 ? 'session_regenerated' : 'state_unknown';
    }
    if (Date.now() - record.startedAt > lifetime) return 'state_expired';
    return record.binding === bindingOf(meta) ? undefined : 'state_foreign';
  }

  /** The pending logins of a session. The session may be a cookie, so nothing in it is taken for granted. */
  private pending(session: Readonly<Record<string, unknown>>, meta: StoreMeta): readonly LoginRecord[] {
    const kept = session[this.keyFor(meta)];
    return Array.isArray(kept) ? kept.filter(isRecord) : [];
  }

  private keyFor(meta: StoreMeta): string {
    return this.key ?? `oauth2:${meta.provider ?? new URL(meta.authorizationURL).hostname}:${meta.clientID}`;
  }
}

/** The newest records that fit; the last one always does. */
function newest(records: readonly LoginRecord[]): readonly LoginRecord[] {
  let kept = records.slice(-mostLogins);
  while (kept.length > 1 && JSON.stringify(kept).length > mostCharacters) kept = kept.slice(1);
  return kept;
}

function isRecord(value: unknown): value is LoginRecord {
  const record = asObject(value);
  return (
    record !== undefined &&
    typeof record['handle'] === 'string' &&
    typeof record['verifier'] === 'string' &&
    typeof record['startedAt'] === 'number' &&
    typeof record['binding'] === 'string'
  );
}

function bindingOf({ provider, clientID, callbackURL, authorizationURL, issuer }: StoreMeta): string {
  return sha256(JSON.stringify([provider ?? authorizationURL, clientID, callbackURL, issuer ?? null])).slice(
    0,
    22,
  );
}

function equal(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

function contextOf(meta: StoreMeta): ErrorContext {
  const name = meta.provider ?? 'oauth2';
  return { provider: { name, title: meta.title ?? name } };
}
