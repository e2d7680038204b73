import { timingSafeEqual } from 'node:crypto';
import type { ErrorReason } from '../errors/catalogue';
import { describe, type ErrorContext } from '../errors/provider-error';
import { asObject } from '../lib/json';
import type { StoreMeta, VerifiedCallback } from '../passport-oauth2';
import { randomText, sha256 } from '../lib/digest';

/** How long a login may take, in milliseconds. */
export const loginLifetime: number = 10 * 60 * 1000;

/** One pending login, as a store keeps it. */
export interface LoginRecord {
  /** The value of `state` on the wire, by which the login is found. */
  readonly handle: string;
  readonly verifier: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Digest of what must be the same at the callback: provider, its addresses, client, callback URL, issuer. */
  readonly binding: string;
  readonly state?: unknown;
}

/** A record for a login that begins now. */
export function newRecord(verifier: string, state: unknown, meta: StoreMeta): LoginRecord {
  return {
    handle: meta.handle ?? randomText(),
    verifier,
    startedAt: Date.now(),
    binding: bindingOf(meta),
    ...(state === undefined ? {} : { state }),
  };
}

/** Reads a record back. It may come from a cookie, so nothing in it is taken for granted. */
export function asRecord(value: unknown): LoginRecord | undefined {
  const record = asObject(value);
  const isRecord =
    record !== undefined &&
    typeof record['handle'] === 'string' &&
    typeof record['verifier'] === 'string' &&
    typeof record['startedAt'] === 'number' &&
    typeof record['binding'] === 'string';
  return isRecord ? (record as unknown as LoginRecord) : undefined;
}

/** Whether a login has taken too long. A start in the future is no start: it would never end. */
export function isExpired(startedAt: number): boolean {
  return !(Math.abs(Date.now() - startedAt) <= loginLifetime);
}

/** Why a login that was found cannot be finished, or nothing. */
export function refusalReason(record: LoginRecord, meta: StoreMeta): ErrorReason | undefined {
  if (isExpired(record.startedAt)) return 'state_expired';
  return record.binding === bindingOf(meta) ? undefined : 'state_foreign';
}

/** The key that a login is used once by. Several logins may share a fixed handle, but never a verifier. */
export function replayKey(record: LoginRecord, meta: StoreMeta): string {
  return meta.handle === undefined ? record.handle : record.verifier;
}

/** Compares handles in constant time. */
export function sameHandle(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

/** Refuses a callback, in the way of a passport-oauth2 store. */
export function refuse(reason: ErrorReason, meta: StoreMeta, done: VerifiedCallback): void {
  const { message, details } = describe(reason, storeContext(meta));
  done(null, false, { message, ...details });
}

/** Whose login it is, for errors. */
export function storeContext({ provider: name = 'oauth2', title = name }: StoreMeta): ErrorContext {
  return { provider: { name, title } };
}

function bindingOf({
  provider,
  clientID,
  callbackURL,
  authorizationURL,
  tokenURL,
  issuer,
}: StoreMeta): string {
  const bound = [provider ?? null, clientID, callbackURL, authorizationURL, tokenURL, issuer ?? null];
  return sha256(JSON.stringify(bound)).slice(0, 22);
}
