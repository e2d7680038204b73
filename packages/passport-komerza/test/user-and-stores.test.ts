import { hasPermission, KomerzaPermission, type KomerzaClient } from 'passport-komerza';
import { faults } from 'passport-provider-emulator';
import { rejection, StubService } from 'passport-strategy-contract/harness';
import { everyCall, otherStore, ownStore, teamStore, useKomerza } from './support/komerza-calls';

const { komerza, client, token, sent, last } = useKomerza();
const viewing = ['user.view', 'stores.view'];

describe('user()', () => {
  test('gives the whole user, under the names of Komerza', async () => {
    const user = await client().user(await token(viewing, [teamStore]));
    expect(user).toMatchObject({
      id: 'b0f1c7d2-8a43-4f0e-9c55-1d2e3f4a5b01',
      userName: 'Sokha Núñez 🌾',
      email: 'sokha@example-business.com',
      plan: 'Pro',
      dateCreated: '2025-01-09T07:45:00Z',
      stores: [{ id: teamStore, scopes: ['stores.view'] }],
    });
    for (const name of ['apiKeys', 'stripeOptions', 'discordWebhookUrl', 'riskSignals', 'integrations']) {
      expect(user).toHaveProperty(name);
    }
  });

  test('userProfile() leaves the sensitive members out of the same answer', async () => {
    const accessToken = await token(viewing);
    const [user, profile] = [await client().user(accessToken), await client().userProfile(accessToken)];
    expect(JSON.stringify(user)).toContain('sensitive');
    expect(JSON.stringify(profile)).not.toContain('sensitive');
  });

  test('is one GET with the token in its header', async () => {
    const accessToken = await token(viewing);
    await client().user(accessToken);
    expect(sent()).toHaveLength(1);
    const { method, path, query, rawBody, headers } = last();
    expect({ method, path, query, rawBody }).toEqual({
      method: 'GET',
      path: '/user',
      query: {},
      rawBody: '',
    });
    expect(headers).toEqual({ ...everyCall, authorization: `Bearer ${accessToken}` });
  });
});

describe('store()', () => {
  test('gives the store, under the names of Komerza', async () => {
    const store = await client().store(await token(viewing), ownStore);
    expect(store).toMatchObject({
      id: ownStore,
      name: 'Rice & Roses 🌾',
      url: 'rice-and-roses',
      domain: 'rice-and-roses.komerza.example-business.com',
      customDomain: null,
      currencyCode: 'USD',
      rating: 4.8,
      isTicketingEnabled: true,
    });
  });

  test('is one GET with the token in its header', async () => {
    const accessToken = await token(viewing);
    await client().store(accessToken, ownStore);
    expect(sent()).toHaveLength(1);
    const { method, path, query, rawBody, headers } = last();
    const url = `/stores/${ownStore}`;
    expect({ method, path, query, rawBody }).toEqual({ method: 'GET', path: url, query: {}, rawBody: '' });
    expect(headers).toEqual({ ...everyCall, authorization: `Bearer ${accessToken}` });
  });

  test('makes nobody an owner: Komerza does not say it there', async () => {
    const store = await client().store(await token(viewing), ownStore);
    expect(hasPermission(store as never, KomerzaPermission.storesView)).toBe(false);
  });
});

describe('storePermissions()', () => {
  test('of a store that the user owns', async () => {
    const permissions = await client().storePermissions(await token(viewing), ownStore);
    expect(permissions).toEqual({
      isOwner: true,
      permissions: ['stores.view'],
      enabledPaymentMethods: ['Stripe', 'PayPal'],
    });
    expect(hasPermission(permissions, KomerzaPermission.storesProductsDelete)).toBe(true);
  });

  test('of a store of a team', async () => {
    const permissions = await client().storePermissions(
      await token([...viewing, 'stores.update']),
      teamStore,
    );
    expect(permissions).toMatchObject({ isOwner: false, permissions: ['stores.view'] });
    expect(hasPermission(permissions, KomerzaPermission.storesView)).toBe(true);
    expect(hasPermission(permissions, KomerzaPermission.storesUpdate)).toBe(false);
  });

  test('is one GET with the token in its header', async () => {
    const accessToken = await token(viewing);
    await client().storePermissions(accessToken, otherStore);
    expect(sent()).toHaveLength(1);
    const { method, path, query, rawBody, headers } = last();
    const url = `/stores/${otherStore}/permissions`;
    expect({ method, path, query, rawBody }).toEqual({ method: 'GET', path: url, query: {}, rawBody: '' });
    expect(headers).toEqual({ ...everyCall, authorization: `Bearer ${accessToken}` });
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['null in all', { isOwner: null, permissions: null, enabledPaymentMethods: null }],
    ['text', { isOwner: 'true', permissions: 'stores.view', enabledPaymentMethods: 'Stripe' }],
    ['numbers', { isOwner: 1, permissions: 1, enabledPaymentMethods: 1 }],
    ['lists of other things', { isOwner: [true], permissions: [1, null, ['stores.view'], {}] }],
    ['objects', { isOwner: {}, permissions: { 0: 'stores.view', length: 1 } }],
    ['other names', { IsOwner: true, Permissions: ['stores.view'], scopes: null }],
  ])('is no permission at all when Komerza answers %s', async (_case, data) => {
    komerza.service.fault(
      'storePermissions',
      faults.json({ success: true, message: null, code: null, data }),
    );
    const permissions = await client().storePermissions('any', ownStore);
    expect(permissions).toEqual({ isOwner: false, permissions: [], enabledPaymentMethods: [] });
    expect(hasPermission(permissions, KomerzaPermission.storesView)).toBe(false);
  });

  test('keeps of a mixed list what is text', async () => {
    const data = { isOwner: false, permissions: ['stores.view', 7, null], enabledPaymentMethods: [true] };
    komerza.service.fault('storePermissions', faults.json({ success: true, data }));
    expect(await client().storePermissions('any', ownStore)).toEqual({
      isOwner: false,
      permissions: ['stores.view'],
      enabledPaymentMethods: [],
    });
  });
});

