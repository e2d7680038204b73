import { asObject } from '../lib/json';
import type { LoginRequest } from '../passport-oauth2';
import { asRecord, isExpired, type LoginRecord } from './login-record';

/** How many logins of one strategy may be pending in one session. */
const maxLogins = 5;
/** How many bytes of JSON all pending logins may take together: a cookie session has 4 KB for everything. */
const maxBytes = 2_048;

/** A session, as the store uses it: its members are read and written by name. */
export type Session = Record<string, unknown>;

export function sessionOf(req: LoginRequest): Session | undefined {
  return asObject(req.session);
}

/** The pending logins in a member of a session. */
export function readRecords(session: Readonly<Session>, key: string): readonly LoginRecord[] {
  const kept = session[key];
  return Array.isArray(kept) ? kept.flatMap((value) => asRecord(value) ?? []) : [];
}

export function writeRecords(session: Session, key: string, records: readonly LoginRecord[]): void {
  session[key] = records.length > 0 ? records : undefined;
  // Some sessions write through a Proxy that cannot delete.
  if (records.length === 0) delete session[key];
}

/**
 * Adds a login to a session, and removes others of any strategy if they take too much room: expired ones, then the
 * oldest. The new one always stays.
 */
export function addRecord(
  session: Session,
  key: string,
  others: readonly LoginRecord[],
  record: LoginRecord,
): void {
  writeRecords(session, key, [...others.slice(1 - maxLogins), record]);
  const logins = pendingLogins(session);
  const kept = newest([
    { key, record },
    ...logins
      .filter((login) => login.record !== record && !isExpired(login.record.startedAt))
      .sort((a, b) => b.record.startedAt - a.record.startedAt),
  ]);
  for (const at of new Set(logins.map((login) => login.key))) {
    const records = readRecords(session, at);
    const rest = records.filter((candidate) => kept.has(candidate));
    if (rest.length < records.length) writeRecords(session, at, rest);
  }
}

interface PendingLogin {
  readonly key: string;
  readonly record: LoginRecord;
}

/** The first of these logins, as many as fit, and at least one. */
function newest(logins: readonly PendingLogin[]): ReadonlySet<LoginRecord> {
  const kept = new Set<LoginRecord>();
  const keys = new Set<string>();
  let bytes = '{}'.length;
  for (const { key, record } of logins) {
    bytes += bytesOf(record) + ','.length + (keys.has(key) ? 0 : bytesOf(key) + ':[],'.length);
    if (bytes > maxBytes && kept.size > 0) break;
    kept.add(record);
    keys.add(key);
  }
  return kept;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** All pending logins of a session, recognised by their shape: each strategy may have a `sessionKey` of its own. */
function pendingLogins(session: Readonly<Session>): readonly PendingLogin[] {
  return membersOf(session).flatMap(([key, value]) => {
    const records = Array.isArray(value) ? value.map(asRecord) : [];
    return records.every((record) => record !== undefined) ? records.map((record) => ({ key, record })) : [];
  });
}

/** @fastify/secure-session keeps the members behind `data()`. */
function membersOf(session: Readonly<Session>): readonly [key: string, value: unknown][] {
  const { data } = session;
  const members: unknown = typeof data === 'function' ? data.call(session) : undefined;
  return Object.entries(asObject(members) ?? session);
}
