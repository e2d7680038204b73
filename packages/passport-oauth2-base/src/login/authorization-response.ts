import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { asObject } from '../lib/json';
import type { LoginRequest } from '../passport-oauth2';

/** What a service sends to the callback (RFC 6749 §4.1.2, RFC 9207 §2). Others are ignored. */
const names = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'] as const;

/** In characters. Longer than any service's code, and short enough for a URL. */
const maxLength = 16_384;

/** The recognised parameters of an authorization response. */
export type CallbackParameters = { readonly [name in (typeof names)[number]]?: string };

/** What a request is: the start of a login, a service's response, or a malformed response. */
export type AuthorizationResponse =
  | { readonly kind: 'start' }
  | { readonly kind: 'callback'; readonly parameters: CallbackParameters }
  | { readonly kind: 'malformed' };

/**
 * Distinguishes a callback from the start of a login by passport-oauth2's rule: a callback has a code or an error.
 * A `state` alone is a callback, too, if it looks like one of our handles: some services return without an error.
 *
 * Parameters are read from the query, or from the body of a form post; the two are never mixed. Each must be text and
 * occur once (RFC 6749 §3.1).
 */
export function readAuthorizationResponse(req: LoginRequest): AuthorizationResponse {
  const query = parsedQuery(req);
  const posted = req.method !== 'GET' && req.method !== 'HEAD' ? asObject(req.body) : undefined;
  const inQuery = isAuthorizationResponse(query);
  const inBody = posted !== undefined && isAuthorizationResponse(posted);
  if (!inQuery && !inBody) return { kind: 'start' };
  if (inQuery && inBody) return { kind: 'malformed' };

  const source = inQuery ? query : (posted as Record<string, unknown>);
  const parameters: Record<string, string> = {};
  for (const name of names) {
    const value = memberOf(source, name);
    if (value === undefined || value === '') continue;
    if (typeof value !== 'string' || value.length > maxLength || /\p{Surrogate}/u.test(value)) {
      return { kind: 'malformed' };
    }
    parameters[name] = value;
  }
  return { kind: 'callback', parameters };
}

function isAuthorizationResponse(source: Readonly<Record<string, unknown>>): boolean {
  const state = memberOf(source, 'state');
  return (
    Boolean(memberOf(source, 'code')) ||
    Boolean(memberOf(source, 'error')) ||
    (typeof state === 'string' && /^[\w-]{43}$/.test(state))
  );
}

function memberOf(source: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/**
 * Refuses requests that no person made: a mail scanner's HEAD or a browser's prefetch would use up the login of the
 * person who comes after it. Such a request stores nothing and uses nothing up.
 *
 * @throws ProviderError `head_request` or `prefetch_request`
 */
export function refuseAutomatedRequest(
  { method, headers }: LoginRequest,
  provider: ErrorContext['provider'],
): void {
  if (method === 'HEAD') throw new ProviderError('head_request', { provider });
  const purposes = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose))) {
    throw new ProviderError('prefetch_request', { provider });
  }
}

/**
 * Whether a request brings a form that no middleware has parsed: `body` is missing, or empty although something was
 * sent. A parser for another type leaves `{}` in Express 4, and text or bytes come from `express.text()` and
 * `express.raw()`.
 */
export function hasUnparsedForm({ method, headers, body }: LoginRequest): boolean {
  const isForm = /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(
    String(headers['content-type'] ?? ''),
  );
  const isSent = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  return method === 'POST' && isForm && isSent && !hasMembers(body);
}

/**
 * The query as an object. Express' parser may be switched off, and a host may give a URLSearchParams or a Map: if
 * `req.query` has no member of its own, the URL counts.
 */
function parsedQuery(req: LoginRequest): Readonly<Record<string, unknown>> {
  if (hasMembers(req.query)) return req.query;
  const { originalUrl } = req as { originalUrl?: unknown };
  const source = [req.url, originalUrl].find((url) => typeof url === 'string' && url.includes('?'));
  return queryOf(source as string | undefined);
}

function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  const object = asObject(value);
  return object !== undefined && !ArrayBuffer.isView(object) && Object.keys(object).length > 0;
}

/** Parses the query of a URL. A parameter that occurs several times becomes a list. */
function queryOf(url: string | undefined): Record<string, unknown> {
  const parsed: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const start = url?.indexOf('?') ?? -1;
  if (url === undefined || start < 0) return parsed;
  for (const [name, value] of new URLSearchParams(url.slice(start))) {
    const before = parsed[name];
    parsed[name] = before === undefined ? value : [before, value].flat();
  }
  return parsed;
}
