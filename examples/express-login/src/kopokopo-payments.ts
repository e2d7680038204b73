import { Router, type Request, type RequestHandler } from 'express';
import { requireCsrfToken } from './csrf';
import { textsOf } from './form';
import { frameOf } from './frame';
import type { OpenKopoKopo } from './kopokopo';
import type { ReceivedWebhook } from './kopokopo-webhooks';
import type { Order, Orders } from './orders';
import { paymentPage } from './pages/payment';
import { paymentFields, readPayment, type Payment } from './payment-form';
import { notFound, PageError, type Problem } from './problem';
import { problemOf } from './problem-words';
import { refuseForm } from './refused-form';

/** Payments, with the URL of each at Kopo Kopo. */
export type PaymentBook = Orders<Payment, string>;

/** The parts that the routes of Kopo Kopo share. */
export interface KopoKopoParts {
  readonly kopokopo: OpenKopoKopo;
  /** The newest first. */
  readonly received: readonly ReceivedWebhook[];
  readonly payments: PaymentBook;
  /** The URL that Kopo Kopo delivers webhooks and results to. */
  readonly deliverTo: (req: Request) => string;
  /** Answers 404 to everybody except the operator. */
  readonly operatorsOnly: RequestHandler;
}

/** How long a page reloads by itself, in milliseconds. */
const reloadFor = 2 * 60_000;

const usedForm =
  'This form has already requested another payment. Send it again if you want this payment as well.';

/** Requests payments, once for each form, and shows their status. */
export function paymentRoutes(parts: KopoKopoParts): Router {
  const router = Router();
  const { kopokopo, received, payments, deliverTo, operatorsOnly } = parts;
  const { client, href, tillNumber } = kopokopo;

  router.post(`${href}/payments`, requireCsrfToken, operatorsOnly, async (req, res) => {
    if (tillNumber === undefined) throw notFound();
    const { once } = textsOf(req.body, ['once']);
    const entries = textsOf(req.body, paymentFields);
    const read = readPayment(entries);
    if ('objections' in read) {
      return refuseForm(req, res, { page: href, entries, objections: read.objections });
    }
    if (!/^[\w-]{24}$/.test(once)) throw notFound();
    const order = payments.propose(req.sessionID, read.payment, once);
    if (!isSame(order.content, read.payment)) {
      return refuseForm(req, res, { page: href, text: usedForm, entries, objections: {} });
    }
    await payments.carryOut(
      order,
      ({ phone, amount, reference }) =>
        client.requestPayment({
          tillNumber,
          subscriber: { phoneNumber: phone },
          amount,
          metadata: { reference },
          callbackURL: deliverTo(req),
        }),
      (error) => paymentProblem(error, kopokopo),
    );
    res.redirect(303, `${href}/payments/${order.id}`);
  });

  router.get(`${href}/payments/:id`, operatorsOnly, async (req: Request<{ id: string }>, res) => {
    const order = payments.find(req.sessionID, req.params.id);
    if (!order) throw noSuchPayment(kopokopo);
    if (order.state.kind === 'failed') throw new PageError(order.state.problem);
    const status = await statusOf(order, kopokopo);
    const isOpen = !['Success', 'Failed'].includes(status) && Date.now() - order.at < reloadFor;
    const resource = order.state.kind === 'done' ? order.state.answer.split('/').at(-1) : undefined;
    res.send(
      paymentPage({
        kopokopo,
        order,
        status,
        received: received.filter((webhook) => webhook.resource === resource),
        refresh: isOpen ? 2 : undefined,
        frame: frameOf(req),
      }),
    );
  });
  return router;
}

/** The status as Kopo Kopo names it. */
async function statusOf({ state }: Order<Payment, string>, { client }: OpenKopoKopo): Promise<string> {
  if (state.kind !== 'done') return 'Being requested';
  try {
    const { attributes } = await client.status(state.answer);
    return typeof attributes?.status === 'string' ? attributes.status : 'Not known';
  } catch (error) {
    const { reason } = error as { readonly reason?: unknown };
    return `Not known now${typeof reason === 'string' ? `: ${reason}` : ''}`;
  }
}

function isSame(one: Payment, other: Payment): boolean {
  return (['phone', 'amount', 'reference'] as const).every((member) => one[member] === other[member]);
}

/** The person may have got the request although no usable answer came. A second request may charge them twice. */
function paymentProblem(error: unknown, { title, href }: OpenKopoKopo): Problem {
  const action = { href, label: 'Back to the payments' };
  const problem = { ...problemOf(error, title), action };
  const { reason } = error as { readonly reason?: unknown };
  if (reason !== 'outcome_unknown') return problem;
  return {
    ...problem,
    title: 'The payment may have been requested',
    happened: `This site sent the request to ${title}, and no usable answer came back. It was not sent again.`,
    next: 'Before you try again, ask the person whether the phone shows a request, or wait for a webhook.',
  };
}

function noSuchPayment({ href }: OpenKopoKopo): PageError {
  return new PageError({
    status: 404,
    title: 'Payment not found',
    happened: 'It was requested in another browser, or before this site was restarted.',
    why: 'The link may be old.',
    next: 'Check the list of webhooks, or request a payment.',
    action: { href, label: 'Back to the payments' },
  });
}
