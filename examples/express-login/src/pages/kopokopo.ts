import type { Introspection } from 'passport-oauth2-base';
import type { KopoKopoProfile } from 'passport-kopokopo';
import type { Notice } from '../account';
import { html, type Html } from '../html';
import type { OpenKopoKopo, WebhookKind } from '../kopokopo';
import type { Objections } from '../form';
import type { ReceivedWebhook } from '../kopokopo-webhooks';
import type { Order } from '../orders';
import type { Payment, PaymentEntries, PaymentField } from '../payment-form';
import { field, objectionsNotice } from './field';
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
  readonly notice: Notice | undefined;
  readonly isSignedIn: boolean;
  /** Missing for those who may press no buttons. */
  readonly csrfToken: string | undefined;
  readonly isSubscribed: boolean;
  /** What this browser asked for, the newest first. */
  readonly payments: readonly Order<Payment, string>[];
  /** Missing where no payment can be asked for. */
  readonly form: PaymentForm | undefined;
}

/** The form that asks for a payment. */
export interface PaymentForm {
  /** Makes two presses of its button one payment. */
  readonly once: string;
  readonly entries?: PaymentEntries;
  readonly objections?: Objections<PaymentField>;
  /** Whether a payment with other entries came from the same form. */
  readonly isUsed?: boolean;
}

/** What the application's token is worth, payments, and the webhooks that arrived. Never the token. */
export function kopokopoPage(page: KopoKopoPage): string {
  const { kopokopo, received, webhookURL, notice, isSignedIn } = page;
  return layout({
    title: 'Payments and webhooks – Example Business',
    notice,
    isSignedIn,
    back: { href: '/', label: 'Services' },
    content: html`${pageHead(kopokopo, 'Payments and webhooks', 'At Kopo Kopo the application signs in, not people')}
      <div class="columns second-wide ${kopokopo.name}">
        <div class="panels">${paymentPanel(page)} ${tokenPanel(page)}</div>
        <section class="panel" aria-labelledby="webhooks">
          <div class="panel-head">
            <h2 id="webhooks">Signed webhooks</h2>
            <a href="${kopokopo.href}">Refresh</a>
          </div>
          ${webhookList(received)} ${subscribing(page)} ${sending(page)}
          <p class="fine">
            They arrive at <code>${webhookURL}</code>; a wrong signature is refused with 401.
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
      ${row('Account', info.resourceOwnerId ?? 'None: the token is the application’s own.')}
    </dl>
    <p class="fine">One token serves all requests, and is renewed before it ends. It stays on the server.</p>
  </section>`;
}

function paymentPanel({ form, csrfToken, kopokopo, payments }: KopoKopoPage): Html | false {
  if (!form || csrfToken === undefined) return false;
  return html`<section class="panel" aria-labelledby="ask">
    <h2 id="ask">Ask for a payment</h2>
    ${paymentForm(form, csrfToken, kopokopo.href)}
    ${payments.length > 0 && paymentList(payments, kopokopo.href)}
  </section>`;
}

function paymentForm(
  { once, entries, objections = {}, isUsed = false }: PaymentForm,
  csrfToken: string,
  href: string,
): Html {
  return html`${objectionsNotice(Object.keys(objections).length > 0)}
    ${
      isUsed &&
      html`<p class="notice caution" role="alert">
        This form has asked for another payment already. Press the button again if you want this one, too.
      </p>`
    }
    <form class="form" method="post" action="${href}/payments">
      <input type="hidden" name="csrfToken" value="${csrfToken}" />
      <input type="hidden" name="once" value="${once}" />
      ${field({
        name: 'phone',
        label: 'Telephone',
        hint: 'Of whoever pays, such as 0712 345 678',
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
      <div class="actions"><button class="button primary">Ask for the payment</button></div>
    </form>`;
}

function paymentList(payments: readonly Order<Payment, string>[], href: string): Html {
  return html`<h3>Asked for from here</h3>
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
  return names && names.length > 0 ? chips(names) : 'None: what it may do is set at Kopo Kopo.';
}

function subscribing({ form, csrfToken, isSubscribed, kopokopo }: KopoKopoPage): Html | false {
  if (isSubscribed)
    return html`<p class="fine">Subscribed: Kopo Kopo tells of every payment to the till.</p>`;
  if (!form || csrfToken === undefined) return false;
  return html`<form class="actions" method="post" action="${kopokopo.href}/subscriptions">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    <button class="button primary">Subscribe to payments</button>
  </form>`;
}

/** One form, so that the buttons stand in one row: the button that is pressed says what to send. */
function sending({ kopokopo: { href, sendWebhook }, csrfToken, received }: KopoKopoPage): Html | false {
  if (!sendWebhook || csrfToken === undefined) return false;
  const button = (kind: WebhookKind, label: string): Html =>
    html`<button class="button" name="kind" value="${kind}">${label}</button>`;
  return html`<form class="actions" method="post" action="${href}/webhooks">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    ${button('signed', 'Send a signed webhook')} ${received.length > 0 && button('again', 'Send it again')}
    ${button('forged', 'Send one with a wrong signature')}
  </form>`;
}
