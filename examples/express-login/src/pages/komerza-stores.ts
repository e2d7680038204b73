import type { KomerzaStore } from 'passport-komerza';
import type { Notice } from '../account';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface KomerzaStoresPage {
  readonly service: OpenService;
  readonly stores: readonly KomerzaStore[];
  readonly signInHref: string;
  readonly notice: Notice | undefined;
}

/** The stores that were ticked when the person signed in. */
export function komerzaStoresPage({ service, stores, signInHref, notice }: KomerzaStoresPage): string {
  return layout({
    title: 'Stores – Example Business',
    notice,
    isSignedIn: true,
    back: { href: '/account', label: 'Account' },
    content: html`${pageHead(service, 'Stores', `Those that you let this application into at ${service.title}`)}
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

function item({ id, name, url, isOwner, currencyCode }: KomerzaStore, href: string): Html {
  const title = name ?? 'A store without a name';
  return html`<li>
    <p>
      ${
        id === undefined
          ? html`<strong>${title}</strong>`
          : html`<a href="${href}/${encodeURIComponent(id)}"><strong>${title}</strong></a>`
      }
      ${ownership(isOwner)}
    </p>
    ${url !== undefined && html`<code>${url}</code>`}
    ${currencyCode !== undefined && html`<span class="soft">${currencyCode}</span>`}
  </li>`;
}

/** Whether the store is the person's own; nothing where Komerza does not say. */
export function ownership(isOwner: boolean | undefined): Html | false {
  if (isOwner === undefined) return false;
  return isOwner ? html`<span class="badge live">Owner</span>` : html`<span class="badge">Team</span>`;
}
