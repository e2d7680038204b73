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
  /** Kopo Kopo's own word for it. */
  readonly status: string;
  /** Only those of this payment. */
  readonly received: readonly ReceivedWebhook[];
  /** Seconds after which the page asks again; none when there is nothing more to come. */
  readonly refresh: number | undefined;
  readonly isSignedIn: boolean;
}

/** What was asked for, what has become of it, and the signed messages that say so. */
export function paymentPage({ kopokopo, order, status, received, refresh, isSignedIn }: PaymentPage): string {
  const { phone, amount, reference } = order.content;
  const { name, href } = kopokopo;
  return layout({
    title: 'Payment – Example Business',
    isSignedIn,
    refresh,
    back: { href, label: 'Payments' },
    content: html`${pageHead(kopokopo, `KES ${amount}`, `Asked for at ${kopokopo.title}`)}
      <div class="columns second-wide ${name}">
        <section class="panel" aria-labelledby="payment">
          <div class="panel-head">
            <h2 id="payment">Payment</h2>
            <a href="${href}/payments/${order.id}">Refresh</a>
          </div>
          <dl>
            ${row('Status', html`<span class="badge ${status === 'Success' && 'live'}" role="status">${status}</span>`)}
            ${row('Telephone', phone)} ${row('Reference', reference)}
            ${row('Asked for', timeOf(new Date(order.at)))}
          </dl>
          ${refresh !== undefined && html`<p class="fine">This page asks again by itself until there is a result.</p>`}
        </section>
        <section class="panel" aria-labelledby="webhooks">
          <h2 id="webhooks">Signed messages about it</h2>
          ${webhookList(received)}
          <p class="fine">
            The result comes for every payment; a webhook comes, too, once this application has subscribed.
          </p>
        </section>
      </div>`,
  });
}
