import type { Request } from 'express';
import { accountOf, takeNotice, type Notice } from './account';
import { csrfTokenOf } from './csrf';

/** The part of every page that depends on the visitor. */
export interface Frame {
  /** Missing for visitors who are not signed in. */
  readonly signOut?: { readonly action: string; readonly csrfToken: string } | undefined;
  /** A message about the previous request. */
  readonly notice?: Notice | undefined;
}

/**
 * The frame for this request.
 *
 * @param notice - default: the notice that the previous request left, which is shown once
 */
export function frameOf(req: Request, notice: Notice | undefined = takeNotice(req)): Frame {
  return { notice, signOut: signOutOf(req) };
}

/** The frame of a page that is a message itself. A waiting notice stays for the next page. */
export function frameWithoutNotice(req: Request): Frame {
  return { signOut: signOutOf(req) };
}

function signOutOf(req: Request): Frame['signOut'] {
  const account = accountOf(req);
  return account && { action: `/api/auth/logout/${account.service}`, csrfToken: csrfTokenOf(req) };
}
