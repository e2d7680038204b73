import { KomerzaClient, KomerzaPermission } from 'passport-komerza';
import { apiContract, type ApiClientOptions } from 'passport-strategy-contract';

const client = (options: ApiClientOptions): KomerzaClient => new KomerzaClient(options);
const success = { json: { success: true, data: { id: 'x' } } };
const { storesProductsView, storesView, userView, userWebhooksCreate } = KomerzaPermission;

const calls = {
  'user()': apiContract({
    client,
    call: (komerza, accessToken) => komerza.user(accessToken),
    safe: true,
    permission: userView,
    success,
  }),
  'store()': apiContract({
    client,
    call: (komerza, accessToken) => komerza.store(accessToken, 'x'),
    safe: true,
    permission: storesView,
    success,
  }),
  'storePermissions()': apiContract({
    client,
    call: (komerza, accessToken) => komerza.storePermissions(accessToken, 'x'),
    safe: true,
    permission: storesView,
    success,
  }),
  'request()': apiContract({
    client,
    call: (komerza, accessToken) =>
      komerza.request(accessToken, ['stores', 'x', 'products'], { permission: storesProductsView }),
    safe: true,
    permission: storesProductsView,
  }),
  'request() of a POST': apiContract({
    client,
    call: (komerza, accessToken) =>
      komerza.request(accessToken, 'webhooks', { method: 'POST', json: {}, permission: userWebhooksCreate }),
    safe: false,
    permission: userWebhooksCreate,
  }),
};

describe.each(Object.entries(calls))('%s', (_name, rows) => {
  test.each(rows)('$title', ({ run }) => run());
});
