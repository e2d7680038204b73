import type { NextFunction, Request, Response } from 'express';

const headers = {
  // No script at all, and no inline style: even HTML that slipped through the escaping could do nothing.
  'Content-Security-Policy':
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  // The address of a callback holds a code: no other site gets to see it.
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Pages and redirects belong to one person. The style sheet overrides this.
  'Cache-Control': 'no-store',
};

/** Sets the headers that protect every answer. */
export function securityHeaders(_req: Request, res: Response, next: NextFunction): void {
  res.set(headers);
  next();
}
