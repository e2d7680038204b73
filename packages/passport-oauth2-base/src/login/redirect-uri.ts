import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { isAbsolute, isSafeURL } from '../lib/url';
import type { LoginRequest } from '../passport-oauth2';

/**
 * The absolute callback URL of a login. A relative one is resolved against the request, as in passport-oauth2:
 * `X-Forwarded-*` count only behind a trusted proxy (the `proxy` option, or Express' `trust proxy`).
 *
 * @throws ProviderError `callback_url_missing`, `callback_url_insecure` or `host_not_allowed`
 */
export function callbackURLOf(
  req: LoginRequest,
  callbackURL: string | undefined,
  { trustProxy, allowedHosts }: { trustProxy: boolean; allowedHosts: readonly string[] | undefined },
  provider: ErrorContext['provider'],
): string {
  if (!callbackURL) throw new ProviderError('callback_url_missing', { provider });
  if (isAbsolute(callbackURL)) {
    if (!URL.canParse(callbackURL) || callbackURL.includes('#') || !isSafeURL(new URL(callbackURL))) {
      throw new ProviderError('callback_url_insecure', { provider });
    }
    return callbackURL;
  }
  const base = requestURL(req, trustProxy || trustsSender(req));
  const resolved =
    base !== undefined && URL.canParse(callbackURL, base) ? new URL(callbackURL, base) : undefined;
  if (!resolved || resolved.hash !== '' || !isSafeURL(resolved))
    throw new ProviderError('callback_url_insecure', { provider });
  if (allowedHosts && !allowedHosts.some((host) => isHostOf(resolved, host))) {
    throw new ProviderError('host_not_allowed', { provider });
  }
  return resolved.href;
}

/** Compares as URLs do: in lower case, and without the scheme's own port. */
function isHostOf(url: URL, host: string): boolean {
  const origin = `${url.protocol}//${host}`;
  return URL.canParse(origin) && new URL(origin).host === url.host;
}

/**
 * Whether a request came to the path of a callback URL. A trailing slash, letter case and percent-encoding do not
 * count, as in Express' router. A proxy may have removed a prefix: then the request's path is the end of the callback's.
 */
export function isCallbackPath(req: LoginRequest, callbackURL: string): boolean {
  const path = comparablePath(originalURL(req));
  const expected = comparablePath(new URL(callbackURL).pathname);
  return path === expected || (path !== '' && expected.endsWith(path));
}

/** A path without query, trailing slashes, escapes and letter case. It begins with a slash, or is empty. */
function comparablePath(url: string): string {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return decoded(path).replace(/\/+$/, '').toLowerCase();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The URL of the request, or nothing if it has no `Host`. */
function requestURL(req: LoginRequest, trusted: boolean): string | undefined {
  const forwardedProtocol = trusted ? first(req.headers['x-forwarded-proto'])?.toLowerCase() : undefined;
  const protocol = socketOf(req)?.encrypted || forwardedProtocol === 'https' ? 'https' : 'http';
  const host = (trusted && first(req.headers['x-forwarded-host'])) || first(req.headers.host);
  return host ? `${protocol}://${host}${originalURL(req)}` : undefined;
}

/** The path and query that the browser asked for. A mounted Express router removes its own path from `req.url`. */
function originalURL(req: LoginRequest): string {
  const { originalUrl = req.url } = req as { originalUrl?: unknown };
  return typeof originalUrl === 'string' && originalUrl.startsWith('/') ? originalUrl : '/';
}

interface Socket {
  readonly encrypted?: boolean;
  readonly remoteAddress?: string;
}

function socketOf(req: LoginRequest): Socket | undefined {
  const { socket, connection } = req as { socket?: Socket; connection?: Socket };
  return socket ?? connection;
}

/** The first of the values that a chain of proxies may have added. */
function first(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim();
}

/** Whether Express trusts whoever sent the request (`trust proxy` may name addresses). */
function trustsSender(req: LoginRequest): boolean {
  const { get } = (req.app ?? {}) as { get?: (this: unknown, name: string) => unknown };
  if (typeof get !== 'function') return false;
  const trusts = get.call(req.app, 'trust proxy fn');
  if (typeof trusts === 'function') {
    return (trusts as (address: string | undefined, hop: number) => boolean)(socketOf(req)?.remoteAddress, 0);
  }
  return Boolean(get.call(req.app, 'trust proxy'));
}
