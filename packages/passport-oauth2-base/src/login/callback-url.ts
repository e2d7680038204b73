import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { isAbsolute, isSafeURL } from '../safe-url';
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
    if (!URL.canParse(callbackURL) || !isSafeURL(new URL(callbackURL))) {
      throw new ProviderError('callback_url_insecure', { provider });
    }
    return callbackURL;
  }
  const base = originOf(req, trustProxy || trustsProxy(req.app));
  const resolved = URL.canParse(callbackURL, base) ? new URL(callbackURL, base) : undefined;
  if (!resolved || !isSafeURL(resolved)) throw new ProviderError('callback_url_insecure', { provider });
  if (allowedHosts && !allowedHosts.some((host) => host.toLowerCase() === resolved.host)) {
    throw new ProviderError('host_not_allowed', { provider });
  }
  return resolved.href;
}

/** The path of a callback URL, to tell whether a request came to it. */
export function isCallbackPath(req: LoginRequest, callbackURL: string): boolean {
  const url = (req as { originalUrl?: unknown }).originalUrl ?? req.url;
  return typeof url === 'string' && url.split('?', 1)[0] === new URL(callbackURL).pathname;
}

function originOf(req: LoginRequest, trusted: boolean): string {
  const socket = (req as { socket?: { encrypted?: boolean } }).socket;
  const connection = socket ?? (req as { connection?: { encrypted?: boolean } }).connection;
  const forwardedProtocol = trusted ? first(req.headers['x-forwarded-proto'])?.toLowerCase() : undefined;
  const protocol = connection?.encrypted || forwardedProtocol === 'https' ? 'https' : 'http';
  const host = (trusted && first(req.headers['x-forwarded-host'])) || first(req.headers.host);
  return `${protocol}://${host ?? ''}${req.url ?? '/'}`;
}

/** The first of the values that a chain of proxies may have added. */
function first(header: string | string[] | undefined): string | undefined {
  return (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim();
}

function trustsProxy(app: unknown): boolean {
  const { get } = (app ?? {}) as { get?: unknown };
  return typeof get === 'function' && Boolean(get.call(app, 'trust proxy'));
}
