import { Router, type Request, type RequestHandler } from 'express';
import { accountOf, keyOf, takeNotice } from './account';
import { csrfTokenOf, requireCsrfToken } from './csrf';
import { textsOf } from './form';
import type { OpenKopoKopo, WebhookKind } from './kopokopo';
import { paymentRoutes, type PaymentBook } from './kopokopo-payments';
import { webhookPath, type ReceivedWebhook } from './kopokopo-webhooks';
import { newOrderID, Orders } from './orders';
import { kopokopoPage, type PaymentForm } from './pages/kopokopo';
import { notFound } from './problem';

/** What the routes of Kopo Kopo share. */
export interface KopoKopoParts {
  readonly kopokopo: OpenKopoKopo;
  /** The newest first. */
  readonly received: readonly ReceivedWebhook[];
  readonly payments: PaymentBook;
  /** Where Kopo Kopo delivers webhooks and results. */
  readonly deliverTo: (req: Request) => string;
  /** Lets only those pass who may press the buttons of the page. */
  readonly operatorsOnly: RequestHandler;
  /** Shows the page, with a form that came back. */
  readonly show: (req: Request, form?: Partial<PaymentForm>) => Promise<string>;
}

/** The page of the application's token, webhooks and payments. While Kopo Kopo is real, only its operator has buttons. */
export function kopokopoRoutes(
  kopokopo: OpenKopoKopo,
  received: readonly ReceivedWebhook[],
  baseURL: string,
): Router {
  const router = Router();
  const { client, href, isEmulated, operator, sendWebhook, tillNumber } = kopokopo;
  let subscription: Promise<string> | undefined;

  const isOperator = (req: Request): boolean => {
    const account = accountOf(req);
    return isEmulated || (account !== undefined && keyOf(account) === operator);
  };
  const payments: PaymentBook = new Orders();
  const deliverTo = (req: Request): string =>
    isEmulated ? ownAddress(req) : new URL(webhookPath, baseURL).href;
  const operatorsOnly: RequestHandler = (req, _res, next) => next(isOperator(req) ? undefined : notFound());

  const show: KopoKopoParts['show'] = async (req, form) => {
    const token = await client.applicationToken();
    const [info, introspection] = await Promise.all([
      client.tokenInfo(token),
      client.introspect(token.accessToken),
    ]);
    const mayOperate = isOperator(req);
    return kopokopoPage({
      kopokopo,
      info,
      introspection,
      received,
      webhookURL: new URL(webhookPath, baseURL).href,
      notice: takeNotice(req),
      isSignedIn: accountOf(req) !== undefined,
      csrfToken: mayOperate ? csrfTokenOf(req) : undefined,
      isSubscribed: subscription !== undefined,
      payments: payments.of(req.sessionID),
      form: mayOperate && tillNumber !== undefined ? { once: newOrderID(), ...form } : undefined,
    });
  };

  router.get(href, async (req, res) => {
    res.send(await show(req));
  });

  router.post(`${href}/webhooks`, requireCsrfToken, async (req, res) => {
    const { kind } = textsOf(req.body, ['kind']);
    if (!sendWebhook || !isWebhookKind(kind)) throw notFound();
    const status = await sendWebhook(ownAddress(req), kind);
    req.session.notice = { kind: 'webhook-sent', text: words[kind](status) };
    res.redirect(303, href);
  });

  router.post(`${href}/subscriptions`, requireCsrfToken, operatorsOnly, async (req, res) => {
    if (tillNumber === undefined) throw notFound();
    // Twice subscribed is told of everything twice.
    subscription ??= client.subscribeToWebhook({
      eventType: 'buygoods_transaction_received',
      scope: 'till',
      scopeReference: tillNumber,
      url: deliverTo(req),
    });
    await subscription.catch((error: unknown) => {
      subscription = undefined;
      throw error;
    });
    req.session.notice = {
      kind: 'subscribed',
      text: 'Kopo Kopo tells this application of every payment to the till from now on.',
    };
    res.redirect(303, href);
  });

  router.use(paymentRoutes({ kopokopo, received, payments, deliverTo, operatorsOnly, show }));
  return router;
}

const words: Readonly<Record<WebhookKind, (status: number) => string>> = {
  signed: (status) => `The emulator sent a signed webhook, and this application answered ${status}.`,
  again: (status) =>
    `The emulator sent the last webhook again, and this application answered ${status}: Kopo Kopo sees no difference, the list does.`,
  forged: (status) =>
    status === 401
      ? 'The emulator sent a webhook with a wrong signature, and this application refused it with 401. It is not in the list.'
      : `The emulator sent a webhook with a wrong signature, and this application answered ${status} instead of 401.`,
};

function isWebhookKind(kind: string): kind is WebhookKind {
  return Object.hasOwn(words, kind);
}

/** Where this server listens: behind a proxy that is not the address that browsers use. */
function ownAddress({ socket }: Request): string {
  const host = socket.localAddress === '::1' ? '[::1]' : '127.0.0.1';
  return `http://${host}:${socket.localPort}${webhookPath}`;
}
