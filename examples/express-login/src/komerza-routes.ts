import { Router } from 'express';
import { KomerzaClient, KomerzaPermission } from 'passport-komerza';
import { frameOf } from './frame';
import { forMembers, signInURL, type Member } from './members';
import type { OpenService } from './open-services';
import { komerzaStorePage } from './pages/komerza-store';
import { komerzaStoresPage } from './pages/komerza-stores';
import { PageError, type Problem } from './problem';
import { problemOf } from './problem-words';

const page = '/komerza/stores';

/** The stores that the person ticked, and the person's permissions in each. */
export function komerzaRoutes(services: readonly OpenService[]): Router {
  const router = Router();
  const members = forMembers(services, KomerzaClient);

  router.get(
    page,
    members(async ({ account, service, client }, req, res) => {
      // The response also has keys and settings, which stay here.
      const { stores = [] } = await client.user(account.tokens);
      const signInHref = signInURL(service, page);
      res.send(komerzaStoresPage({ service, stores, signInHref, frame: frameOf(req) }));
    }),
  );

  router.get(
    `${page}/:id`,
    members(async (member, req, res) => {
      const { account, service, client } = member;
      const id = String(req.params['id']);
      const [store, permissions] = await Promise.all([
        client.store(account.tokens, id),
        client.storePermissions(account.tokens, id),
      ]).catch((error: unknown) => {
        throw explained(error, member, req.path);
      });
      res.send(komerzaStorePage({ service, store, permissions, frame: frameOf(req) }));
    }),
  );
  return router;
}

/** Komerza answers 404 for a store that was not ticked, as for one that does not exist. */
function explained(error: unknown, { service }: Member<KomerzaClient>, path: string): unknown {
  const { reason, responseStatus } = error as {
    readonly reason?: unknown;
    readonly responseStatus?: unknown;
  };
  const isUnknown = reason === 'api_refused' && responseStatus === 404;
  if (!isUnknown && reason !== 'permission_missing') return error;
  const words: Problem = {
    ...problemOf(error, service.title),
    status: isUnknown ? 404 : 403,
    title: 'This site has no access to the store',
    happened: isUnknown
      ? 'Komerza has no such store among those that you ticked.'
      : `Komerza did not allow it. The permission ${KomerzaPermission.storesView} is needed.`,
    why: isUnknown
      ? 'You did not tick the store when you signed in, or the link is old.'
      : 'You did not tick the store, your team did not give you the permission, or this site is not registered for it.',
    next: 'Sign in again and tick the store, or choose another one.',
    action: { href: signInURL(service, path), label: 'Sign in again and tick it' },
  };
  return new PageError(words, isUnknown ? undefined : error);
}
