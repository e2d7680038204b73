import { Router } from 'express';
import { CoinPayClient, CoinPayScope } from 'passport-coinpay';
import { frameOf } from './frame';
import { forMembers, type Member } from './members';
import type { OpenService } from './open-services';
import { coinpayWalletsPage } from './pages/coinpay-wallets';
import { PageError, type Problem } from './problem';
import { problemOf } from './problem-words';

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
      res.send(coinpayWalletsPage({ service, wallets, frame: frameOf(req) }));
    }),
  );
  return router;
}

/** A new sign-in does not help if it does not request the scope. */
function explained(error: unknown, { account, service }: Member<CoinPayClient>): unknown {
  if ((error as { reason?: unknown }).reason !== 'permission_missing') return error;
  const { walletRead } = CoinPayScope;
  const wasRequested = account.missingScope?.includes(walletRead) ?? false;
  const problem = problemOf(error, service.title);
  const words: Problem = {
    ...problem,
    title: 'CoinPay does not show its wallets here',
    happened: wasRequested
      ? `This site requested the scope ${walletRead}, and CoinPay did not grant it.`
      : `The wallets need the scope ${walletRead}, and this sign-in did not request it.`,
    why: wasRequested
      ? 'This site may not be registered at CoinPay for that scope.'
      : 'The documented CoinPay has no such scope. Only the published server has it.',
    next: wasRequested
      ? 'Tell the people who run this site. After they have added the scope, sign in again.'
      : 'Sign in with the published preset, if it is offered.',
    action: { href: '/', label: 'Choose another sign-in' },
  };
  return new PageError(words, error);
}
