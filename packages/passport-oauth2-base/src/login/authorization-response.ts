import { asObject } from '../lib/json';
import type { LoginRequest } from '../passport-oauth2';

/** What a service sends to the callback (RFC 6749 §4.1.2, RFC 9207 §2). Others are ignored. */
const names = ['code', 'state', 'iss', 'error', 'error_description', 'error_uri'] as const;

/** Longer than any service's code, and short enough for a URL. */
const longest = 16_384;

/** The recognised parameters of an authorization response. */
export type CallbackParameters = { readonly [name in (typeof names)[number]]?: string };

/** What a request is: the start of a login, a service's answer, or an answer that nobody may send like that. */
export type AuthorizationResponse =
  | { readonly kind: 'start' }
  | { readonly kind: 'callback'; readonly parameters: CallbackParameters }
  | { readonly kind: 'malformed' };

/**
 * Tells a callback from the start of a login, by passport-oauth2's rule: it has a code or an error. A `state` alone
 * is a callback, too, when it looks like a handle of ours: that is how a service comes back that says nothing.
 *
 * Parameters are read from the query, or from the body of a form post; the two are never mixed. Each must be text and
 * occur once (RFC 6749 §3.1).
 */
export function readAuthorizationResponse(req: LoginRequest): AuthorizationResponse {
  const query = asObject(req.query) ?? queryOf(req.url);
  const posted = req.method !== 'GET' && req.method !== 'HEAD' ? asObject(req.body) : undefined;
  const inQuery = isAnswer(query);
  const inBody = posted !== undefined && isAnswer(posted);
  if (!inQuery && !inBody) return { kind: 'start' };
  if (inQuery && inBody) return { kind: 'malformed' };

  const source = inQuery ? query : (posted as Record<string, unknown>);
  const parameters: Record<string, string> = {};
  for (const name of names) {
    const value = own(source, name);
    if (value === undefined || value === '') continue;
    if (typeof value !== 'string' || value.length > longest || /\p{Surrogate}/u.test(value)) {
      return { kind: 'malformed' };
    }
    parameters[name] = value;
  }
  return { kind: 'callback', parameters };
}

function isAnswer(source: Readonly<Record<string, unknown>>): boolean {
  const state = own(source, 'state');
  return (
    Boolean(own(source, 'code')) ||
    Boolean(own(source, 'error')) ||
    (typeof state === 'string' && /^[\w-]{43}$/.test(state))
  );
}

function own(source: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** Without Express nobody has parsed the query. */
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
