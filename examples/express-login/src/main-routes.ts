import { Router } from 'express';
import { accountOf, nameOf, type Account } from './account';
import { cardsOf } from './cards';
import { csrfTokenOf } from './csrf';
import { frameOf } from './frame';
import type { OpenService, OpenServices } from './open-services';
import { accountPage } from './pages/account';
import { homePage } from './pages/home';

/** The home page and the account page. */
export function mainRoutes(open: Omit<OpenServices, 'close'>): Router {
  const router = Router();
  const serviceOf = (account: Account | undefined): OpenService | undefined =>
    open.services.find(({ name }) => name === account?.service);

  router.get('/', (req, res) => {
    const account = accountOf(req);
    const title = serviceOf(account)?.title;
    const { returnTo } = req.query;
    res.send(
      homePage({
        cards: cardsOf(open, typeof returnTo === 'string' ? returnTo : ''),
        leftOut: open.leftOut.map((service) => service.title),
        signedIn: account && title !== undefined ? { name: nameOf(account), title } : undefined,
        frame: frameOf(req),
      }),
    );
  });

  router.get('/account', (req, res) => {
    const account = accountOf(req);
    const service = serviceOf(account);
    if (!account || !service) {
      req.session.notice = {
        kind: 'sign-in-first',
        text: 'Sign in first. Then the page shows your account.',
      };
      return res.redirect(303, '/');
    }
    res.send(accountPage({ account, service, csrfToken: csrfTokenOf(req), frame: frameOf(req) }));
  });
  return router;
}
