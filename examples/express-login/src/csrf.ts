import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { PageError } from './problem';

/** The token that every form of this session carries. A new session, so a new login, has a new one. */
export function csrfTokenOf(req: Request): string {
  return (req.session.csrfToken ??= randomBytes(24).toString('base64url'));
}

/** Lets a POST pass only if it comes from a form of this session. */
export function requireCsrfToken(req: Request, _res: Response, next: NextFunction): void {
  const expected = req.session.csrfToken;
  const given: unknown = (req.body as Record<string, unknown> | undefined)?.['csrfToken'];
  if (expected !== undefined && typeof given === 'string' && equal(given, expected)) return next();
  next(
    new PageError({
      status: 403,
      title: 'This form is out of date',
      happened: 'The form was not made for the session that your browser has now.',
      whose:
        'Mostly a page that was left open during another sign-in; at worst, another site that posts forms for you.',
      next: 'Go back, reload the page and press the button again. Nothing was changed.',
    }),
  );
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
