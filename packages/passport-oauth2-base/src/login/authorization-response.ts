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
  const query = asObject(req.query) ?? queryOf(req.url);
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

/** Parses the query, which only Express does for us. */
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
