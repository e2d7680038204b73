import { type Emulator, faults, startEmulator } from '../src';
import { json, reason, send } from './support/http';
import { komerzaCalls } from './support/komerza';
import { anyString, matching } from './support/matchers';

let emulator: Emulator;
const { komerza, token, call } = komerzaCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['komerza'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

const riceAndRoses = '5a1e0c3b-0001-4d6f-8e9a-000000000001';
const teamShop = '5a1e0c3b-0003-4d6f-8e9a-000000000003';
const daraPrints = '5a1e0c3b-0004-4d6f-8e9a-000000000004';
const ending = { message: null, code: null };

const calls: readonly (readonly [string, string, string, unknown])[] = [
  ['GET', `/stores/${riceAndRoses}`, 'stores.view', undefined],
  ['GET', `/stores/${riceAndRoses}/permissions`, 'stores.view', undefined],
  ['GET', `/stores/${riceAndRoses}/products`, 'stores.products.view', undefined],
  ['POST', '/stores', 'stores.create', { url: 'new-shop', name: 'New Shop' }],
  ['PUT', `/stores/${riceAndRoses}`, 'stores.update', { name: 'Other name' }],
];

describe.each(calls)('%s %s', (method, path, permission, body) => {
  test('with the permission alone, and not without it', async () => {
    expect((await call(method, path, await token([permission]), body)).status).toBe(200);
    const others = [...new Set(calls.map((row) => row[2]))].filter((name) => name !== permission);
    const refused = await call(method, path, await token(others), body);
    expect([refused.status, reason(refused)]).toEqual([403, 'missing_permission']);
    expect(json(refused)).toEqual({
      success: false,
      code: 'AccessDenied',
      message: `The permission ${permission} is missing`,
      data: null,
    });
  });

  test('not without a live token, nor without a User-Agent', async () => {
    const value = await token([permission]);
    const missing = await call(method, path, undefined, body);
    expect([missing.status, json(missing)['code'], reason(missing)]).toEqual([
      401,
      'BadToken',
      'missing_token',
    ]);
    expect(reason(await call(method, path, 'x', body))).toBe('unknown_token');
    const url = `${komerza().options.apiURL}${path}`;
    const silent = await send(method, url, { Authorization: `Bearer ${value}` });
    expect([silent.status, reason(silent)]).toEqual([403, 'missing_user_agent']);
    komerza().revokeUserGrant();
    const revoked = await call(method, path, value, body);
    expect([revoked.status, json(revoked)['code']]).toEqual([401, 'BadToken']);
  });
});

describe('a new store', () => {
  const form = { url: 'new-shop', name: 'New Shop 🌾' };

  test('is the user’s, and this application’s at once', async () => {
    const value = await token(['user.view', 'stores.view', 'stores.create'], 0, [riceAndRoses]);
    const made = await call('POST', '/stores', value, form);
    expect(json(made)).toEqual({
      success: true,
      ...ending,
      data: expect.objectContaining({
        id: anyString,
        ...form,
        description: '',
        currencyCode: 'USD',
        dateCreated: '2023-11-14T22:13:20.000Z',
      }) as unknown,
    });
    const { id = '', ...store } = json(made)['data'] as Record<string, string>;
    expect(Object.keys(store)).not.toContain('scopes');
    expect((await call('GET', `/stores/${id}`, value)).status).toBe(200);
    const { stores } = json(await call('GET', '/user', value))['data'] as { stores: { id: string }[] };
    expect(stores.map((known) => known.id)).toEqual([riceAndRoses, id]);
    const other = await token(['stores.view'], 0, [riceAndRoses]);
    expect((await call('GET', `/stores/${id}`, other)).status).toBe(404);
    expect((await call('GET', `/stores/${id}`, await token(['stores.view']))).status).toBe(200);
    expect((await call('GET', `/stores/${id}`, await token(['stores.view'], 1))).status).toBe(404);
  });

  test('does not live on in the next emulator', async () => {
    await call('POST', '/stores', await token(['stores.create']), form);
    expect(komerza().users[0]?.stores).toHaveLength(3);
  });

  test.each<[string, object]>([
    ['url', { url: undefined }],
    ['url', { url: 'ab' }],
    ['url', { url: 'a'.repeat(33) }],
    ['url', { url: 'New Shop' }],
    ['url', { url: 7 }],
    ['name', { name: undefined }],
    ['name', { name: 'ab' }],
    ['name', { name: '🌾'.repeat(33) }],
    ['description', { description: 'a'.repeat(4097) }],
    ['currencyCode', { currencyCode: 'dollars' }],
    ['prependProductNameToReceipt', { prependProductNameToReceipt: 'yes' }],
    ['isAutomaticReviewsEnabled', { isAutomaticReviewsEnabled: 1 }],
  ])('is refused: a wrong %s (%j)', async (field, changes) => {
    const reply = await call('POST', '/stores', await token(['stores.create']), { ...form, ...changes });
    expect([reply.status, reason(reply)]).toEqual([400, `invalid_${field}`]);
    expect(json(reply)).toMatchObject({ success: false, code: 'ValidationError', invalidFields: [field] });
  });

  test('is refused under a url that is taken, and as a form', async () => {
    const value = await token(['stores.create']);
    const taken = await call('POST', '/stores', value, { ...form, url: 'dara-prints' });
    expect([taken.status, json(taken)['code']]).toEqual([409, 'ObjectConflict']);
    expect(reason(await call('POST', '/stores', value, [form]))).toBe('body_not_json_object');
    expect(reason(await call('POST', '/stores', value))).toBe('body_not_json_object');
    expect((await call('GET', '/stores', value)).headers.allow).toBe('POST');
  });
});

describe('a changed store', () => {
  const form = { name: 'Rice alone', termsOfServiceUrl: 'https://example-business.com/terms' };

  test('is replaced, and answered with its secret', async () => {
    const value = await token(['stores.view', 'stores.update']);
    const changed = json(await call('PUT', `/stores/${riceAndRoses}`, value, form))['data'];
    expect(changed).toMatchObject({
      ...form,
      description: '',
      url: 'rice-and-roses',
      webhookSecret: anyString,
    });
    expect(json(await call('GET', `/stores/${riceAndRoses}`, value))['data']).toMatchObject(form);
  });

  test.each<[string, object]>([
    ['name', { name: 'ab' }],
    ['termsOfServiceUrl', { termsOfServiceUrl: '/terms' }],
    ['privacyPolicyUrl', { privacyPolicyUrl: 'javascript:alert(1)' }],
    ['isTicketingEnabled', { isTicketingEnabled: 'no' }],
    ['externalSupportUrl', { isTicketingEnabled: false }],
  ])('is refused: a wrong %s', async (field, changes) => {
    const value = await token(['stores.view', 'stores.update']);
    const reply = await call('PUT', `/stores/${riceAndRoses}`, value, { ...form, ...changes });
    expect([reply.status, reason(reply)]).toEqual([400, `invalid_${field}`]);
    expect(json(await call('GET', `/stores/${riceAndRoses}`, value))['data']).toMatchObject({
      name: 'Rice & Roses 🌾',
    });
  });

  test('is refused for a store of others, and one that was not ticked', async () => {
    const value = await token(['stores.update'], 0, [riceAndRoses]);
    for (const id of [daraPrints, teamShop, 'nothing']) {
      const reply = await call('PUT', `/stores/${id}`, value, form);
      expect([reply.status, json(reply)['code']]).toEqual([404, 'NotFound']);
    }
  });
});

describe('the store of a team', () => {
  test('lets the user do what the team allows, and no more', async () => {
    const value = await token(['stores.view', 'stores.update', 'stores.products.view']);
    expect(json(await call('GET', `/stores/${teamShop}/permissions`, value))).toEqual({
      success: true,
      ...ending,
      data: { isOwner: false, permissions: ['stores.view'], enabledPaymentMethods: ['Stripe', 'PayPal'] },
    });
    for (const [method, path] of [
      ['PUT', ''],
      ['GET', '/products'],
    ] as const) {
      const reply = await call(method, `/stores/${teamShop}${path}`, value, { name: 'Mine now' });
      expect([reply.status, json(reply)['code'], reason(reply)]).toEqual([
        403,
        'AccessDenied',
        'missing_team_permission',
      ]);
    }
  });

  test('shows the owner of another all that the application may', async () => {
    const value = await token(['user.view', 'stores.view', 'stores.update']);
    expect(json(await call('GET', `/stores/${riceAndRoses}/permissions`, value))['data']).toMatchObject({
      isOwner: true,
      permissions: ['stores.view', 'stores.update'],
    });
  });
});

describe('the products of a store', () => {
  const names = async (query: string, value: string): Promise<unknown> => {
    const reply = json(await call('GET', `/stores/${riceAndRoses}/products${query}`, value));
    const data = reply['data'] as { name: string }[];
    return [reply['pages'], data.map(({ name }) => name)];
  };

  test('come in pages', async () => {
    const value = await token(['stores.products.view']);
    const all = ['Jasmine rice 🌾', 'Red roses', 'Gift card'];
    expect(await names('', value)).toEqual([1, all]);
    expect(await names('?Page=1&PageSize=2', value)).toEqual([2, all.slice(0, 2)]);
    expect(await names('?page=2&pageSize=2', value)).toEqual([2, all.slice(2)]);
    expect(await names('?Page=3&PageSize=2', value)).toEqual([2, []]);
    const reply = await call('GET', `/stores/${riceAndRoses}/products`, value);
    expect(Object.keys(json(reply))).toEqual(['success', 'pages', 'data']);
  });

  test.each(['Page=0', 'Page=-1', 'Page=x', 'PageSize=0', 'PageSize=101', 'Page=1&Page=2'])(
    'are refused: %s',
    async (query) => {
      const value = await token(['stores.products.view']);
      const reply = await call('GET', `/stores/${riceAndRoses}/products?${query}`, value);
      expect([reply.status, json(reply)['code']]).toEqual([400, 'ValidationError']);
    },
  );

  test('of a new store are none', async () => {
    const value = await token(['stores.create', 'stores.products.view']);
    const made = json(await call('POST', '/stores', value, { url: 'new-shop', name: 'New Shop' }));
    const { id } = made['data'] as { id: string };
    expect(json(await call('GET', `/stores/${id}/products`, value))).toEqual({
      success: true,
      pages: 0,
      data: [],
    });
  });
});

describe('the applications of a user', () => {
  const main = 'e1a7c0de-0000-4000-8000-000000000001';
  const other = 'e1a7c0de-0000-4000-8000-000000000002';

  test('are those that the user registered, without a secret', async () => {
    const value = await token([]);
    const reply = await call('GET', '/user/applications', value);
    const applications = json(reply)['data'] as { id: string }[];
    expect(applications.map(({ id }) => id)).toEqual([main, matching(/3$/)]);
    const one = await call('GET', `/user/applications/${main}`, value);
    expect(json(one)['data']).toEqual(applications[0]);
    expect(applications[0]).toMatchObject({
      name: 'Example Business',
      permissions: [],
      redirectUrls: komerza().client.callbackURLs,
      userId: komerza().users[0]?.id,
    });
    expect(reply.text).not.toMatch(/secret|kmz_/i);
  });

  test('are not those of another, and need a token', async () => {
    const value = await token([]);
    for (const id of [other, 'nothing']) {
      const reply = await call('GET', `/user/applications/${id}`, value);
      expect([reply.status, json(reply)['code']]).toEqual([404, 'NotFound']);
    }
    expect((await call('GET', '/user/applications')).status).toBe(401);
    const dara = await token([], 1);
    expect((await call('GET', `/user/applications/${main}`, dara)).status).toBe(404);
    expect((await call('GET', `/user/applications/${other}`, dara)).status).toBe(200);
  });
});

describe('the rate limits', () => {
  test('are off', async () => {
    const value = await token(['stores.view']);
    for (let index = 0; index < 70; index += 1) {
      expect((await call('GET', `/stores/${riceAndRoses}`, value)).status).toBe(200);
    }
  });

  test('refuse with Retry-After, and each token has calls of its own', async () => {
    const [first, second] = [await token(['stores.view']), await token(['stores.view'])];
    Object.assign(komerza().switches, { rateLimits: true, authenticatedCalls: 2 });
    const get = (value: string): ReturnType<typeof call> => call('GET', `/stores/${riceAndRoses}`, value);
    expect([(await get(first)).status, (await get(first)).status]).toEqual([200, 200]);
    emulator.advance(1_500);
    const refused = await get(first);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '6']);
    expect(json(refused)).toEqual({ success: false, message: anyString, code: 'RateLimited', data: null });
    expect((await get(second)).status).toBe(200);
    emulator.advance(5_499);
    expect((await get(first)).status).toBe(429);
    emulator.advance(1);
    expect((await get(first)).status).toBe(200);
  });

  test('give anonymous calls ten, and four more every seven seconds', async () => {
    komerza().switches.rateLimits = true;
    const statuses = async (count: number): Promise<number[]> => {
      const found: number[] = [];
      for (let index = 0; index < count; index += 1) found.push((await call('GET', '/user')).status);
      return found;
    };
    expect(await statuses(11)).toEqual([...Array<number>(10).fill(401), 429]);
    emulator.advance(7_000);
    expect(await statuses(5)).toEqual([401, 401, 401, 401, 429]);
  });

  test('of a fault have the same form', async () => {
    komerza().fault('storeProducts', faults.rateLimited(9), { times: 1 });
    const reply = await call('GET', `/stores/${riceAndRoses}/products`, 'x');
    expect([reply.status, reply.headers['retry-after'], json(reply)['code']]).toEqual([
      429,
      '9',
      'RateLimited',
    ]);
  });
});
