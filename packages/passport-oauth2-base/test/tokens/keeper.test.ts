import type { ServerResponse } from 'node:http';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ProviderClient } from 'passport-oauth2-base';
import { memoryTokenStore, TokenKeeper, type TokenEvent, type TokenStore } from 'passport-oauth2-base/tokens';
import {
  RotatingService,
  declare,
  eachTestHasService,
  makeClient,
  newKey,
  rejection,
  signed,
} from 'passport-strategy-contract/harness';
import { openid } from 'passport-oauth2-base/oidc';

/** Responds with JSON. */
function json(res: ServerResponse, status: number, body: object, headers: object = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const stub = eachTestHasService();
let service: RotatingService;
let client: ProviderClient;
let store: TokenStore;
let keeper: TokenKeeper;

beforeEach(() => {
  service = new RotatingService(stub());
  client = makeClient(declare(stub()), { timeout: 500 });
  store = memoryTokenStore();
  keeper = new TokenKeeper({ client, store });
});

/** Signs a user in; the access token still lives for so many seconds. */
async function signIn(user: string, secondsLeft = 3600): Promise<void> {
  stub().token = { json: service.login(user) };
  const tokens = await client.exchange({ code: 'c', callbackURL: 'https://app.example/callback' });
  await keeper.save(user, Object.assign(tokens, { expiresAt: new Date(Date.now() + secondsLeft * 1000) }));
}

const reasonOf = async (call: Promise<unknown>): Promise<unknown> => (await rejection(call))['reason'];
const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Lets the wait after a failed refresh pass: no test waits for it. */
function withoutWaits(inner: TokenStore): TokenStore {
  return {
    read: (key) => inner.read(key),
    claim: (...of) => inner.claim(...of),
    write: (...of) => inner.write(...of),
    release: (key, release) => inner.release(key, { ...release, retryAfter: 0 }),
    remove: (key) => inner.remove(key),
  };
}

describe('accessToken', () => {
  test('gives the stored token while it lives, without a request', async () => {
    await signIn('ada');
    expect(await keeper.accessToken('ada')).toBe('at-ada-1');
    expect(service.refreshes).toEqual([]);
  });

  test.each([
    ['is over', -1, {}, 'at-ada-2'],
    ['lives longer than a minute', 70, {}, 'at-ada-1'],
    ['is young and short-lived', 20, {}, 'at-ada-1'],
    ['is young, and shorter than the caller needs', 100, { minimumLifetime: 120 }, 'at-ada-1'],
  ])('a token that %s', async (_title, secondsLeft, options, expected) => {
    await signIn('ada', secondsLeft);
    expect(await keeper.accessToken('ada', options)).toBe(expected);
  });

  test('R74, A47 fifty callers make one request', async () => {
    await signIn('ada', -1);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => keeper.accessToken('ada')));
    expect(new Set(tokens)).toEqual(new Set(['at-ada-2']));
    expect(service.refreshes).toEqual(['rt-ada-1']);
  });

  test('R74 several keepers on one store make one request', async () => {
    await signIn('ada', -1);
    const others = Array.from(
      { length: 5 },
      () => new TokenKeeper({ client: makeClient(declare(stub())), store }),
    );
    const tokens = await Promise.all(others.map((other) => other.accessToken('ada')));
    expect(new Set(tokens)).toEqual(new Set(['at-ada-2']));
    expect(service.refreshes).toHaveLength(1);
  });

  test('R73 the rotated refresh token is the next one that is sent', async () => {
    service.expiresIn = 1;
    await signIn('ada', -1);
    await keeper.accessToken('ada');
    await pause(600);
    expect(await keeper.accessToken('ada')).toBe('at-ada-3');
    expect(service.refreshes).toEqual(['rt-ada-1', 'rt-ada-2']);
  });

  test('a token without a known end is used until it is refused', async () => {
    stub().token = { json: { access_token: 'endless', token_type: 'Bearer' } };
    await keeper.save(
      'ada',
      await client.exchange({ code: 'c', callbackURL: 'https://app.example/callback' }),
    );
    expect(await keeper.accessToken('ada')).toBe('endless');
    const refused = Object.assign(new Error('no'), { reason: 'access_token_refused' });
    await expect(keeper.withAccessToken('ada', () => Promise.reject(refused))).rejects.toBe(refused);
  });

  test.each(['', undefined, 7, null])('refuses the user id %p', async (userId) => {
    await expect(keeper.accessToken(userId as string)).rejects.toThrow(TypeError);
  });

  test('an unknown user has to sign in', async () => {
    expect(await rejection(keeper.accessToken('nobody'))).toMatchObject({
      reason: 'signed_out',
      status: 401,
      retryable: false,
    });
  });
});

