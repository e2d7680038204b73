import { Router, type Request } from 'express';
import { KoompiClient, KoompiScope, type KoompiProfile } from 'passport-koompi';
import { keyOf } from './account';
import { readBalances } from './balances';
import { csrfTokenOf, requireCsrfToken } from './csrf';
import { textsOf } from './form';
import { frameOf } from './frame';
import { forMembers, signInURL, type Member } from './members';
import type { OpenService } from './open-services';
import { Orders, type Order } from './orders';
import { transferPage } from './pages/transfer';
import { walletPage, type WalletPage } from './pages/wallet';
import { PageError, type Problem } from './problem';
import { problemOf } from './problem-words';
import { refuseForm, takeRefusedForm } from './refused-form';
import { readTransfer, transferFields, type Transfer } from './transfer-form';

const page = '/koompi/wallet';
const transferPath = `${page}/transfers`;

type KoompiMember = Member<KoompiClient>;

/** The wallet of a person who signed in with KOOMPI, and transfers: entered, confirmed, sent once. */
export function koompiRoutes(services: readonly OpenService[]): Router {
  const router = Router();
  const members = forMembers(services, KoompiClient);
  const transfers = new Orders<Transfer, unknown>();

  const found = (member: KoompiMember, req: Request): Order<Transfer, unknown> => {
    const order = transfers.find(ownerOf(member, req), String(req.params['id']));
    if (order) return order;
    throw noSuchTransfer();
  };

  router.get(
    page,
    members(async (member, req, res) => {
      const refused = takeRefusedForm(req, page);
      res.send(
        walletPage({
          ...(await walletOf(member)),
          entries: refused?.entries,
          objections: refused?.objections,
          csrfToken: csrfTokenOf(req),
          frame: frameOf(req, refused?.notice),
        }),
      );
    }),
  );

  router.post(
    transferPath,
    requireCsrfToken,
    members(async (member, req, res) => {
      const entries = textsOf(req.body, transferFields);
      const wallet = await walletOf(member);
      const amounts = wallet.balances.flatMap((balance) =>
        'amount' in balance ? [[balance.token.address, balance.amount] as const] : [],
      );
      const read = readTransfer(entries, { ...wallet, balances: new Map(amounts) });
      if ('objections' in read) {
        return refuseForm(req, res, { page, entries, objections: read.objections });
      }
      const { id } = transfers.propose(ownerOf(member, req), read.transfer);
      res.redirect(303, `${transferPath}/${id}`);
    }),
  );

  router.get(
    `${transferPath}/:id`,
    members((member, req, res) => {
      const order = found(member, req);
      if (order.state.kind === 'failed') throw new PageError(order.state.problem);
      const { service, account } = member;
      res.send(
        transferPage({
          service,
          order,
          from: addressOf(account),
          csrfToken: csrfTokenOf(req),
          walletHref: page,
          frame: frameOf(req),
        }),
      );
    }),
  );

  router.post(
    `${transferPath}/:id`,
    requireCsrfToken,
    members(async (member, req, res) => {
      const { client, account, service } = member;
      const order = found(member, req);
      await transfers.carryOut(
        order,
        ({ to, token, amount }) =>
          client.erc20.transfer(account.tokens, { to, token: token.address, amount }),
        (error) => transferProblem(error, service),
      );
      res.redirect(303, `${transferPath}/${order.id}`);
    }),
  );
  return router;
}

/** A transfer belongs to one session, and in it to one account. */
function ownerOf({ account }: KoompiMember, { sessionID }: Request): string {
  return `${sessionID} ${keyOf(account)}`;
}

function addressOf({ profile }: KoompiMember['account']): string | undefined {
  return (profile as KoompiProfile).walletAddress;
}

type Wallet = Omit<WalletPage, 'frame' | 'csrfToken' | 'entries' | 'objections'>;

async function walletOf({ account, service, client }: KoompiMember): Promise<Wallet> {
  const address = addressOf(account);
  const tokens = service.walletTokens ?? [];
  const { scope } = account.tokens;
  const hasAPI = client.endpoints.api !== undefined;
  return {
    service,
    address,
    tokens,
    hasAPI,
    balances: address !== undefined && hasAPI ? await readBalances(client, address, tokens) : [],
    mayTransfer: scope.length === 0 || scope.includes(KoompiScope.walletTransfer),
    signInHref: signInURL(service, page),
    transferHref: transferPath,
  };
}

/** A transfer that failed leads back to the wallet. There the person sees whether it was made, or enters it again. */
function transferProblem(error: unknown, { title }: OpenService): Problem {
  const problem = problemOf(error, title);
  const action = problem.signInAgain ? undefined : { href: page, label: 'Check the wallet' };
  const { reason } = error as { reason?: unknown };
  if (reason !== 'outcome_unknown') return { ...problem, action };
  return {
    ...problem,
    title: 'The transfer may have been made',
    happened: `This site sent the transfer to ${title}, and no usable answer came back. It was not sent again.`,
    next: 'Check the balance before you try again. If the tokens are still there after some minutes, enter the transfer again.',
    action,
  };
}

function noSuchTransfer(): PageError {
  return new PageError({
    status: 404,
    title: 'Transfer not found',
    happened:
      'It was not confirmed within ten minutes, a later transfer replaced it, or it belongs to another sign-in. It was not made.',
    why: 'The tab may have been open for a long time.',
    next: 'Go back to the wallet and enter the transfer again.',
    action: { href: page, label: 'Back to the wallet' },
  });
}
