import type { ErrorReason, Fault } from 'passport-oauth2-base';
import { apiWordsOf } from './api-words';

/** A link that looks like a button. */
export interface Link {
  readonly href: string;
  readonly label: string;
}

/** A failure as people read it. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly happened: string;
  readonly whose: string;
  readonly next: string;
  /** Whether a new sign-in is the remedy. */
  readonly signInAgain?: boolean | undefined;
  /** Where to go on. Default: where the service's sign-in, or its page, begins. */
  readonly action?: Link | undefined;
  /** Seconds after which the same may succeed. */
  readonly retryAfter?: number | undefined;
  /** For whoever runs the application: names and values. */
  readonly details?: readonly (readonly [name: string, value: string])[] | undefined;
}

/** A failure of this application's own, with its words. */
export class PageError extends Error {
  /** @param cause - what failed, for the log; without one, there is nothing to log */
  constructor(
    readonly problem: Problem,
    cause?: unknown,
  ) {
    super(problem.title, { cause });
  }
}

/** A login that ended in `fail()`: what Passport calls `info` has the reason. */
export class LoginRefused extends Error {
  readonly status: number;

  constructor(info: unknown, status: number | undefined) {
    super('The login was refused');
    Object.assign(this, info);
    this.status = status ?? (this.reasonIs('access_denied') ? 403 : 401);
  }

  private reasonIs(reason: ErrorReason): boolean {
    return (this as { reason?: unknown }).reason === reason;
  }
}

/** What the strategies put on their errors, and into `info` of a refused login. */
interface Explained {
  readonly message: string;
  readonly reason: ErrorReason;
  readonly fault: Fault;
  readonly hint: string;
  /** What this application answers with. */
  readonly status: number;
  readonly code?: string;
  readonly endpoint?: string;
  readonly statusCode?: number;
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/**
 * The words for any failure. What no strategy has explained may be a defect of this application: its message is for
 * the log only.
 *
 * @param service - the service's name for people, where the failure has to do with one
 */
export function problemOf(error: unknown, service: string): Problem {
  if (error instanceof PageError) return error.problem;
  if (isExplained(error)) return explain(error, service);
  const status = (error as { status?: unknown } | null | undefined)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500) return badRequest(status);
  return {
    status: 500,
    title: 'Something went wrong here',
    happened: 'This application could not finish what you asked for.',
    whose: 'This application’s. Whoever runs it finds the details in its log.',
    next: 'Try again in a moment.',
  };
}

function isExplained(error: unknown): error is Explained {
  const { reason, fault, hint, status } = (error ?? {}) as Partial<Record<keyof Explained, unknown>>;
  return [reason, fault, hint].every((text) => typeof text === 'string') && typeof status === 'number';
}

function explain(error: Explained, service: string): Problem {
  const words = error.endpoint === 'api' ? apiWordsOf(error, service) : undefined;
  if (words) {
    const { status, retryAfter } = error;
    return { status, happened: sentence(error), retryAfter, ...words, details: detailsOf(error) };
  }
  // A TokenError is passport-oauth2's: the service's own words, and 500. What it wraps says whose doing it was.
  const source = isExplained(error.cause) ? error.cause : error;
  const { happened = sentence(source), ...others } = wordsOf(error, service);
  return { status: source.status, happened, ...others, details: detailsOf(error) };
}

type Words = Pick<Problem, 'title' | 'whose' | 'next'> & { readonly happened?: string };

function wordsOf({ reason, fault }: Explained, service: string): Words {
  if (reason === 'access_denied') {
    return {
      title: 'You stayed signed out',
      happened: `${service} says that the request was declined, so nobody was signed in.`,
      whose: 'Yours, and that is fine: nothing was shared, and nothing is broken.',
      next: `Sign in with ${service} again whenever you like, or choose another service.`,
    };
  }
  const byFault: Readonly<Record<Fault, Words>> = {
    user: {
      title: 'The sign-in did not finish',
      whose: 'Your browser’s: it may block cookies, or the sign-in was left open for too long.',
      next: 'Start again from here. Nothing was changed.',
    },
    provider: {
      title: `${service} did not answer as it should`,
      whose: `${service}’s, or the connection’s. You did nothing wrong.`,
      next: 'Try again in a moment. If it happens again, show the details below to whoever runs this site.',
    },
    tampering: {
      title: 'Stopped, to keep you safe',
      whose:
        'Of whoever made the address that you opened: it belongs to no sign-in that this browser began. An old link or a reloaded page does that, too.',
      next: 'Start the sign-in here, and only here. Nobody was signed in.',
    },
    configuration: {
      title: `Signing in with ${service} is not set up properly`,
      whose: 'This site’s. You did nothing wrong.',
      next: 'Whoever runs this site finds the remedy in the details below.',
    },
  };
  return byFault[fault];
}

/** The message without the hint at its end, which is for developers. */
function sentence({ message, hint }: Explained): string {
  return message.endsWith(hint) ? message.slice(0, -hint.length).trim() : message;
}

function detailsOf(error: Explained): NonNullable<Problem['details']> {
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['Reason', error.reason],
    ['Hint', error.hint],
    ['Endpoint', error.endpoint],
    ['Status of the service', error.statusCode],
    ['Code of the service', error.code],
    ['Wait', error.retryAfter === undefined ? undefined : `${error.retryAfter} s`],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]));
}

function badRequest(status: number): Problem {
  return {
    status,
    title: 'That request made no sense here',
    happened: 'The server could not read what the browser sent.',
    whose: 'Mostly a broken link or form.',
    next: 'Go back to the start.',
  };
}

/** Nothing lives at this address. */
export function notFound(): PageError {
  return new PageError({
    status: 404,
    title: 'There is nothing here',
    happened: 'This address belongs to no page and to no service.',
    whose: 'Mostly a mistyped or an old link.',
    next: 'Go back to the start.',
  });
}
