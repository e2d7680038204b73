import { type Emulator, startEmulator } from '../src';
import { address, json, parameter, reason, send } from './support/http';
import { anyString, matching } from './support/matchers';

const callback = 'http://localhost:3000/api/auth/callback/komerza';
const agent = { 'User-Agent': 'example-business/1.0' };
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['komerza'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

function authorizationURL(changes: Record<string, string | undefined> = {}): string {
  const { authorizationURL: url, clientID } = emulator.komerza.options;
  return address(url, { client_id: clientID, redirect_uri: callback, state: 'abc', ...changes });
}

async function obtainCode(stores?: string[]): Promise<string> {
  return parameter(await emulator.komerza.authorize(authorizationURL(), { stores }), 'code');
}

function exchangeURL(code: string, clientID = emulator.komerza.options.clientID): string {
  const template = emulator.komerza.options.tokenURL;
  return template.replace('{client_id}', clientID).replace('{code}', encodeURIComponent(code));
}

function secret(): Record<string, string> {
  return { 'X-Client-Secret': emulator.komerza.options.clientSecret };
}

async function obtainToken(stores?: string[]): Promise<string> {
  const reply = await send('GET', exchangeURL(await obtainCode(stores)), { ...agent, ...secret() });
  return String(json(reply)['data']);
}

function call(path: string, token: string): ReturnType<typeof send> {
  const url = `${emulator.komerza.origins['api']}${path}`;
  return send('GET', url, { ...agent, Authorization: `Bearer ${token}` });
}

test('the documented exchange: GET, an awkward code, the token as the string in data', async () => {
  const code = await obtainCode();
  expect(code).toMatch(/\/.*=$/s);
  expect(code).toContain('+');
  expect(emulator.komerza.options.clientSecret).toHaveLength(72);
  const reply = await send('GET', exchangeURL(code), { ...agent, ...secret() });
  expect(reply.status).toBe(200);
  expect(json(reply)).toEqual({
    success: true,
    message: null,
    code: null,
    data: matching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
  });
  const recorded = emulator.requests.at(-1);
  expect(recorded?.path).toContain('%2F');
  expect(recorded).toMatchObject({ method: 'GET', rawBody: '', origin: 'api', endpoint: 'token' });
});

test('the token lives until the user revokes it', async () => {
  const token = await obtainToken();
  emulator.advance(10 * 365 * 86_400_000);
  expect((await call('/user', token)).status).toBe(200);
  expect(emulator.komerza.revokeUserGrant('sokha@example-business.com')).toBe(1);
  const reply = await call('/user', token);
  expect([reply.status, json(reply)['code']]).toEqual([401, 'BadToken']);
});

test('the state comes back, and only if it was given', async () => {
  expect(parameter(await emulator.komerza.authorize(authorizationURL()), 'state')).toBe('abc');
  const without = await emulator.komerza.authorize(authorizationURL({ state: undefined }));
  expect([...new URL(without).searchParams.keys()]).toEqual(['code']);
});

test.each([
  ['error', ['error', 'error_description', 'state']],
  ['state-only', ['state']],
  ['bare', []],
] as const)('denial: %s', async (denial, names) => {
  emulator.komerza.switches.denial = denial;
  const location = await emulator.komerza.authorize(authorizationURL(), { decision: 'deny' });
  expect([...new URL(location).searchParams.keys()]).toEqual(names);
});

describe('the authorization request is refused', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['missing_client_id', { client_id: undefined }],
    ['unknown_client', { client_id: 'e1a7c0de' }],
    ['inactive_client', { client_id: 'e1a7c0de-0000-4000-8000-000000000003' }],
    ['missing_redirect_uri', { redirect_uri: undefined }],
    ['redirect_uri_mismatch', { redirect_uri: 'http://localhost:3000/' }],
  ])('%s', async (expected, changes) => {
    await expect(emulator.komerza.authorize(authorizationURL(changes))).rejects.toMatchObject({
      reason: expected,
    });
  });
});

