import { randomUUID } from 'node:crypto';
import { type EmulatedResponse } from '../../http/response';
import { type Call } from '../../http/request';
import { type Route } from '../../http/route';
import { Refusal } from '../../http/refusal';
import { type KomerzaParts, permittedGrant, permittedStore } from './access';
import { apiRoute, listResponse, success } from './responses';
import { type Form, FormRefusal, flag, readForm, text, textLike, urlOf } from './forms';
import { productsOf } from './products';
import { type KomerzaStore, createStore } from './store';

/** `/stores`: stores, the permissions in them, and their products. */
export function storeRoutes(parts: KomerzaParts): readonly Route[] {
  const route = (
    method: Route['method'],
    path: string,
    endpoint: Route['endpoint'],
    handle: (parts: KomerzaParts, call: Call, id: string) => EmulatedResponse,
  ): Route => apiRoute(method, path, endpoint, (call, params) => handle(parts, call, params['id'] ?? ''));
  return [
    route('POST', '/stores', 'stores', create),
    route('GET', '/stores/:id', 'store', show),
    route('PUT', '/stores/:id', 'store', update),
    route('GET', '/stores/:id/permissions', 'storePermissions', showPermissions),
    route('GET', '/stores/:id/products', 'storeProducts', showProducts),
  ];
}

function create(parts: KomerzaParts, call: Call): EmulatedResponse {
  const grant = permittedGrant(parts, call, 'stores.create');
  const form = readForm(call);
  text(form, 'url', [3, 32]);
  const url = textLike(form, 'url', /^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens');
  const details = readDetails(form);
  if (parts.stores.isTaken(url)) {
    throw new Refusal(409, 'ObjectConflict', 'url_taken', `Another store has the url ${url}`);
  }
  const now = new Date(parts.clock.now()).toISOString();
  const store = createStore(randomUUID(), now, { url, ...details });
  parts.stores.add(grant, store);
  return success(parts.switches, reference(store));
}

function show(parts: KomerzaParts, call: Call, id: string): EmulatedResponse {
  return success(parts.switches, reference(permittedStore(parts, call, id, 'stores.view').store));
}

/** The form replaces the settings. The response has all data of the store, its secret included. */
function update(parts: KomerzaParts, call: Call, id: string): EmulatedResponse {
  const { grant, store } = permittedStore(parts, call, id, 'stores.update');
  const form = readForm(call);
  const isTicketingEnabled = flag(form, 'isTicketingEnabled', true);
  const externalSupportUrl = urlOf(form, 'externalSupportUrl');
  if (!isTicketingEnabled && externalSupportUrl === null) {
    throw new FormRefusal('externalSupportUrl', 'given where ticketing is disabled');
  }
  const changed: KomerzaStore = {
    ...store,
    ...readDetails(form),
    termsOfServiceUrl: urlOf(form, 'termsOfServiceUrl'),
    refundPolicyUrl: urlOf(form, 'refundPolicyUrl'),
    privacyPolicyUrl: urlOf(form, 'privacyPolicyUrl'),
    isTicketingEnabled,
    externalSupportUrl,
    externalSupportDescription: text(form, 'externalSupportDescription', [0, 4096], '') || null,
  };
  parts.stores.replace(grant.user.id, changed);
  const webhookSecret = 'store_webhook_secret_emulator_sensitive';
  return success(parts.switches, { ...reference(changed), userId: grant.user.id, webhookSecret });
}

/** The members of both forms. */
function readDetails(
  form: Form,
): Pick<
  KomerzaStore,
  'name' | 'description' | 'currencyCode' | 'prependProductNameToReceipt' | 'isAutomaticReviewsEnabled'
> {
  return {
    name: text(form, 'name', [3, 32]),
    description: text(form, 'description', [0, 4096], ''),
    currencyCode: textLike(form, 'currencyCode', /^[A-Z]{3}$/, 'an ISO 4217 code', 'USD'),
    prependProductNameToReceipt: flag(form, 'prependProductNameToReceipt', false),
    isAutomaticReviewsEnabled: flag(form, 'isAutomaticReviewsEnabled', false),
  };
}

/** The permissions in the store that both the user and the application have. */
function showPermissions(parts: KomerzaParts, call: Call, id: string): EmulatedResponse {
  const { grant, store } = permittedStore(parts, call, id, 'stores.view');
  const granted = grant.scope.filter((name) => name.startsWith('stores.'));
  return success(parts.switches, {
    isOwner: store.scopes === null,
    permissions: granted.filter((name) => store.scopes?.includes(name) ?? true),
    enabledPaymentMethods: ['Stripe', 'PayPal'],
  });
}

function showProducts(parts: KomerzaParts, call: Call, id: string): EmulatedResponse {
  const { grant, store } = permittedStore(parts, call, id, 'stores.products.view');
  return listResponse(parts.switches, call, productsOf(store, grant.user.id));
}

/** Only `GET /user` shows `scopes`. */
function reference({ scopes: _, ...store }: KomerzaStore): Omit<KomerzaStore, 'scopes'> {
  return store;
}
