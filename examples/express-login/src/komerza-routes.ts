import { Router } from 'express';
import { KomerzaClient, KomerzaPermission } from 'passport-komerza';
import { takeNotice } from './account';
import { forMembers, signInAddress, type Member } from './members';
import type { OpenService } from './open-services';
import { komerzaStorePage } from './pages/komerza-store';
import { komerzaStoresPage } from './pages/komerza-stores';
import { PageError, problemOf } from './problem';

const page = '/komerza/stores';

/** The stores that the person let this application into, and what may be done in each. */
export function komerzaRoutes(services: readonly OpenService[]): Router {
  const router = Router();
  const members = forMembers(services, KomerzaClient);

  router.get(
    page,
    members(async ({ account, service, client }, req, res) => {
      // The rest of the answer, keys and settings among it, goes no further.
      const { stores = [] } = await client.user(account.tokens);
      const signInHref = signInAddress(service, page);
      res.send(komerzaStoresPage({ service, stores, signInHref, notice: takeNotice(req) }));
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
      res.send(komerzaStorePage({ service, store, permissions, notice: takeNotice(req) }));
    }),
  );
  return router;
}

/** Komerza tells of a store that was not ticked as of one that is not there. */
function explained(error: unknown, { service }: Member<KomerzaClient>, path: string): unknown {
  const { reason, statusCode } = error as { readonly reason?: unknown; readonly statusCode?: unknown };
  const isUnknown = reason === 'api_refused' && statusCode === 404;
  if (!isUnknown && reason !== 'permission_missing') return error;
  return new PageError({
    ...problemOf(error, service.title),
    status: isUnknown ? 404 : 403,
    title: 'This store is closed to this application',
    happened: isUnknown
      ? 'Komerza knows no such store among those that you let this application into.'
      : `Komerza does not let this application, or you, look into that store: it takes ${KomerzaPermission.storesView}.`,
    whose: isUnknown
      ? 'Mostly of the sign-in: the store was not ticked there. Or the address is an old one.'
      : 'Of the sign-in, where the store was not ticked; of the team, which did not give you the permission; or of this site, which is not registered for it.',
    next: 'Sign in again and tick the store, or choose another one.',
    action: { href: signInAddress(service, path), label: 'Sign in again and tick it' },
  });
}
