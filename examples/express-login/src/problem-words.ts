import type { ErrorReason, Fault } from 'passport-oauth2-base';
import { apiWordsOf } from './api-words';
import { loginWordsOf } from './login-words';
import { PageError, type Problem } from './problem';

/** A login that ended in `fail()`. Passport's `info` has the reason. */
export class LoginRefused extends Error {
  readonly status: number;

  constructor(info: unknown, status: number | undefined) {
    super('The login was refused');
    Object.assign(this, info);
    this.status = status ?? (reasonOf(this) === 'access_denied' ? 403 : 401);
  }
}

/** The members that the strategies put on their errors, and into the `info` of a refused login. */
interface Explained {
  readonly reason: ErrorReason;
  readonly fault: Fault;
  readonly status: number;
  readonly code?: string;
  readonly endpoint?: string;
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/**
 * The words for any failure. They are this application's own: the message and the hint of the error are for the
 * operator, and may name settings.
 *
 * @param service - the service's name for people
 */
export function problemOf(error: unknown, service: string): Problem {
  if (error instanceof PageError) return error.problem;
  if (isExplained(error)) return explain(error, service);
  const status = (error as { status?: unknown } | null | undefined)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500) return badRequest(status);
  return {
    status: 500,
    title: 'Something went wrong here',
    happened: 'This site could not finish your request.',
    why: 'It is an error of this site. You did nothing wrong.',
    next: 'Try again in a moment.',
  };
}

/** The person's own decision, and access that ended with time, are no news for the operator. */
const everyday: ReadonlySet<unknown> = new Set<ErrorReason>(['access_denied', 'access_token_refused']);

/** Whether a failure belongs in the log. */
export function concernsOperator(error: unknown, { status }: Problem): boolean {
  const reason = reasonOf(error);
  return reason === undefined ? status >= 500 : !everyday.has(reason);
}

function reasonOf(error: unknown): unknown {
  return (error as { reason?: unknown } | null | undefined)?.reason;
}

function isExplained(error: unknown): error is Explained {
  const { reason, fault, status } = (error ?? {}) as Partial<Record<keyof Explained, unknown>>;
  return [reason, fault].every((text) => typeof text === 'string') && typeof status === 'number';
}

function explain(error: Explained, service: string): Problem {
  const { reason, code, retryAfter } = error;
  const apiWords = error.endpoint === 'api' ? apiWordsOf(error, service) : undefined;
  if (apiWords) return { status: error.status, reason, code, retryAfter, ...apiWords };
  // passport-oauth2's TokenError always has the status 500. The error that it wraps has the right one.
  const { status } = isExplained(error.cause) ? error.cause : error;
  return { status, reason, code, retryAfter, ...loginWordsOf(error, service) };
}

function badRequest(status: number): Problem {
  return {
    status,
    title: 'This request cannot be read',
    happened: 'The server could not read the request of your browser.',
    why: 'A link or a form may be broken.',
    next: 'Go back to the start.',
  };
}
