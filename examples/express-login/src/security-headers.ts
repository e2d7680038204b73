import type { RequestHandler } from 'express';
import { isHttps } from './environment';

const headers = {
  // No scripts and no inline styles: HTML that slipped through the escaping could do nothing.
  'Content-Security-Policy':
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  // The URL of a callback holds a code, which no other site may see.
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Pages and redirects belong to one person. The static files override this.
  'Cache-Control': 'no-store',
};

/** For a year, browsers use https for this host only. Sent on https only: on http browsers ignore it (RFC 6797 §7.2). */
const httpsOnly = { 'Strict-Transport-Security': 'max-age=31536000' };

/** Sets the headers that protect every response. */
export function securityHeaders(baseURL: string): RequestHandler {
  const all = isHttps(baseURL) ? { ...headers, ...httpsOnly } : headers;
  return (_req, res, next) => {
    res.set(all);
    next();
  };
}
