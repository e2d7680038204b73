import type { Request, RequestHandler, Response } from 'express';
import type { ProviderClient } from 'passport-oauth2-base';
import { accountOf, type Account } from './account';
import type { OpenService } from './open-services';
import { notFound } from './problem';

/** A signed-in person, the service of the sign-in, and the service's client. */
export interface Member<Client> {
  readonly account: Account;
  readonly service: OpenService;
  readonly client: Client;
}

type Handle<Client> = (member: Member<Client>, req: Request, res: Response) => void | Promise<void>;

/**
 * Makes handlers for people who signed in with a service that has this client. Others are sent to sign in, and come
 * back to the page after that.
 */
export function forMembers<Client extends ProviderClient>(
  services: readonly OpenService[],
  ClientClass: abstract new (...args: never[]) => Client,
): (handle: Handle<Client>) => RequestHandler {
  const own = services.flatMap((service) => {
    const { client } = service.strategy;
    return client instanceof ClientClass ? [{ service, client }] : [];
  });
  const [first] = own;
  if (!first) return () => (_req, _res, next) => next(notFound());
  const { title, page } = first.service;
  return (handle) => (req, res) => {
    const account = accountOf(req);
    const signedIn = own.find(({ service }) => service.name === account?.service);
    if (account && signedIn) return handle({ account, ...signedIn }, req, res);
    req.session.notice = {
      kind: 'sign-in-first',
      text: `Sign in with ${title} first. The page is for its users.`,
    };
    // A POST is not repeated after the sign-in: the person goes on at the page with the form.
    const returnTo = req.method === 'GET' ? req.originalUrl : page.href;
    res.redirect(303, `/?${new URLSearchParams({ returnTo }).toString()}`);
  };
}

/** Where to sign in with a service and come back to a page. */
export function signInURL({ href }: Pick<OpenService, 'href'>, returnTo: string): string {
  return `${href}?${new URLSearchParams({ returnTo }).toString()}`;
}

/** Whether a path is the service's page, or below it. */
export function isOnPage({ page }: Pick<OpenService, 'page'>, path: string): boolean {
  return path === page.href || ['/', '?'].some((next) => path.startsWith(page.href + next));
}
