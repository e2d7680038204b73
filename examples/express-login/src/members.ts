import type { Request, RequestHandler, Response } from 'express';
import type { ProviderClient } from 'passport-oauth2-base';
import { accountOf, type Account } from './account';
import type { OpenService } from './open-services';

/** Who is signed in, by which service, and the service's client with its calls. */
export interface Member<Client> {
  readonly account: Account;
  readonly service: OpenService;
  readonly client: Client;
}

type Handle<Client> = (member: Member<Client>, req: Request, res: Response) => void | Promise<void>;

/**
 * Makes handlers for people who signed in with a service that has this client. All others are sent to sign in, and
 * come back to the page then.
 */
export function forMembers<Client extends ProviderClient>(
  services: readonly OpenService[],
  ClientClass: abstract new (...args: never[]) => Client,
): (handle: Handle<Client>) => RequestHandler {
  const own = services.flatMap((service) => {
    const { client } = service.strategy;
    return client instanceof ClientClass ? [{ service, client }] : [];
  });
  return (handle) => (req, res) => {
    const account = accountOf(req);
    const signedIn = own.find(({ service }) => service.name === account?.service);
    if (account && signedIn) return handle({ account, ...signedIn }, req, res);
    const [first] = own;
    const title = first?.service.title ?? 'the service';
    req.session.notice = {
      kind: 'sign-in-first',
      text: `Sign in with ${title} first: that page is for its users.`,
    };
    // What was posted is not posted again: the page with the form is where to go on.
    const returnTo = req.method === 'GET' ? req.originalUrl : (first?.service.page.href ?? '/');
    res.redirect(303, `/?${new URLSearchParams({ returnTo }).toString()}`);
  };
}

/** Where to sign in with a service, and come back to a page. */
export function signInAddress({ href }: Pick<OpenService, 'href'>, returnTo: string): string {
  return `${href}?${new URLSearchParams({ returnTo }).toString()}`;
}

/** Whether an address is the service's page, or below it. */
export function isOnPage({ page }: Pick<OpenService, 'page'>, address: string): boolean {
  return address === page.href || ['/', '?'].some((next) => address.startsWith(page.href + next));
}