describe('a refresh that fails', () => {
  beforeEach(async () => {
    keeper = new TokenKeeper({ client, store: withoutWaits(store) });
    await signIn('ada', -1);
  });

  test('R75 a refused token signs the user out, and is never sent again', async () => {
    service.current.set('ada', 9);
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('signed_out');
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('signed_out');
    expect(service.refreshes).toHaveLength(1);
  });

  test('save() clears a refusal', async () => {
    service.current.set('ada', 9);
    await rejection(keeper.accessToken('ada'));
    await signIn('ada');
    expect(await keeper.accessToken('ada')).toBe('at-ada-1');
  });

  const lost: readonly [string, (res: ServerResponse) => void][] = [
    ['a reset', (res) => void res.socket?.destroy()],
    ['a 503', (res) => json(res, 503, {})],
    ['a page', (res) => void res.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['silence', () => undefined],
  ];

  test.each(lost)('A50 after %s an unused token is sent again, and heals', async (_title, instead) => {
    Object.assign(service, { instead, usesUp: false });
    expect(await rejection(keeper.accessToken('ada'))).toMatchObject({ name: 'ProviderError' });
    service.instead = undefined;
    expect(await keeper.accessToken('ada')).toBe('at-ada-2');
    expect(service.refreshes).toEqual(['rt-ada-1', 'rt-ada-1']);
  });

  test.each(lost)(
    'A50 after %s a token that was used up is an interrupted refresh',
    async (_title, instead) => {
      service.instead = instead;
      await keeper.accessToken('ada').catch(() => undefined);
      service.instead = undefined;
      await pause(700);
      expect(await rejection(keeper.accessToken('ada'))).toMatchObject({
        reason: 'refresh_interrupted',
        status: 401,
      });
      expect(service.refreshes).toHaveLength(2);
    },
  );

  test('a refused connection proves that nothing was sent: a refusal later is no interrupted refresh', async () => {
    const offline = makeClient(declare(stub()), { refreshURL: 'http://127.0.0.1:9/refresh' });
    const other = new TokenKeeper({ client: offline, store: withoutWaits(store) });
    expect(await rejection(other.accessToken('ada'))).toMatchObject({
      reason: 'network_error',
      retryable: true,
    });
    service.current.set('ada', 9);
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('signed_out');
  });

  test('R75 a token that still lives is given out while the service is down', async () => {
    await signIn('ada', 100);
    service.instead = (res) => json(res, 503, {});
    const { now } = Date;
    Date.now = () => now() + 60_000;
    try {
      expect(await keeper.accessToken('ada', { minimumLifetime: 60 })).toBe('at-ada-1');
      expect(service.refreshes).toHaveLength(1);
    } finally {
      Date.now = now;
    }
  });

  test('a wrong client secret signs nobody out, and is not tried for every user', async () => {
    Object.assign(service, {
      usesUp: false,
      instead: (res: ServerResponse) => json(res, 401, { error: 'invalid_client' }),
    });
    await signIn('bob', -1);
    expect(await rejection(keeper.accessToken('ada'))).toMatchObject({
      reason: 'token_refused',
      code: 'invalid_client',
    });
    expect(await rejection(keeper.accessToken('bob'))).toMatchObject({ code: 'invalid_client' });
    expect(service.refreshes).toHaveLength(1);
    service.instead = undefined;
    await pause(600);
    expect(await keeper.accessToken('ada')).toBe('at-ada-2');
  });

  test('a caller waits no longer than it says, and the refresh goes on', async () => {
    service.instead = (res) =>
      void setTimeout(
        () => json(res, 200, { access_token: 'slow', refresh_token: 'r', token_type: 'Bearer' }),
        200,
      );
    const startedAt = performance.now();
    expect(await rejection(keeper.accessToken('ada', { timeout: 50 }))).toMatchObject({
      reason: 'refresh_pending',
      retryable: true,
    });
    expect(performance.now() - startedAt).toBeLessThan(150);
    await pause(250);
    expect(await keeper.accessToken('ada')).toBe('slow');
    expect(service.refreshes).toHaveLength(1);
  });
});

test('Retry-After is kept, for all keepers', async () => {
  await signIn('ada', -1);
  service.instead = (res) => json(res, 429, {}, { 'retry-after': '30' });
  await rejection(keeper.accessToken('ada'));
  const other = new TokenKeeper({ client, store });
  expect(await rejection(other.accessToken('ada'))).toMatchObject({
    reason: 'refresh_postponed',
    retryable: true,
    retryAfter: expect.any(Number) as number,
  });
  expect(service.refreshes).toHaveLength(1);
});

describe('withAccessToken', () => {
  const refusing =
    (bad: string) =>
    async (token: string): Promise<string> => {
      if (token === bad) throw Object.assign(new Error('no'), { reason: 'access_token_refused' });
      return Promise.resolve(token);
    };

  test('repeats the call once with a new token', async () => {
    await signIn('ada');
    expect(await keeper.withAccessToken('ada', refusing('at-ada-1'))).toBe('at-ada-2');
    expect(service.refreshes).toHaveLength(1);
  });

  test('does not refresh a token that somebody else has replaced', async () => {
    await signIn('ada');
    const result = keeper.withAccessToken('ada', async (token) => {
      if (token === 'at-ada-1') await keeper.withAccessToken('ada', refusing('at-ada-1'));
      return refusing('at-ada-1')(token);
    });
    expect(await result).toBe('at-ada-2');
    expect(service.refreshes).toHaveLength(1);
  });

  test.each(['api_refused', undefined])('any other error (%p) is the caller’s', async (reason) => {
    await signIn('ada');
    const error = Object.assign(new Error('other'), { reason });
    await expect(keeper.withAccessToken('ada', () => Promise.reject(error))).rejects.toBe(error);
    expect(service.refreshes).toHaveLength(0);
  });

  test('a second refusal is the result', async () => {
    await signIn('ada');
    const error = Object.assign(new Error('no'), { reason: 'access_token_refused' });
    const call = jest.fn(() => Promise.reject(error));
    await expect(keeper.withAccessToken('ada', call)).rejects.toBe(error);
    expect(call).toHaveBeenCalledTimes(2);
  });
});

describe('a refresh that races', () => {
  let answer: () => void;
  beforeEach(async () => {
    await signIn('ada', -1);
    service.instead = (res) => {
      answer = () =>
        json(res, 200, { access_token: 'late', refresh_token: 'late-refresh', token_type: 'Bearer' });
    };
  });

  test('save() wins, and the tokens that could not be stored are revoked', async () => {
    const revoking = makeClient(declare(stub()), {
      timeout: 2_000,
      revocationURL: `${stub().origin}/revoke`,
    });
    keeper = new TokenKeeper({ client: revoking, store });
    const refresh = keeper.accessToken('ada', { timeout: 5_000 });
    while (service.refreshes.length === 0) await pause(5);
    await signIn('ada');
    answer();
    expect(await refresh).toBe('at-ada-1');
    expect(stub().at('/revoke')[0]?.body).toContain('token=late-refresh');
  });

  test('forget() wins: the record does not come back', async () => {
    const refresh = keeper.accessToken('ada', { timeout: 5_000 });
    refresh.catch(() => undefined);
    while (service.refreshes.length === 0) await pause(5);
    await keeper.forget('ada');
    answer();
    expect(await reasonOf(refresh)).toBe('signed_out');
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('signed_out');
  });
});

describe('revoke', () => {
  const revoking = (): TokenKeeper =>
    new TokenKeeper({
      client: makeClient(declare(stub()), { revocationURL: `${stub().origin}/revoke` }),
      store,
    });

  test('revokes the refresh token, deletes, and says so', async () => {
    await signIn('ada');
    expect(await revoking().revoke('ada')).toEqual({
      found: true,
      revoked: 'refresh_token',
      explanation: 'Acme has revoked the refresh token.',
    });
    expect(stub().at('/revoke')[0]?.body).toContain('token=rt-ada-1');
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('signed_out');
  });

  test('says that there is no endpoint', async () => {
    await signIn('ada');
    expect(await keeper.revoke('ada')).toEqual({
      found: true,
      revoked: undefined,
      explanation:
        'Acme has no revocation endpoint: the tokens are deleted here, and stay valid there until they end.',
    });
  });

  test('R78 says that the service failed; the tokens are deleted all the same', async () => {
    await signIn('ada');
    stub().revoke = { status: 503, json: {} };
    const result = await revoking().revoke('ada');
    expect(result).toMatchObject({
      found: true,
      revoked: undefined,
      error: { reason: 'provider_unavailable' },
    });
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('signed_out');
  });

  test('says that there was nothing', async () => {
    expect(await keeper.revoke('ada')).toMatchObject({ found: false, revoked: undefined });
  });
});

describe('save', () => {
  test('tells whether it replaced tokens, and revokes them if asked to', async () => {
    const client = makeClient(declare(stub()), { revocationURL: `${stub().origin}/revoke` });
    const keeper = new TokenKeeper({ client, store });
    stub().token = { json: service.login('ada') };
    const tokens = await client.exchange({ code: 'c', callbackURL: 'https://app.example/callback' });
    expect(await keeper.save('ada', tokens)).toEqual({ replaced: false });
    expect(await keeper.save('ada', tokens)).toEqual({ replaced: true });
    expect(stub().at('/revoke')).toHaveLength(0);
    expect(await keeper.save('ada', tokens, { revokeReplaced: true })).toEqual({ replaced: true });
    expect(stub().at('/revoke')).toHaveLength(1);
  });
});

test('the application’s own token is one for all keepers', async () => {
  const declaration = declare(stub(), { clientCredentials: true });
  stub().token = { json: { access_token: 'app-1', token_type: 'Bearer', expires_in: 3600 } };
  const keepers = [1, 2, 3].map(() => new TokenKeeper({ client: makeClient(declaration), store }));
  const calls = keepers.flatMap((each) => {
    const { applicationToken } = each as unknown as { applicationToken: () => Promise<string> };
    return [applicationToken(), applicationToken()];
  });
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['app-1']));
  expect(stub().at('/token')).toHaveLength(1);
});

