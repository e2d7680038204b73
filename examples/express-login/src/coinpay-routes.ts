import { Router } from 'express';
import { CoinPayClient, CoinPayScope } from 'passport-coinpay';
import { takeNotice } from './account';
import { forMembers, type Member } from './members';
import type { OpenService } from './open-services';
import { coinpayWalletsPage } from './pages/coinpay-wallets';
import { PageError, problemOf } from './problem';

/** The wallets of the merchant who signed in with CoinPay, and of the merchant's businesses. */
export function coinpayRoutes(services: readonly OpenService[]): Router {
  const router = Router();
  const members = forMembers(services, CoinPayClient);

  router.get(
    '/coinpay/wallets',
    members(async (member, req, res) => {
      const { account, service, client } = member;
      const wallets = await client.wallets(account.tokens).catch((error: unknown) => {
        throw explained(error, member);
      });
      res.send(coinpayWalletsPage({ service, wallets, notice: takeNotice(req) }));
    }),
  );
  return router;
}

/** A scope that was never asked for is not got by signing in once more. */
function explained(error: unknown, { account, service }: Member<CoinPayClient>): unknown {
  if ((error as { reason?: unknown }).reason !== 'permission_missing') return error;
  const { walletRead } = CoinPayScope;
  const wasAskedFor = account.missingScope?.includes(walletRead) ?? false;
  const problem = problemOf(error, service.title);
  return new PageError({
    ...problem,
    title: 'CoinPay does not show its wallets here',
    happened: wasAskedFor
      ? `The scope ${walletRead} was asked for, and CoinPay dropped it without a word.`
      : `The wallets need the scope ${walletRead}, and this sign-in did not ask for it: CoinPay’s guide, which it follows, does not know it.`,
    whose: wasAskedFor
      ? 'This site’s: it is not registered at CoinPay for that scope.'
      : 'Nobody’s: the server that CoinPay publishes has the scope, the documented one has not.',
    next: wasAskedFor
      ? 'Whoever runs this site adds the scope to the registration. Then sign in again.'
      : 'Sign in with the published preset, where it is offered.',
    action: { href: '/', label: 'Choose another sign-in' },
  });
}
