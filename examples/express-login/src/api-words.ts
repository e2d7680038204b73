import type { ErrorReason } from 'passport-oauth2-base';
import { spanOf } from './pages/remaining';
import type { Problem } from './problem';

/** What the words for a failed call depend on. */
export interface ApiFailure {
  readonly reason: ErrorReason;
  /** Seconds. */
  readonly retryAfter?: number;
}

type Words = Pick<Problem, 'title' | 'whose' | 'next'> &
  Partial<Pick<Problem, 'status' | 'signInAgain' | 'happened'>>;

/** The words for a call of a service's API that failed. What is not here is as in a sign-in. */
export function apiWordsOf({ reason, retryAfter }: ApiFailure, service: string): Words | undefined {
  const words: Partial<Record<ErrorReason, Words>> = {
    access_token_refused: {
      title: `${service} does not accept this access any more`,
      whose: `Nobody’s: access ends with time, or when it is withdrawn at ${service}. Nothing was changed.`,
      next: 'Sign in again, or refresh the tokens on the account page where that is offered.',
      signInAgain: true,
    },
    permission_missing: {
      status: 403,
      title: 'A permission is missing',
      whose: `${service} gave this application less than the page needs: because you did not allow it, or because the application is not registered for it.`,
      next: 'Sign in again and allow it. If you did, whoever runs this site finds the remedy in the details below.',
      signInAgain: true,
    },
    rate_limited: {
      title: `${service} asks for a pause`,
      whose: 'Whoever called it often in a short time: you, this site, or both.',
      next: `Wait ${retryAfter === undefined ? 'a minute' : spanOf(retryAfter * 1000)}, then try again. Earlier calls would be refused, too.`,
    },
    outcome_unknown: {
      title: 'Nobody can say whether it was done',
      happened: `${service} was asked, and no good answer came. It may have been done.`,
      whose: `${service}’s, or the connection’s. You did nothing wrong.`,
      next: `Look at ${service} whether it was done before you try again.`,
    },
    api_refused: {
      title: `${service} said no`,
      whose: `${service} has its reasons. What it says is under “What happened”.`,
      next: 'Change what you asked for, or show the details below to whoever runs this site.',
    },
    argument_invalid: {
      title: `That cannot be right`,
      whose: 'Mostly of a mistyped or an old address. Nothing was sent.',
      next: 'Go back and choose again.',
    },
  };
  return words[reason];
}