test('a service without client credentials has no application token', () => {
  expect(keeper).not.toHaveProperty('applicationToken', expect.any(Function));
});

test('a store that fails is a coded error', async () => {
  const broken = Object.fromEntries(
    ['read', 'claim', 'write', 'release', 'remove'].map((name) => [
      name,
      () => Promise.reject(new Error('down')),
    ]),
  ) as unknown as TokenStore;
  expect(await rejection(new TokenKeeper({ client, store: broken }).accessToken('ada'))).toMatchObject({
    reason: 'token_store_failed',
    retryable: true,
    status: 503,
  });
  const hanging = { ...broken, read: () => new Promise<never>(() => undefined) };
  const keeper = new TokenKeeper({ client, store: hanging, storeTimeout: 30 });
  expect(await rejection(keeper.accessToken('ada'))).toMatchObject({ reason: 'token_store_failed' });
});

test('refuses what is no store', () => {
  expect(() => new TokenKeeper({ client, store: {} as TokenStore })).toThrow(/no method `read`/);
});

test('what it does can be watched, without a token or a user', async () => {
  const seen: TokenEvent[] = [];
  const listen = (event: unknown): void => void seen.push(event as TokenEvent);
  subscribe('passport-oauth2-base:tokens', listen);
  try {
    await signIn('ada', -1);
    await keeper.accessToken('ada');
    service.current.set('ada', 9);
    await rejection(
      keeper.withAccessToken('ada', () =>
        Promise.reject(Object.assign(new Error(), { reason: 'access_token_refused' })),
      ),
    );
  } finally {
    unsubscribe('passport-oauth2-base:tokens', listen);
  }
  expect(seen.map(({ event, reason }) => [event, reason])).toEqual([
    ['refresh', undefined],
    ['refresh', 'token_refused'],
  ]);
  expect(JSON.stringify(seen)).not.toMatch(/ada|at-|rt-/);
});

