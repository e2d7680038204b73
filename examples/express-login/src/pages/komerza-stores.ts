import type { KomerzaStoreDetails } from 'passport-komerza';
import type { Notice } from '../account';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { layout } from './layout';
import { pageHead } from './page-head';

export interface KomerzaStoresPage {
  readonly service: OpenService;
  readonly stores: readonly KomerzaStoreDetails[];
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

function item({ id, name, url, scopes, currencyCode }: KomerzaStoreDetails, href: string): Html {
  // Of one's own store Komerza names no scopes; where it leaves them out, nothing is known.
  const isOwner = scopes === undefined ? undefined : scopes === null;
  return html`<li>
    <p>
      <a href="${href}/${encodeURIComponent(id)}"
        ><strong>${text(name) ?? 'A store without a name'}</strong></a
      >
      ${ownership(isOwner)}
    </p>
    ${text(url) !== undefined && html`<code>${text(url)}</code>`}
    ${text(currencyCode) !== undefined && html`<span class="soft">${text(currencyCode)}</span>`}
  </li>`;
}

/** What Komerza documents may come in another form all the same. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Whether the store is the person's own; nothing where Komerza does not say. */
export function ownership(isOwner: boolean | undefined): Html | false {
  if (isOwner === undefined) return false;
  return isOwner ? html`<span class="badge live">Owner</span>` : html`<span class="badge">Team</span>`;
}
