import { asText, type JsonObject } from '../lib/json';
import { scopeOf } from './response';

/** What a service says of a token (RFC 7662 §2.2). */
export interface Introspection {
  /** Whether the token is usable now. Nothing else in here counts when it is not. */
  readonly active: boolean;
  readonly scope: readonly string[];
  readonly clientID?: string | undefined;
  readonly tokenType?: string | undefined;
  readonly expiresAt?: Date | undefined;
  readonly issuedAt?: Date | undefined;
  /** The answer as it came. */
  readonly raw: JsonObject;
}

/** Reads an introspection answer. Only `active: true` means active; times may be epoch seconds or ISO 8601. */
export function readIntrospection(raw: JsonObject): Introspection {
  const expiresAt = timeOf(raw['exp']);
  const isOver = expiresAt !== undefined && expiresAt.getTime() <= Date.now();
  return {
    active: raw['active'] === true && !isOver,
    scope: scopeOf(raw['scope'], ' ') ?? [],
    clientID: asText(raw['client_id']),
    tokenType: asText(raw['token_type']),
    expiresAt,
    issuedAt: timeOf(raw['iat']),
    raw,
  };
}

/** A moment, from epoch seconds (RFC 7662) or from ISO 8601 text (Kopo Kopo). */
function timeOf(value: unknown): Date | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const isSeconds = typeof value === 'number' || /^\s*\d{1,12}\s*$/.test(value);
  const time = new Date(isSeconds ? Number(value) * 1000 : value);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
