import { Router, type Request } from 'express';
import { accountOf } from './account';
import { requireCsrfToken } from './csrf';
import { textsOf } from './form';
import type { OpenKopoKopo } from './kopokopo';
import type { KopoKopoParts } from './kopokopo-routes';
import type { Order, Orders } from './orders';
import { paymentPage } from './pages/payment';
import { paymentFields, readPayment, type Payment } from './payment-form';
import { notFound, PageError, problemOf, type Problem } from './problem';

/** Payments, with the address of each at Kopo Kopo. */
export type PaymentBook = Orders<Payment, string>;

/** For how long a page asks by itself what has become of a payment, in milliseconds. */
const askFor = 2 * 60_000;

/** Asks somebody to pay, once for each form, and shows what became of it. */
export function paymentRoutes(parts: KopoKopoParts): Router {
  const router = Router();
  const { kopokopo, received, payments, deliverTo, operatorsOnly, show } = parts;
  const { client, href, tillNumber } = kopokopo;

  router.post(`${href}/payments`, requireCsrfToken, operatorsOnly, async (req, res) => {
    if (tillNumber === undefined) throw notFound();
    const { once } = textsOf(req.body, ['once']);
    const entries = textsOf(req.body, paymentFields);
    const read = readPayment(entries);
    if ('objections' in read) {
      res.status(422).send(await show(req, { entries, objections: read.objections }));
      return;
    }
    if (!/^[\w-]{24}$/.test(once)) throw notFound();
    const order = payments.propose(req.sessionID, read.payment, once);
    if (!isSame(order.content, read.payment)) {
      res.status(409).send(await show(req, { entries, isUsed: true }));
      return;
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

  router.get(`${href}/payments/:id`, async (req: Request<{ id: string }>, res) => {
    const order = payments.find(req.sessionID, req.params.id);
    if (!order) throw noSuchPayment(kopokopo);
    if (order.state.kind === 'failed') throw new PageError(order.state.problem);
    const status = await statusOf(order, kopokopo);
    const isOpen = !['Success', 'Failed'].includes(status) && Date.now() - order.at < askFor;
    const resource = order.state.kind === 'done' ? order.state.answer.split('/').at(-1) : undefined;
    res.send(
      paymentPage({
        kopokopo,
        order,
        status,
        received: received.filter((webhook) => webhook.resource === resource),
        refresh: isOpen ? 2 : undefined,
        isSignedIn: accountOf(req) !== undefined,
      }),
    );
  });
  return router;
}

/** Kopo Kopo's own word for it. */
async function statusOf({ state }: Order<Payment, string>, { client }: OpenKopoKopo): Promise<string> {
  if (state.kind !== 'done') return 'Being asked for';
  try {
    const { attributes } = await client.status(state.answer);
    return typeof attributes?.status === 'string' ? attributes.status : 'Not told';
  } catch (error) {
    const { reason } = error as { readonly reason?: unknown };
    return `Not known now${typeof reason === 'string' ? `: ${reason}` : ''}`;
  }
}

function isSame(one: Payment, other: Payment): boolean {
  return (['phone', 'amount', 'reference'] as const).every((member) => one[member] === other[member]);
}

/** The person may have been asked although no good answer came: asking again may be asking twice. */
function paymentProblem(error: unknown, { title, href }: OpenKopoKopo): Problem {
  const action = { href, label: 'Back to the payments' };
  const problem = { ...problemOf(error, title), action };
  const { reason } = error as { readonly reason?: unknown };
  if (reason !== 'outcome_unknown') return problem;
  return {
    ...problem,
    title: 'The payment may have been asked for',
    happened: `${title} was asked to send the request, and no good answer came. It was not asked again.`,
    next: 'Ask the person whether the telephone shows a request, or wait for a webhook, before you try again.',
  };
}

function noSuchPayment({ href }: OpenKopoKopo): PageError {
  return new PageError({
    status: 404,
    title: 'There is no such payment here',
    happened: 'It was asked for in another browser, or before this application was started.',
    whose: 'Mostly of an old link.',
    next: 'Look at the list of webhooks, or ask for a payment.',
    action: { href, label: 'Back to the payments' },
  });
}
