import { randomUUID } from 'node:crypto';
import { type Answer } from '../../http/response';
import { type Call } from '../../http/request';
import { type Route } from '../../http/route';
import { Refusal } from '../../http/refusal';
import { type KomerzaParts, permittedGrant, permittedStore } from './access';
import { apiRoute, pageAnswer, success } from './answers';
import { type Form, FormRefusal, address, flag, readForm, text, textLike } from './forms';
import { productsOf } from './products';
import { type KomerzaStore, createStore } from './store';

/** `/stores`: making and changing stores, what may be done in them, and their products. */
export function storeRoutes(parts: KomerzaParts): readonly Route[] {
  const route = (
    method: Route['method'],
    path: string,
    endpoint: Route['endpoint'],
    handle: (parts: KomerzaParts, call: Call, id: string) => Answer,
  ): Route => apiRoute(method, path, endpoint, (call, params) => handle(parts, call, params['id'] ?? ''));
  return [
    route('POST', '/stores', 'stores', create),
    route('GET', '/stores/:id', 'store', show),
    route('PUT', '/stores/:id', 'store', update),
    route('GET', '/stores/:id/permissions', 'storePermissions', showPermissions),
    route('GET', '/stores/:id/products', 'storeProducts', showProducts),
  ];
}

function create(parts: KomerzaParts, call: Call): Answer {
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

function show(parts: KomerzaParts, call: Call, id: string): Answer {
  return success(parts.switches, reference(permittedStore(parts, call, id, 'stores.view').store));
}

/** The form replaces; the answer is the store's whole record, its secret included. */
function update(parts: KomerzaParts, call: Call, id: string): Answer {
  const { grant, store } = permittedStore(parts, call, id, 'stores.update');
  const form = readForm(call);
  const isTicketingEnabled = flag(form, 'isTicketingEnabled', true);
  const externalSupportUrl = address(form, 'externalSupportUrl');
  if (!isTicketingEnabled && externalSupportUrl === null) {
    throw new FormRefusal('externalSupportUrl', 'given where ticketing is disabled');
  }
  const changed: KomerzaStore = {
    ...store,
    ...readDetails(form),
    termsOfServiceUrl: address(form, 'termsOfServiceUrl'),
    refundPolicyUrl: address(form, 'refundPolicyUrl'),
    privacyPolicyUrl: address(form, 'privacyPolicyUrl'),
    isTicketingEnabled,
    externalSupportUrl,
    externalSupportDescription: text(form, 'externalSupportDescription', [0, 4096], '') || null,
  };
  parts.stores.replace(grant.user.id, changed);
  const webhookSecret = 'store_webhook_secret_emulator_sensitive';
  return success(parts.switches, { ...reference(changed), userId: grant.user.id, webhookSecret });
}

/** What both forms have. */
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

/** What the user may do in the store, as far as the application may, too. */
function showPermissions(parts: KomerzaParts, call: Call, id: string): Answer {
  const { grant, store } = permittedStore(parts, call, id, 'stores.view');
  const granted = grant.scope.filter((name) => name.startsWith('stores.'));
  return success(parts.switches, {
    isOwner: store.scopes === null,
    permissions: granted.filter((name) => store.scopes?.includes(name) ?? true),
    enabledPaymentMethods: ['Stripe', 'PayPal'],
  });
}

function showProducts(parts: KomerzaParts, call: Call, id: string): Answer {
  const { grant, store } = permittedStore(parts, call, id, 'stores.products.view');
  return pageAnswer(parts.switches, call, productsOf(store, grant.user.id));
}

/** `scopes` are told by `GET /user` alone. */
function reference({ scopes: _, ...store }: KomerzaStore): Omit<KomerzaStore, 'scopes'> {
  return store;
}
