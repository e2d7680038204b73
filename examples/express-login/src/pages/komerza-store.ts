import {
  hasPermission,
  KomerzaPermission,
  type KomerzaStoreDetails,
  type KomerzaStorePermissions,
} from 'passport-komerza';
import type { Frame } from '../frame';
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
  readonly frame: Frame;
}

/** The members of a store to show. Komerza sends more, such as keys, which belong on no page. */
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

type Action = readonly [permission: Parameters<typeof hasPermission>[1], words: string];

/** Actions in a store, in the words of a shopkeeper. */
const actions: readonly Action[] = [
  [KomerzaPermission.storesUpdate, 'update this store'],
  [KomerzaPermission.storesProductsView, 'see its products'],
  [KomerzaPermission.storesProductsUpdate, 'change its products'],
  [KomerzaPermission.storesOrdersView, 'see its orders'],
  [KomerzaPermission.storesOrdersRefund, 'refund orders'],
];

/** A store, and the person's permissions in it. */
export function komerzaStorePage({ service, store, permissions, frame }: KomerzaStorePage): string {
  const name = typeof store.name === 'string' ? store.name : 'Unnamed store';
  const shownDetails = details.filter((member) => Object.hasOwn(store, member));
  return layout({
    title: name,
    frame,
    back: { href: service.page.href, label: 'Stores' },
    content: html`${pageHead(service, name, `A store at ${service.title}`)}
      <div class="columns ${service.name}">
        <section class="panel" aria-labelledby="details">
          <h2 id="details">Details</h2>
          ${shown(Object.fromEntries(shownDetails.map((member) => [member, store[member]])))}
        </section>
        <section class="panel" aria-labelledby="permissions">
          <div class="panel-head">
            <h2 id="permissions">What you may do</h2>
            ${ownership(permissions.isOwner)}
          </div>
          <ul class="deeds">
            ${actions.map((action) => verdict(action, permissions))}
          </ul>
          <dl>
            ${row('Permissions', namesOf(permissions.permissions))}
            ${row('Payment methods', namesOf(permissions.enabledPaymentMethods))}
          </dl>
          <p class="fine">This site needs each permission as well. Komerza refuses the call without it.</p>
        </section>
      </div>`,
  });
}

function verdict([permission, words]: Action, own: KomerzaStorePermissions): Html {
  const may = hasPermission(own, permission);
  return html`<li data-may="${may ? 'yes' : 'no'}">
    <span>You may ${!may && html`<strong>not</strong> `}${words}.</span>
  </li>`;
}

function namesOf(names: readonly string[]): string | Html {
  return names.length > 0 ? chips(names) : 'None';
}