describe('an id goes into one part of the path', () => {
  const calls: readonly (readonly [string, (id: string) => Promise<unknown>, string])[] = [
    ['store()', (id) => client().store('any', id), ''],
    ['storePermissions()', (id) => client().storePermissions('any', id), '/permissions'],
    ['request()', (id) => client().request('any', ['stores', id, 'products']), '/products'],
  ];

  describe.each(calls)('%s', (_name, run, rest) => {
    test.each([
      ['a/b', 'a%2Fb'],
      ['a?b=c', 'a%3Fb%3Dc'],
      ['a#b', 'a%23b'],
      ['a b', 'a%20b'],
      [' ', '%20'],
      ['a\r\nX-Header: b', 'a%0D%0AX-Header%3A%20b'],
      ['...', '...'],
      ['@evil.example', '%40evil.example'],
      ['//evil.example', '%2F%2Fevil.example'],
      ['https://evil.example/', 'https%3A%2F%2Fevil.example%2F'],
      ['é🌾', '%C3%A9%F0%9F%8C%BE'],
    ])('%j is encoded once', async (id, encoded) => {
      await token(viewing);
      await rejection(run(id));
      expect(sent().map(({ path, query }) => [path, query])).toEqual([[`/stores/${encoded}${rest}`, {}]]);
    });

    test.each<[unknown]>([
      ['../user'],
      ['..\\user'],
      ['%2e%2e'],
      ['..%2Fuser'],
      [''],
      ['.'],
      ['..'],
      [undefined],
      [null],
      [7],
      [{}],
      [['a']],
      [Symbol('id')],
    ])('%p is refused, and nothing is sent', async (id) => {
      await token(viewing);
      expect(await rejection(run(id as string))).toMatchObject({
        name: 'ProviderError',
        reason: 'argument_invalid',
        retryable: false,
      });
      expect(sent()).toEqual([]);
    });
  });
});

const reads: readonly (readonly [
  name: string,
  endpoint: 'userProfile' | 'store' | 'storePermissions',
  run: (client: KomerzaClient, accessToken: string) => Promise<unknown>,
])[] = [
  ['user()', 'userProfile', (each, accessToken) => each.user(accessToken)],
  ['store()', 'store', (each, accessToken) => each.store(accessToken, ownStore)],
  [
    'storePermissions()',
    'storePermissions',
    (each, accessToken) => each.storePermissions(accessToken, ownStore),
  ],
];

describe.each(reads)('%s: an answer of another form', (name, endpoint, run) => {
  test.each<[string, unknown]>([
    ['`data` is missing', { success: true }],
    ['`data` is null', { success: true, data: null }],
    ['`data` is a text', { success: true, data: 'x' }],
    ['`data` is a list', { success: true, data: [{ id: 'x' }] }],
    ['no envelope at all', { id: 'x', isOwner: true }],
    ['a list', [{ data: { id: 'x' } }]],
    ['a text', 'data'],
    ['null', null],
    ['an empty object', {}],
  ])('%s: api_answer_invalid', async (_case, body) => {
    komerza.service.fault(endpoint, faults.json(body));
    expect(await rejection(run(client(), 'any'))).toMatchObject({
      name: 'ProviderError',
      reason: 'api_answer_invalid',
      endpoint: 'api',
    });
  });

  const identified = name === 'storePermissions()' ? [] : [undefined, null, '', 7, {}, ['x']];
  if (identified.length > 0) {
    test.each(identified.map((id) => [id]))('an id that is %p: api_answer_invalid', async (id) => {
      komerza.service.fault(endpoint, faults.json({ success: true, data: { id, name: 'x' } }));
      expect(await rejection(run(client(), 'any'))).toMatchObject({ reason: 'api_answer_invalid' });
    });
  }

  test.each(['application/json', 'text/json', 'text/plain'] as const)('is read as %s', async (type) => {
    const accessToken = await token(viewing);
    komerza.service.switches.contentType = type;
    expect(await run(client(), accessToken)).toBeInstanceOf(Object);
  });

  test('an error inside a 200 is an error, and makes nobody an owner', async () => {
    const body = {
      success: false,
      message: 'No',
      code: 'FeatureUnavailable',
      data: { id: 'x', isOwner: true },
    };
    komerza.service.fault(endpoint, faults.json(body));
    expect(await rejection(run(client(), 'any'))).toMatchObject({
      reason: 'api_refused',
      code: 'FeatureUnavailable',
      responseStatus: 200,
    });
  });
});

test('`apiURL` moves all calls, also below a path', async () => {
  const data = { id: 'x' };
  const answer = { success: true, data };
  const service = await new StubService({
    '/v9/user': answer,
    '/v9/stores/s': answer,
    '/v9/stores/s/permissions': answer,
    '/v9/webhooks': answer,
  }).listen();
  try {
    const moved = client({ apiURL: `${service.origin}/v9/` });
    await moved.user('t');
    await moved.store('t', 's');
    await moved.storePermissions('t', 's');
    await moved.request('t', 'webhooks');
    expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v9/user',
      'GET /v9/stores/s',
      'GET /v9/stores/s/permissions',
      'GET /v9/webhooks',
    ]);
  } finally {
    await service.close();
  }
});

test("`apiURL` is the documentation's by default", () => {
  expect(client({ apiURL: undefined }).endpoints).toMatchObject({ api: 'https://api.komerza.com' });
});
