import { Router } from 'express';
import { KonProClient } from 'passport-konpro';
import { frameOf } from './frame';
import { forMembers } from './members';
import type { OpenService } from './open-services';
import { konproAccountPage } from './pages/konpro-account';

/** Account and plan of a person who signed in with KonPro. */
export function konproRoutes(services: readonly OpenService[]): Router {
  const router = Router();
  const members = forMembers(services, KonProClient);

  router.get(
    '/konpro/account',
    members(async ({ account: { tokens }, service, client }, req, res) => {
      const account = await client.account({ accessToken: tokens });
      res.send(konproAccountPage({ service, account, frame: frameOf(req) }));
    }),
  );
  return router;
}
