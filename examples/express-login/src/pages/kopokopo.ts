import type { Introspection } from 'passport-oauth2-base';
import type { KopoKopoProfile } from 'passport-kopokopo';
import type { Notice } from '../account';
import { html, type Html } from '../html';
import type { OpenKopoKopo, WebhookKind } from '../kopokopo';
import type { ReceivedWebhook } from '../kopokopo-routes';
import { chips, lifetime, row } from './rows';
import { layout } from './layout';
import { monogram, origin } from './monogram';

export interface KopoKopoPage {
  readonly kopokopo: OpenKopoKopo;
  readonly info: KopoKopoProfile;
  readonly introspection: Introspection;
  /** The newest first. */
  readonly received: readonly ReceivedWebhook[];
  readonly webhookURL: string;
  readonly notice: Notice | undefined;
  readonly isSignedIn: boolean;
  /** Missing where no webhook can be asked for. */
  readonly csrfToken: string | undefined;
}

/** What the application's token is worth, and the webhooks that arrived. Never the token. */
export function kopokopoPage(page: KopoKopoPage): string {
  const { kopokopo, info, introspection, received, webhookURL, notice, isSignedIn, csrfToken } = page;
  return layout({
    title: 'Application token – Example Business',
    notice,
    isSignedIn,
    content: html`<section class="hero account-head">
        ${monogram(kopokopo)}
        <div>
          <h1>Application token</h1>
          <p>At Kopo Kopo the application signs in, not people ${origin(kopokopo.isEmulated)}</p>
        </div>
      </section>
      <div class="columns second-wide ${kopokopo.name}">
        <section class="panel" aria-labelledby="token">
          <h2 id="token">Token</h2>
          <dl>
            ${row('Application', info.displayName ?? info.id)} ${row('Introspection', state(introspection))}
            ${row('Lifetime', lifetime(introspection.expiresAt?.getTime(), 'Kopo Kopo'))}
            ${row('Scopes', scopes(info.scopes))}
            ${row('Account', info.resourceOwnerId ?? 'None: the token is the application’s own.')}
          </dl>
          <p class="fine">
            One token serves all requests, and is renewed before it ends. It stays on the server.
          </p>
        </section>
        <section class="panel" aria-labelledby="webhooks">
          <div class="panel-head">
            <h2 id="webhooks">Signed webhooks</h2>
            <a href="${kopokopo.href}">Refresh</a>
          </div>
          ${list(received)} ${csrfToken !== undefined && buttons(csrfToken, kopokopo.href, received)}
          <p class="fine">
            They arrive at <code>${webhookURL}</code>; a wrong signature is refused with 401.
          </p>
        </section>
      </div>`,
  });
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

function list(received: readonly ReceivedWebhook[]): Html {
  if (received.length === 0) return html`<p class="empty">None yet.</p>`;
  return html`<ol class="events" aria-label="Webhooks, the newest first">
    ${received.map(
      ({ topic, id, at, duplicate }) =>
        html`<li>
          <p>
            <strong>${topic ?? 'result of a payment'}</strong>
            ${duplicate && html`<span class="badge">Duplicate</span>`}
          </p>
          <code>${id ?? 'without an id'}</code>
          <span class="soft">${timeOf(at)}</span>
        </li>`,
    )}
  </ol>`;
}

function timeOf(date: Date): Html {
  const text = date.toISOString();
  return html`<time datetime="${text}">${text.slice(11, 19)} UTC</time>`;
}

/** One form, so that the buttons stand in one row: the button that is pressed says what to send. */
function buttons(csrfToken: string, href: string, received: readonly ReceivedWebhook[]): Html {
  const button = (kind: WebhookKind, label: string, style = ''): Html =>
    html`<button class="button ${style}" name="kind" value="${kind}">${label}</button>`;
  return html`<form class="actions" method="post" action="${href}/webhooks">
    <input type="hidden" name="csrfToken" value="${csrfToken}" />
    ${button('signed', 'Send a signed webhook', 'primary')}
    ${received.length > 0 && button('again', 'Send it again')}
    ${button('forged', 'Send one with a wrong signature')}
  </form>`;
}
