import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { PageError } from './problem';

/** The token in every form of this session. A login begins a new session with a new token. */
export function csrfTokenOf(req: Request): string {
  return (req.session.csrfToken ??= randomBytes(24).toString('base64url'));
}

/** Accepts a POST only from a form of this session. */
export function requireCsrfToken(req: Request, _res: Response, next: NextFunction): void {
  const expected = req.session.csrfToken;
  const given: unknown = (req.body as Record<string, unknown> | undefined)?.['csrfToken'];
  if (expected !== undefined && typeof given === 'string' && equal(given, expected)) return next();
  next(
    // The entries are not kept: a form that another site posts must not fill in this one.
    new PageError({
      status: 403,
      title: 'This form is out of date',
      happened:
        'The form was made for another session than the one that your browser has now. Nothing was changed.',
      why: 'The page may have been open during another sign-in. Another site may also have sent the form for you.',
      next: 'Go back, reload the page and try again.',
    }),
  );
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
