import { html, type Html } from '../html';
import type { ReceivedWebhook } from '../kopokopo-webhooks';

/** Webhooks with a valid signature, the newest first. */
export function webhookList(received: readonly ReceivedWebhook[]): Html {
  if (received.length === 0) return html`<p class="empty">None yet.</p>`;
  return html`<ol class="events" aria-label="Webhooks, the newest first">
    ${received.map(
      ({ topic, id, at, duplicate }) =>
        html`<li>
          <p>
            <strong>${topic ?? 'result of a payment'}</strong>
            ${duplicate && html`<span class="badge">Duplicate</span>`}
          </p>
          <code>${id ?? 'No id'}</code>
          <span class="soft">${timeOf(at)}</span>
        </li>`,
    )}
  </ol>`;
}

/** A time of today. */
export function timeOf(date: Date): Html {
  const text = date.toISOString();
  return html`<time datetime="${text}">${text.slice(11, 19)} UTC</time>`;
}
