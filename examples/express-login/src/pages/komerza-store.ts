import {
  hasPermission,
  KomerzaPermission,
  type KomerzaStoreDetails,
  type KomerzaStorePermissions,
} from 'passport-komerza';
import type { Notice } from '../account';
import { html, type Html } from '../html';
import type { OpenService } from '../open-services';
import { ownership } from './komerza-stores';
import { layout } from './layout';
import { pageHead } from './page-head';
import { chips, row } from './rows';
import { shown } from './shown';

export interface KomerzaStorePage {
  readonly service: OpenService;
  readonly store: KomerzaStoreDetails;
  readonly permissions: KomerzaStorePermissions;
  readonly notice: Notice | undefined;
}

/** What is shown of a store. Komerza tells more, among it what belongs on no page. */
const details = [
  'description',
  'url',
  'domain',
  'customDomain',
  'currencyCode',
  'rating',
  'dateCreated',
  'lastOrderAt',
  'isInactive',
];

type Deed = readonly [permission: Parameters<typeof hasPermission>[1], words: string];

/** What one may want to do in a store, in the words of a shopkeeper. */
const deeds: readonly Deed[] = [
  [KomerzaPermission.storesUpdate, 'update this store'],
  [KomerzaPermission.storesProductsView, 'see its products'],
  [KomerzaPermission.storesProductsUpdate, 'change its products'],
  [KomerzaPermission.storesOrdersView, 'see its orders'],
  [KomerzaPermission.storesOrdersRefund, 'refund orders'],
];

/** A store, and what the person may do in it. */
export function komerzaStorePage({ service, store, permissions, notice }: KomerzaStorePage): string {
  const name = typeof store.name === 'string' ? store.name : 'A store without a name';
  const told = details.filter((member) => Object.hasOwn(store, member));
  return layout({
    title: `${name} – Example Business`,
    notice,
    isSignedIn: true,
    back: { href: service.page.href, label: 'Stores' },
    content: html`${pageHead(service, name, `A store at ${service.title}`)}
      <div class="columns ${service.name}">
        <section class="panel" aria-labelledby="details">
          <h2 id="details">Details</h2>
          ${shown(Object.fromEntries(told.map((member) => [member, store[member]])))}
        </section>
        <section class="panel" aria-labelledby="permissions">
          <div class="panel-head">
            <h2 id="permissions">What you may do</h2>
            ${ownership(permissions.isOwner)}
          </div>
          <ul class="deeds">
            ${deeds.map((deed) => verdict(deed, permissions))}
          </ul>
          <dl>
            ${row('Permissions', namesOf(permissions.permissions))}
            ${row('Payment methods', namesOf(permissions.enabledPaymentMethods))}
          </dl>
          <p class="fine">The application needs each permission, too: Komerza refuses without it.</p>
        </section>
      </div>`,
  });
}

function verdict([permission, words]: Deed, own: KomerzaStorePermissions): Html {
  const may = hasPermission(own, permission);
  return html`<li data-may="${may ? 'yes' : 'no'}">
    <span>You may ${!may && html`<strong>not</strong> `}${words}.</span>
  </li>`;
}

function namesOf(names: readonly string[]): string | Html {
  return names.length > 0 ? chips(names) : 'None';
}
