import { Router, type Request, type RequestHandler } from 'express';
import { accountOf, keyOf } from './account';
import { csrfTokenOf, requireCsrfToken } from './csrf';
import { textsOf } from './form';
import { frameOf } from './frame';
import type { OpenKopoKopo, WebhookKind } from './kopokopo';
import { paymentRoutes, type PaymentBook } from './kopokopo-payments';
import { webhookPath, type ReceivedWebhook } from './kopokopo-webhooks';
import { newOrderID, Orders } from './orders';
import { kopokopoPage } from './pages/kopokopo';
import { kopokopoVisitorPage } from './pages/kopokopo-visitor';
import { notFound } from './problem';
import { takeRefusedForm } from './refused-form';

/**
 * The page with the application's token, payments and webhooks. While Kopo Kopo is real, it is for its operator only:
 * others see nothing of the business, and cause no calls with its token.
 */
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
  const deliverTo = (req: Request): string => (isEmulated ? ownURL(req) : new URL(webhookPath, baseURL).href);
  const operatorsOnly: RequestHandler = (req, _res, next) => next(isOperator(req) ? undefined : notFound());

  router.get(href, async (req, res) => {
    if (!isOperator(req)) {
      res.send(kopokopoVisitorPage({ kopokopo, frame: frameOf(req) }));
      return;
    }
    const token = await client.applicationToken();
    const [info, introspection] = await Promise.all([
      client.tokenInfo(token),
      client.introspect(token.accessToken),
    ]);
    const refused = takeRefusedForm(req, href);
    const { entries, objections } = refused ?? {};
    res.send(
      kopokopoPage({
        kopokopo,
        info,
        introspection,
        received,
        webhookURL: new URL(webhookPath, baseURL).href,
        csrfToken: csrfTokenOf(req),
        isSubscribed: subscription !== undefined,
        payments: payments.of(req.sessionID),
        form: tillNumber === undefined ? undefined : { once: newOrderID(), entries, objections },
        frame: frameOf(req, refused?.notice),
      }),
    );
  });

  router.post(`${href}/webhooks`, requireCsrfToken, async (req, res) => {
    const { kind } = textsOf(req.body, ['kind']);
    if (!sendWebhook || !isWebhookKind(kind)) throw notFound();
    const status = await sendWebhook(ownURL(req), kind);
    req.session.notice = { kind: 'webhook-sent', text: words[kind](status) };
    res.redirect(303, href);
  });

  router.post(`${href}/subscriptions`, requireCsrfToken, operatorsOnly, async (req, res) => {
    if (tillNumber === undefined) throw notFound();
    // A second subscription would deliver everything twice.
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
      text: 'Subscribed. Kopo Kopo now reports every payment to the till.',
    };
    res.redirect(303, href);
  });

  router.use(paymentRoutes({ kopokopo, received, payments, deliverTo, operatorsOnly }));
  return router;
}

const words: Readonly<Record<WebhookKind, (status: number) => string>> = {
  signed: (status) => `The emulator sent a signed webhook, and this application answered ${status}.`,
  again: (status) =>
    `The emulator sent the last webhook again, and this application answered ${status}. The list marks it as a duplicate.`,
  forged: (status) =>
    status === 401
      ? 'The emulator sent a webhook with a wrong signature, and this application refused it with 401. It is not in the list.'
      : `The emulator sent a webhook with a wrong signature, and this application answered ${status} instead of 401.`,
};

function isWebhookKind(kind: string): kind is WebhookKind {
  return Object.hasOwn(words, kind);
}

/** The URL of this server itself. Behind a proxy, it differs from the URL that browsers use. */
function ownURL({ socket }: Request): string {
  const host = socket.localAddress === '::1' ? '[::1]' : '127.0.0.1';
  return `http://${host}:${socket.localPort}${webhookPath}`;
}
