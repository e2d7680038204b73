import type { ErrorReason, Fault } from 'passport-oauth2-base';
import type { Problem } from './problem';

/** The part of an error that decides the words for a failed sign-in. */
export interface LoginFailure {
  readonly reason: ErrorReason;
  readonly fault: Fault;
}

type Words = Pick<Problem, 'title' | 'happened' | 'why' | 'next'>;

/** The words for a sign-in, a refresh or a sign-out that failed. */
export function loginWordsOf({ reason, fault }: LoginFailure, service: string): Words {
  return { ...wordsByFault(service)[fault], ...wordsByReason(service)[reason] };
}

function wordsByFault(service: string): Readonly<Record<Fault, Words>> {
  return {
    user: {
      title: 'The sign-in did not finish',
      happened: `You came back from ${service}, but this site could not finish the sign-in.`,
      why: 'Your browser may block cookies, or the sign-in took too long.',
      next: 'Sign in again from here.',
    },
    provider: {
      title: `${service} did not answer as it should`,
      happened: `This site called ${service} and got no useful answer.`,
      why: `${service} or the connection to it failed. You did nothing wrong.`,
      next: 'Try again in a moment.',
    },
    tampering: {
      title: 'Stopped, to keep you safe',
      happened:
        'The link that you opened belongs to no sign-in that this browser began. Nobody was signed in.',
      why: 'An old link or a reloaded page does this. Somebody may also have sent you a forged link.',
      next: 'Sign in again from here.',
    },
    configuration: {
      title: `Signing in with ${service} is not set up properly`,
      happened: 'The sign-in stopped because of a setting of this site. Nobody was signed in.',
      why: 'It is an error of this site. You did nothing wrong.',
      next: 'Tell the people who run this site, or choose another service.',
    },
  };
}

/** Where more can be said than the fault tells. */
function wordsByReason(service: string): Partial<Record<ErrorReason, Partial<Words>>> {
  return {
    access_denied: {
      title: 'You were not signed in',
      happened: `You declined at ${service}. Nobody was signed in, and no data was shared.`,
      why: 'It was your choice. Nothing is broken.',
      next: 'Sign in again whenever you like, or choose another service.',
    },
    session_cookie_missing: { why: cookieMissing },
    login_cookie_missing: { why: cookieMissing },
    state_expired: { why: 'The sign-in took longer than ten minutes.' },
    session_regenerated: {
      why: 'Another sign-in finished first in this browser. You may be signed in already.',
    },
    state_used: {
      happened: 'This sign-in was finished before. It works once only.',
      why: 'Reloading the page or going back in the browser does this.',
    },
    token_refused: {
      happened: `${service} issued no tokens.`,
      why: `The sign-in or the access has ended, or ${service} does not accept this site.`,
      next: `Sign in with ${service} again.`,
    },
    rate_limited: {
      why: `${service} limits how often it can be called.`,
      next: 'Wait a moment, then try again.',
    },
    revocation_refused: {
      happened: `You are signed out here, but ${service} did not revoke the tokens.`,
      next: `Remove this site in your account at ${service}.`,
    },
  };
}

const cookieMissing = 'Your browser did not send the cookie of this sign-in. It may block cookies.';