describe('the exchange is refused', () => {
  test.each<[string, number, string, Record<string, string>]>([
    ['missing_user_agent', 403, 'AccessDenied', { 'X-Client-Secret': 'right' }],
    ['missing_user_agent', 403, 'AccessDenied', { 'X-Client-Secret': 'right', 'User-Agent': ' ' }],
    ['missing_client_secret', 401, 'invalid_client_secret', agent],
    ['wrong_client_secret', 401, 'invalid_client_secret', { ...agent, 'X-Client-Secret': 'x'.repeat(72) }],
    [
      'authorization_header',
      400,
      'UnsupportedRequest',
      { ...agent, 'X-Client-Secret': 'right', Authorization: 'Bearer x' },
    ],
  ])('%s (%i)', async (expected, status, name, headers) => {
    const code = await obtainCode();
    const own = headers['X-Client-Secret'] === 'right' ? secret() : {};
    const reply = await send('GET', exchangeURL(code), { ...headers, ...own });
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(json(reply)).toEqual({ success: false, message: anyString, code: name, data: null });
    expect((await send('GET', exchangeURL(code), { ...agent, ...secret() })).status).toBe(200);
  });

  test('any other method', async () => {
    const code = await obtainCode();
    for (const method of ['POST', 'PUT', 'HEAD']) {
      const reply = await send(method, exchangeURL(code), { ...agent, ...secret() });
      expect([reply.status, reply.headers.allow]).toEqual([405, 'GET']);
    }
  });

  test('another application, an inactive one, an unknown one', async () => {
    const code = await obtainCode();
    const { otherClient, inactiveClient } = emulator.komerza;
    const as = (clientID: string, clientSecret = ''): ReturnType<typeof send> =>
      send('GET', exchangeURL(code, clientID), { ...agent, 'X-Client-Secret': clientSecret });
    const other = await as(otherClient.clientID, otherClient.clientSecret);
    expect([other.status, json(other)['code'], reason(other)]).toEqual([
      403,
      'invalid_code',
      'code_of_another_client',
    ]);
    const inactive = await as(inactiveClient.clientID, inactiveClient.clientSecret);
    expect([inactive.status, json(inactive)['code']]).toEqual([404, 'app_not_found']);
    expect(json(await as('nobody'))['code']).toBe('app_not_found');
  });

  test('a code after its minute, and a replayed code', async () => {
    const [used, old] = [await obtainCode(), await obtainCode()];
    emulator.advance(59_999);
    expect((await send('GET', exchangeURL(used), { ...agent, ...secret() })).status).toBe(200);
    const replayed = await send('GET', exchangeURL(used), { ...agent, ...secret() });
    expect([json(replayed)['code'], reason(replayed)]).toEqual(['invalid_code', 'code_used']);
    emulator.advance(1);
    const expired = await send('GET', exchangeURL(old), { ...agent, ...secret() });
    expect([expired.status, json(expired)['code']]).toEqual([403, 'code_expired']);
  });

  test('a code that is encoded twice, or not at all', async () => {
    const code = await obtainCode();
    const twice = await send('GET', exchangeURL(encodeURIComponent(code)), { ...agent, ...secret() });
    expect(reason(twice)).toBe('unknown_code');
    const bare = exchangeURL('').concat(code);
    expect(reason(await send('GET', bare, { ...agent, ...secret() }))).toBe('unknown_path');
    const broken = await send('GET', exchangeURL('').concat('%zz'), { ...agent, ...secret() });
    expect([broken.status, reason(broken)]).toEqual([400, 'malformed_path']);
  });

  test('a query or a body', async () => {
    const url = exchangeURL(await obtainCode());
    expect(reason(await send('GET', `${url}?client_secret=x`, { ...agent, ...secret() }))).toBe('query_sent');
    expect(reason(await send('GET', url, { ...agent, ...secret() }, 'code=x'))).toBe('body_sent');
  });

  test('with the statuses that were chosen', async () => {
    emulator.komerza.switches.exchangeStatus.invalid_code = 401;
    expect((await send('GET', exchangeURL('x'), { ...agent, ...secret() })).status).toBe(401);
  });
});

