import { sha256 } from '../lib/digest';
import type { LoginRequest, StoreMeta } from '../passport-oauth2';
import { isExpired, loginLifetime } from './login-record';

/** How many bytes the login cookies of an application may take together in a `Cookie` header, names included. */
const maxBytes = 4_096;

/** Of the handle's digest in the name, in characters. */
const digestLength = 16;

/** The methods of `http.ServerResponse` that set a cookie. */
export interface NodeResponse {
  getHeader(name: string): unknown;
  setHeader(name: string, value: string[]): unknown;
}

/** The methods of Fastify's reply that set a cookie. Its `header` adds to the cookies that are set already. */
export interface FastifyReply {
  getHeader(name: string): unknown;
  removeHeader(name: string): unknown;
  header(name: string, value: string[]): unknown;
}

/** What sets a cookie: an `http.ServerResponse`, Express' response, or Fastify's reply. */
export type CookieResponse = NodeResponse | FastifyReply;

/** A cookie of a pending login, of any strategy and of any application on this host. */
export interface LoginCookie {
  readonly name: string;
  readonly sealed: string;
  /** Milliseconds since 1970, from the name: it can be read without the key. */
  readonly startedAt: number;
}

/**
 * The name of a login's cookie: provider, client, start time, handle. `__Host-` makes browsers refuse the cookie from
 * a sub-domain and without TLS (RFC 6265bis §4.1.3.2).
 */
export function cookieName(handle: string, startedAt: number, meta: StoreMeta): string {
  return `${cookiePrefix(meta)}${startedAt.toString(36)}-${handleDigest(handle)}`;
}

/** Login cookies of a request, newest first. */
export function loginCookies(req: LoginRequest): readonly LoginCookie[] {
  const header = req.headers.cookie;
  const pairs = (Array.isArray(header) ? header.join('; ') : (header ?? '')).split(';');
  const cookies = new Map<string, LoginCookie>();
  for (const pair of pairs) {
    const [, name = '', time = '', sealed = ''] =
      /^\s*((?:__Host-)?login-[\w-]+-[\w-]{6}-([0-9a-z]{1,11})-[\w-]{16})=(.*?)\s*$/.exec(pair) ?? [];
    if (name !== '') cookies.set(name, { name, sealed, startedAt: parseInt(time, 36) });
  }
  return [...cookies.values()].sort((a, b) => b.startedAt - a.startedAt);
}

/** Those of a strategy's cookies that may hold the login of a handle. */
export function cookiesOfHandle(
  cookies: readonly LoginCookie[],
  handle: string,
  meta: StoreMeta,
): readonly LoginCookie[] {
  return cookies.filter((cookie) => cookie.name === cookieName(handle, cookie.startedAt, meta));
}

/** Those of a strategy's cookies. */
export function cookiesOfStrategy(cookies: readonly LoginCookie[], meta: StoreMeta): readonly LoginCookie[] {
  const prefix = cookiePrefix(meta);
  return cookies.filter(({ name, startedAt }) => {
    const beginning = `${prefix}${startedAt.toString(36)}-`;
    return name.startsWith(beginning) && name.length === beginning.length + digestLength;
  });
}

/**
 * The cookies that must go to make room for a new one: expired ones, and the oldest. Only the time in the name counts,
 * because two applications on one host cannot open each other's cookies.
 */
export function crowdedOut(
  cookies: readonly LoginCookie[],
  newest: { readonly name: string; readonly sealed: string },
): readonly LoginCookie[] {
  let bytes = sizeOf(newest);
  return cookies.filter((cookie) => {
    if (isExpired(cookie.startedAt)) return true;
    bytes += sizeOf(cookie);
    return bytes > maxBytes;
  });
}

/** Sets the cookie of a login, beside what the application sets. */
export function setLoginCookie(response: CookieResponse, name: string, sealed: string): void {
  setCookie(response, name, sealed, loginLifetime / 1_000);
}

/** Removes the cookie of a login from the browser. */
export function clearLoginCookie(response: CookieResponse, name: string): void {
  setCookie(response, name, '', 0);
}

function setCookie(response: CookieResponse, name: string, value: string, maxAge: number): void {
  const secure = name.startsWith('__Host-') ? '; Secure' : '';
  const line = `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`;
  const before = [response.getHeader('Set-Cookie') ?? []].flat().map(String);
  const lines = [...before.filter((other) => !other.startsWith(`${name}=`)), line];
  if ('setHeader' in response) return void response.setHeader('Set-Cookie', lines);
  response.removeHeader('Set-Cookie');
  response.header('Set-Cookie', lines);
}

/** With `; ` before it, as in a `Cookie` header. */
function sizeOf({ name, sealed }: { readonly name: string; readonly sealed: string }): number {
  return name.length + 1 + sealed.length + 2;
}

function cookiePrefix({ callbackURL, provider = 'oauth2', clientID }: StoreMeta): string {
  const host = callbackURL.startsWith('https:') ? '__Host-' : '';
  return `${host}login-${provider.replace(/[^\w-]/g, '_')}-${sha256(clientID).slice(0, 6)}-`;
}

function handleDigest(handle: string): string {
  return sha256(handle).slice(0, digestLength);
}
