import type { ErrorReason } from 'passport-oauth2-base';
import { spanOf } from './pages/remaining';
import type { Problem } from './problem';

/** The part of an error that decides the words for a failed API call. */
export interface ApiFailure {
  readonly reason: ErrorReason;
  /** Seconds. */
  readonly retryAfter?: number;
}

type Words = Pick<Problem, 'title' | 'happened' | 'why' | 'next'> &
  Partial<Pick<Problem, 'status' | 'signInAgain'>>;

/** The words for a failed call of a service's API. Reasons that are missing here have the words of a sign-in. */
export function apiWordsOf({ reason, retryAfter }: ApiFailure, service: string): Words | undefined {
  const wait = retryAfter === undefined ? 'a minute' : spanOf(retryAfter * 1000);
  const words: Partial<Record<ErrorReason, Words>> = {
    access_token_refused: {
      title: `${service} does not accept this access any more`,
      happened: `${service} refused the access token of your sign-in. Nothing was changed.`,
      why: `Access ends after some time, or when it is withdrawn at ${service}.`,
      next: 'Sign in again, or refresh the tokens on the account page.',
      signInAgain: true,
    },
    permission_missing: {
      status: 403,
      title: 'A permission is missing',
      happened: `${service} did not allow this site to do that.`,
      why: 'You did not grant the permission when you signed in, or this site is not registered for it.',
      next: 'Sign in again and allow it. If that does not help, tell the people who run this site.',
      signInAgain: true,
    },
    rate_limited: {
      title: `${service} limits how often it can be called`,
      happened: `${service} refused the request because it was called too often.`,
      why: 'You, or this site for others, called it many times in a short time.',
      next: `Wait ${wait}, then try again.`,
    },
    outcome_unknown: {
      title: 'It may have been done',
      happened: `This site sent the request to ${service}, and no usable answer came back.`,
      why: `${service} or the connection to it failed. You did nothing wrong.`,
      next: `Check at ${service} whether it was done before you try again.`,
    },
    api_refused: {
      title: `${service} refused the request`,
      happened: `${service} did not do what was asked.`,
      why: `${service} has a rule against it. Its code for the rule may be below.`,
      next: 'Change your request, or tell the people who run this site.',
    },
    argument_invalid: {
      title: 'This request cannot be right',
      happened: `Nothing was sent to ${service}.`,
      why: 'The URL may be mistyped or old.',
      next: 'Go back and choose again.',
    },
  };
  return words[reason];
}