describe('a refreshed id_token that cannot be checked', () => {
  test('A81 the new refresh token is stored before the check, and no access token is given out', async () => {
    const { origin } = stub();
    const key = newKey('first');
    const idToken = (): string => {
      const now = Math.floor(Date.now() / 1000);
      return signed(key, { iss: origin, sub: 'ada', aud: 'client-1', iat: now, exp: now + 600 });
    };
    const declaration = declare(stub(), {
      endpoints: {
        ...{ issuer: origin, authorization: `${origin}/authorize`, token: `${origin}/token` },
        ...{ refresh: `${origin}/refresh`, jwks: `${origin}/jwks` },
      },
      openid: openid({ algorithms: ['ES256'], required: true }),
      profile: { fromClaims: (claims) => claims, map: (user) => ({ id: user.identifier('sub') }) },
    });
    client = makeClient(declaration);
    keeper = new TokenKeeper({ client, store });
    stub().token = { json: { ...service.login('ada'), id_token: idToken() } };
    const tokens = await client.exchange({ code: 'c', callbackURL: 'https://app.example/callback' });
    const claims = { iss: origin, sub: 'ada', aud: 'client-1' };
    await keeper.save('ada', Object.assign(tokens, { expiresAt: new Date(0) }), { claims });

    stub().refresh = {
      json: { access_token: 'new', refresh_token: 'rotated', token_type: 'Bearer', id_token: idToken() },
    };
    stub().other = { status: 503, json: {} };
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('provider_unavailable');
    expect((await store.read('acme:client-1:ada'))?.value).toContain('rotated');
    expect(await reasonOf(keeper.accessToken('ada'))).toBe('provider_unavailable');
    expect(stub().at('/refresh')).toHaveLength(1);

    stub().other = { json: { keys: [key.published] } };
    await pause(1_100);
    expect(await keeper.accessToken('ada')).toBe('new');
    expect(stub().at('/refresh')).toHaveLength(1);
  });
});
