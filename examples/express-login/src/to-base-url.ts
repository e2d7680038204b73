import type { RequestHandler } from 'express';

/**
 * Redirects other names of this computer to the base URL. `localhost` and `127.0.0.1` are two hosts to a browser: a
 * login that begins on one host comes back to the other one without its cookie. Elsewhere the proxy in front decides
 * which hosts exist.
 */
export function toBaseURL(baseURL: string): RequestHandler {
  const { hostname, host, origin } = new URL(baseURL);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (req, res, next) => {
    const canMove =
      isLoopback && req.originalUrl.startsWith('/') && (req.method === 'GET' || req.method === 'HEAD');
    if (!canMove || req.headers.host === host) return next();
    res.redirect(307, `${origin}${req.originalUrl}`);
  };
}
