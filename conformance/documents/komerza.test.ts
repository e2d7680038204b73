import { KomerzaClient, Strategy, type KomerzaProfile } from 'passport-komerza';
import { faults } from 'passport-provider-emulator';
import { providerReadme } from './provider-readme';
import { rejection, useService } from 'passport-strategy-contract/harness';

const readme = providerReadme('komerza', Strategy);
const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);

test('snippet refresh: gives the profile, nothing after a revocation, and other errors as they are', async () => {
  const { tokens } = await komerza.login();
  // This snippet must speak to the emulator that the token is from.
  const profileOf = readme.readme.run('refresh', {
    modules: {
      'passport-komerza': {
        KomerzaClient: class extends KomerzaClient {
          constructor() {
            super(komerza.service.options);
          }
        },
      },
    },
  }) as (accessToken: string) => Promise<KomerzaProfile | undefined>;

  expect((await profileOf(tokens.accessToken))?.plan).toBe('Pro');
  komerza.service.fault('userProfile', faults.status(503), { times: 1 });
  expect(await rejection(profileOf(tokens.accessToken))).toMatchObject({ reason: 'provider_unavailable' });
  komerza.service.revokeUserGrant();
  expect(await profileOf(tokens.accessToken)).toBeUndefined();
});

/** What a snippet exports: a function that speaks to the emulator that the token is from. */
function speaking<Exported>(snippet: string): Exported {
  const emulated = class extends KomerzaClient {
    constructor() {
      super(komerza.service.options);
    }
  };
  const modules = {
    'passport-komerza': { ...jest.requireActual<object>('passport-komerza'), KomerzaClient: emulated },
  };
  return readme.readme.run(snippet, { modules }) as Exported;
}

const [riceAndRoses, , teamShop] = [1, 2, 3].map(
  (store) => `5a1e0c3b-000${store}-4d6f-8e9a-00000000000${store}`,
) as [string, string, string];

async function tokenWith(...permissions: readonly string[]): Promise<string> {
  komerza.service.switches.permissions = permissions;
  return (await komerza.login({ skipUserProfile: true })).tokens.accessToken;
}

test('snippet api-user: gives two members of the user, and none of the sensitive ones', async () => {
  const securityOf = speaking<(accessToken: string) => Promise<object>>('api-user');
  expect(await securityOf(await tokenWith('user.view'))).toEqual({
    twoFactorEnabled: true,
    passkeyEnabled: false,
  });
  expect(await rejection(securityOf(await tokenWith('stores.view')))).toMatchObject({
    reason: 'permission_missing',
  });
});

describe('snippet api-store', () => {
  type ShopWindow = (accessToken: string, storeId: string, page: number) => Promise<object>;

  test('gives products to the owner, in pages', async () => {
    const shopWindow = speaking<ShopWindow>('api-store');
    const accessToken = await tokenWith('stores.view', 'stores.products.view');
    expect(await shopWindow(accessToken, riceAndRoses, 1)).toEqual({
      name: 'Rice & Roses 🌾',
      pages: 1,
      products: ['Jasmine rice 🌾', 'Red roses', 'Gift card'],
    });
    expect(await shopWindow(accessToken, riceAndRoses, 2)).toMatchObject({ pages: 1, products: [] });
  });

  test('asks for no products where the team does not let the user see them', async () => {
    const shopWindow = speaking<ShopWindow>('api-store');
    const accessToken = await tokenWith('stores.view', 'stores.products.view');
    const requests = await komerza.received('storeProducts', async () => {
      expect(await shopWindow(accessToken, teamShop, 1)).toEqual({
        name: 'Team Shop',
        pages: 0,
        products: [],
      });
    });
    expect(requests).toEqual([]);
  });
});

describe('snippet api-webhook', () => {
  type Subscribe = (
    accessToken: string,
    storeId: string,
    form: object,
  ) => Promise<{ readonly id: string; readonly secret: string } | undefined>;
  const form = { url: 'https://example-business.com/hooks', eventTypes: ['an event'] };
  const all = ['view', 'create', 'update', 'delete'].map((action) => `user.webhooks.${action}`);

  test('creates the webhook, and gives its secret', async () => {
    const subscribe = speaking<Subscribe>('api-webhook');
    const made = await subscribe(await tokenWith(...all), riceAndRoses, form);
    expect(made?.secret).toMatch(/^kmz_webhook_/);
    const webhook = { id: made?.id, url: form.url, events: form.eventTypes, storeIds: [riceAndRoses] };
    expect(komerza.service.webhooks.at(-1)).toMatchObject(webhook);
  });

  test('removes one whose secret was lost, and no other', async () => {
    const subscribe = speaking<Subscribe>('api-webhook');
    const accessToken = await tokenWith(...all);
    const other = await subscribe(accessToken, riceAndRoses, { ...form, url: `${form.url}/other` });
    komerza.service.fault('webhooks', faults.halfBody(), { times: 1 });
    expect(await subscribe(accessToken, riceAndRoses, form)).toBeUndefined();
    expect(komerza.service.webhooks.map(({ url }) => url)).not.toContain(form.url);
    expect(komerza.service.webhooks.map(({ id }) => id)).toContain(other?.id);
  });

  test('passes on what Komerza refuses', async () => {
    const subscribe = speaking<Subscribe>('api-webhook');
    const call = subscribe(await tokenWith(...all), riceAndRoses, { ...form, eventTypes: [] });
    expect(await rejection(call)).toMatchObject({ reason: 'api_refused', code: 'ValidationError' });
    expect(await rejection(subscribe(await tokenWith('user.view'), riceAndRoses, form))).toMatchObject({
      reason: 'permission_missing',
    });
  });
});

test('snippet api-rate-limit: waits as long as Komerza says, once, and not for long', async () => {
  const waited: number[] = [];
  const wait = (milliseconds: number): Promise<void> => {
    waited.push(milliseconds);
    komerza.emulator.advance(milliseconds);
    return Promise.resolve();
  };
  const modules = { 'node:timers/promises': { setTimeout: wait } };
  type Patiently = <Value>(call: () => Promise<Value>) => Promise<Value>;
  const patiently = readme.readme.run('api-rate-limit', { modules }) as Patiently;

  const client = new KomerzaClient(komerza.service.options);
  const accessToken = await tokenWith('user.view', 'stores.view');
  const read = (): Promise<object> => patiently(() => client.store(accessToken, riceAndRoses));
  komerza.service.switches.rateLimits = true;
  komerza.service.switches.authenticatedCalls = 1;
  await read();
  expect(waited).toEqual([]);
  expect(await read()).toMatchObject({ id: riceAndRoses });
  expect(waited).toEqual([7_000]);

  komerza.service.fault('store', faults.rateLimited(3600));
  expect(await rejection(read())).toMatchObject({ reason: 'rate_limited', retryAfter: 3600 });
  komerza.service.fault('store', faults.status(429));
  expect(await rejection(read())).toMatchObject({ reason: 'rate_limited' });
  komerza.service.fault('store', faults.status(503));
  expect(await rejection(read())).toMatchObject({ reason: 'provider_unavailable' });
  expect(waited).toEqual([7_000]);
});