describe('the profile', () => {
  test('has the sensitive members, and the chosen stores only', async () => {
    const store = emulator.komerza.users[0]?.stores[1]?.id ?? '';
    const data = json(await call('/user', await obtainToken([store])))['data'] as Record<string, unknown>;
    expect(data).toMatchObject({ userName: 'Sokha Núñez 🌾', apiKeys: [{ label: anyString }] });
    expect((data['stores'] as { id: string }[]).map(({ id }) => id)).toEqual([store]);
  });

  test('needs user.view', async () => {
    emulator.komerza.switches.permissions = ['stores.view'];
    const reply = await call('/user', await obtainToken());
    expect([reply.status, json(reply)['code']]).toEqual([403, 'AccessDenied']);
  });

  test.each(['text/plain', 'text/json'] as const)('can come as %s', async (contentType) => {
    emulator.komerza.switches.contentType = contentType;
    const reply = await call('/user', await obtainToken());
    expect(reply.headers['content-type']).toBe(`${contentType}; charset=utf-8`);
  });

  test.each([
    ['no token', {}, 'missing_token'],
    ['an unknown token', { Authorization: 'Bearer x' }, 'unknown_token'],
    ['the client secret', { Authorization: 'kmz_emulator_main' }, 'authorization_not_bearer'],
  ])('is refused with %s', async (_name, headers, expected) => {
    const reply = await send('GET', emulator.komerza.options.userProfileURL, { ...agent, ...headers });
    expect([reply.status, json(reply)['code'], reason(reply)]).toEqual([401, 'BadToken', expected]);
  });

  test('is refused without a User-Agent, as is an unknown path', async () => {
    const headers = { Authorization: `Bearer ${await obtainToken()}` };
    for (const path of ['/user', '/nowhere']) {
      const reply = await send('GET', `${emulator.komerza.origins['api']}${path}`, headers);
      expect([reply.status, reason(reply)]).toEqual([403, 'missing_user_agent']);
    }
  });
});

describe('stores', () => {
  test('a chosen store and its permissions', async () => {
    const [first, , shared] = emulator.komerza.users[0]?.stores ?? [];
    const token = await obtainToken([first?.id ?? '', shared?.id ?? '']);
    expect(json(await call(`/stores/${first?.id}`, token))['data']).toMatchObject({
      name: 'Rice & Roses 🌾',
    });
    expect(json(await call(`/stores/${first?.id}/permissions`, token))['data']).toMatchObject({
      isOwner: true,
    });
    expect(json(await call(`/stores/${shared?.id}/permissions`, token))['data']).toMatchObject({
      isOwner: false,
      permissions: ['stores.view'],
    });
  });

  test('a store that was not chosen, of another user, without the permission', async () => {
    const [first, second] = emulator.komerza.users[0]?.stores ?? [];
    const foreign = emulator.komerza.users[1]?.stores[0]?.id;
    const token = await obtainToken([first?.id ?? '']);
    expect((await call(`/stores/${second?.id}`, token)).status).toBe(404);
    expect((await call(`/stores/${foreign}/permissions`, token)).status).toBe(404);
    emulator.komerza.switches.ungrantedStoreStatus = 403;
    expect(json(await call(`/stores/${second?.id}`, token))['code']).toBe('AccessDenied');
    emulator.komerza.switches.permissions = ['user.view'];
    expect(reason(await call(`/stores/${first?.id}`, await obtainToken()))).toBe('missing_permission');
  });

  test('nobody can tick the store of another user', async () => {
    const foreign = emulator.komerza.users[1]?.stores[0]?.id ?? '';
    await expect(obtainCode([foreign])).rejects.toMatchObject({ reason: 'unknown_store' });
  });
});
