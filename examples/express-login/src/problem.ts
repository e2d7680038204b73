/** A link that looks like a button. */
export interface Link {
  readonly href: string;
  readonly label: string;
}

/** A failure, in words for visitors. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly happened: string;
  readonly why: string;
  readonly next: string;
  /** Whether a new sign-in helps. */
  readonly signInAgain?: boolean | undefined;
  /** Where to go on. Default: the service's sign-in, or its page. */
  readonly action?: Link | undefined;
  /** Seconds after which the same request may succeed. */
  readonly retryAfter?: number | undefined;
  /** The stable reason of the strategy's error: the operator finds the same word in the log. */
  readonly reason?: string | undefined;
  /** The service's own error code. */
  readonly code?: string | undefined;
}

/** A failure of this application, with its words. */
export class PageError extends Error {
  /** @param cause - the error behind it, for the log */
  constructor(
    readonly problem: Problem,
    cause?: unknown,
  ) {
    super(problem.title, { cause });
  }
}

/** Nothing is at this URL. */
export function notFound(): PageError {
  return new PageError({
    status: 404,
    title: 'Page not found',
    happened: 'There is no page at this URL.',
    why: 'The link may be mistyped or old.',
    next: 'Go back to the start.',
  });
}
