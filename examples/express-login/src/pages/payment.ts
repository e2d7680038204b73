import type { Frame } from '../frame';
import { html } from '../html';
import type { OpenKopoKopo } from '../kopokopo';
import type { ReceivedWebhook } from '../kopokopo-webhooks';
import type { Order } from '../orders';
import type { Payment } from '../payment-form';
import { layout } from './layout';
import { pageHead } from './page-head';
import { row } from './rows';
import { timeOf, webhookList } from './webhook-list';

export interface PaymentPage {
  readonly kopokopo: OpenKopoKopo;
  readonly order: Order<Payment, string>;
  /** The status as Kopo Kopo names it. */
  readonly status: string;
  /** Only those of this payment. */
  readonly received: readonly ReceivedWebhook[];
  /** Seconds after which the page reloads. Missing when the result is there. */
  readonly refresh: number | undefined;
  readonly frame: Frame;
}

/** A payment request, its status, and the signed webhooks about it. */
export function paymentPage({ kopokopo, order, status, received, refresh, frame }: PaymentPage): string {
  const { phone, amount, reference } = order.content;
  const { name, href } = kopokopo;
  return layout({
    title: 'Payment',
    frame,
    refresh,
    back: { href, label: 'Payments' },
    content: html`${pageHead(kopokopo, `KES ${amount}`, `Requested at ${kopokopo.title}`)}
      <div class="columns second-wide ${name}">
        <section class="panel" aria-labelledby="payment">
          <div class="panel-head">
            <h2 id="payment">Payment</h2>
            <a href="${href}/payments/${order.id}">Refresh</a>
          </div>
          <dl>
            ${row('Status', html`<span class="badge ${status === 'Success' && 'live'}" role="status">${status}</span>`)}
            ${row('Telephone', phone)} ${row('Reference', reference)}
            ${row('Requested', timeOf(new Date(order.at)))}
          </dl>
          ${refresh !== undefined && html`<p class="fine">This page reloads until there is a result.</p>`}
        </section>
        <section class="panel" aria-labelledby="webhooks">
          <h2 id="webhooks">Signed webhooks</h2>
          ${webhookList(received)}
          <p class="fine">
            Kopo Kopo sends a result for every payment. It also sends a webhook, if this application has
            subscribed.
          </p>
        </section>
      </div>`,
  });
}
