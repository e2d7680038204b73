import type { Introspection } from 'passport-oauth2-base';
import type { KopoKopoProfile } from 'passport-kopokopo';
import type { Frame } from '../frame';
import { html, type Html } from '../html';
import type { OpenKopoKopo, WebhookKind } from '../kopokopo';
import type { Objections } from '../form';
import type { ReceivedWebhook } from '../kopokopo-webhooks';
import type { Order } from '../orders';
import type { Payment, PaymentEntries, PaymentField } from '../payment-form';
import { field } from './field';
import { chips, lifetime, row } from './rows';
import { layout } from './layout';
import { pageHead } from './page-head';
import { timeOf, webhookList } from './webhook-list';

export interface KopoKopoPage {
  readonly kopokopo: OpenKopoKopo;
  readonly info: KopoKopoProfile;
  readonly introspection: Introspection;
  /** The newest first. */
  readonly received: readonly ReceivedWebhook[];
  readonly webhookURL: string;
  readonly csrfToken: string;
  readonly frame: Frame;
  readonly isSubscribed: boolean;
  /** The payments that this session requested, the newest first. */
  readonly payments: readonly Order<Payment, string>[];
  /** Missing without a till: no payment can be requested then. */
  readonly form: PaymentForm | undefined;
}

/** The form that requests a payment. */
export interface PaymentForm {
  /** Makes two clicks on its button one payment. */
  readonly once: string;
  /** The entries of a refused form, and what is wrong with them. */
  readonly entries?: Partial<PaymentEntries> | undefined;
  readonly objections?: Objections<PaymentField> | undefined;
}

/** The state of the application's token, payments, and received webhooks. Never the token itself. */
export function kopokopoPage(page: KopoKopoPage): string {
  const { kopokopo, received, webhookURL, frame } = page;
  return layout({
    title: 'Payments and webhooks',
    frame,
    back: { href: '/', label: 'Services' },
    content: html`${pageHead(kopokopo, 'Payments and webhooks', 'The application’s own access to Kopo Kopo')}
      <div class="columns second-wide ${kopokopo.name}">
        <div class="panels">${paymentPanel(page)} ${tokenPanel(page)}</div>
        <section class="panel" aria-labelledby="webhooks">
          <div class="panel-head">
            <h2 id="webhooks">Signed webhooks</h2>
            <a href="${kopokopo.href}">Refresh</a>
          </div>
          ${webhookList(received)} ${subscribing(page)} ${sending(page)}
          <p class="fine">
            They arrive at <code>${webhookURL}</code>. This site refuses a wrong signature with 401.
          </p>
        </section>
      </div>`,
  });
}

function tokenPanel({ info, introspection }: KopoKopoPage): Html {
  return html`<section class="panel" aria-labelledby="token">
    <h2 id="token">Application token</h2>
    <dl>
      ${row('Application', info.displayName ?? info.id)} ${row('Introspection', state(introspection))}
      ${row('Lifetime', lifetime(introspection.expiresAt?.getTime(), 'Kopo Kopo'))}
      ${row('Scopes', scopes(info.scopes))}
      ${row('Account', info.resourceOwnerId ?? 'None. The token belongs to the application itself.')}
    </dl>
    <p class="fine">
      All requests share one token. It is renewed before it expires, and stays on the server.
    </p>
  </section>`;
}

function paymentPanel({ form, csrfToken, kopokopo, payments }: KopoKopoPage): Html | false {
  if (!form) return false;
  return html`<section class="panel" aria-labelledby="ask">
    <h2 id="ask">Request a payment</h2>
    ${paymentForm(form, csrfToken, kopokopo.href)}
    ${payments.length > 0 && paymentList(payments, kopokopo.href)}
  </section>`;
}

function paymentForm({ once, entries, objections = {} }: PaymentForm, csrfToken: string, href: string): Html {
  return html`<form class="form" method="post" action="${href}/payments">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    <input type="hidden" name="once" value="${once}" />
    ${field({
      name: 'phone',
      label: 'Telephone',
      hint: 'The payer’s number, such as 0712 345 678',
      value: entries?.phone,
      objection: objections.phone,
      inputMode: 'tel',
      maxLength: 20,
    })}
    ${field({
      name: 'amount',
      label: 'Amount in KES',
      hint: 'Shillings, such as 100 or 99.50',
      value: entries?.amount,
      objection: objections.amount,
      inputMode: 'decimal',
      maxLength: 12,
    })}
    ${field({
      name: 'reference',
      label: 'Reference',
      hint: 'Comes back with the result',
      value: entries?.reference,
      objection: objections.reference,
      maxLength: 40,
    })}
    <div class="actions"><button class="button primary">Request the payment</button></div>
  </form>`;
}

function paymentList(payments: readonly Order<Payment, string>[], href: string): Html {
  return html`<h3>Requested here</h3>
    <ul class="events">
      ${payments.map(
        ({ id, at, content: { amount, reference } }) =>
          html`<li>
            <p><a href="${href}/payments/${id}">KES ${amount}</a> <span class="soft">${reference}</span></p>
            <span class="soft">${timeOf(new Date(at))}</span>
          </li>`,
      )}
    </ul>`;
}

function state({ active, issuedAt }: Introspection): Html {
  const badge = active
    ? html`<span class="badge live">Active</span>`
    : html`<span class="badge">Not active</span>`;
  const since = issuedAt && html`<span class="soft">since ${timeOf(issuedAt)}</span>`;
  return html`${badge} ${since}`;
}

function scopes(names: readonly string[] | undefined): string | Html {
  return names && names.length > 0 ? chips(names) : 'None. Its permissions are set at Kopo Kopo.';
}

function subscribing({ form, csrfToken, isSubscribed, kopokopo }: KopoKopoPage): Html | false {
  if (isSubscribed) return html`<p class="fine">Subscribed: Kopo Kopo reports every payment to the till.</p>`;
  if (!form) return false;
  return html`<form class="actions" method="post" action="${kopokopo.href}/subscriptions">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    <button class="button primary">Subscribe to payments</button>
  </form>`;
}

/** One form, so that the buttons are in one row. The clicked button says what to send. */
function sending({ kopokopo: { href, sendWebhook }, csrfToken, received }: KopoKopoPage): Html | false {
  if (!sendWebhook) return false;
  const button = (kind: WebhookKind, label: string): Html =>
    html`<button class="button" name="kind" value="${kind}">${label}</button>`;
  return html`<form class="actions" method="post" action="${href}/webhooks">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    ${button('signed', 'Send a signed webhook')} ${received.length > 0 && button('again', 'Send it again')}
    ${button('forged', 'Send one with a wrong signature')}
  </form>`;
}
