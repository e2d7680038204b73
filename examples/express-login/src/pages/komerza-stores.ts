import type { KomerzaStoreDetails } from 'passport-komerza';
import type { Frame } from '../frame';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface KomerzaStoresPage {
  readonly service: OpenService;
  readonly stores: readonly KomerzaStoreDetails[];
  readonly signInHref: string;
  readonly frame: Frame;
}

/** The stores that were ticked when the person signed in. */
export function komerzaStoresPage({ service, stores, signInHref, frame }: KomerzaStoresPage): string {
  return layout({
    title: 'Stores',
    frame,
    back: { href: '/account', label: 'Account' },
    content: html`${pageHead(service, 'Stores', `The stores that you ticked at ${service.title}`)}
      <section class="panel single ${service.name}" aria-label="Stores">
        ${
          stores.length === 0
            ? html`<p class="empty">You ticked no store when you signed in.</p>`
            : html`<ul class="events">
                ${stores.map((store) => item(store, service.page.href))}
              </ul>`
        }
        <div class="actions"><a class="button" href="${signInHref}">Choose other stores</a></div>
      </section>`,
  });
}

function item({ id, name, url, scopes, currencyCode }: KomerzaStoreDetails, href: string): Html {
  // For the person's own store `scopes` is null. If it is missing, the owner is unknown.
  const isOwner = scopes === undefined ? undefined : scopes === null;
  return html`<li>
    <p>
      <a href="${href}/${encodeURIComponent(id)}"><strong>${text(name) ?? 'Unnamed store'}</strong></a>
      ${ownership(isOwner)}
    </p>
    ${text(url) !== undefined && html`<code>${text(url)}</code>`}
    ${text(currencyCode) !== undefined && html`<span class="soft">${text(currencyCode)}</span>`}
  </li>`;
}

/** Komerza documents these members as text, but they may be something else. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether the store is the person's own. Empty if Komerza does not say. */
export function ownership(isOwner: boolean | undefined): Html | false {
  if (isOwner === undefined) return false;
  return isOwner ? html`<span class="badge live">Owner</span>` : html`<span class="badge">Team</span>`;
}
