import { type Emulator, startEmulator } from '../src';
import { type Reply, address, createPkce, json, parameter, reason, send, sendForm } from './support/http';
import { anyString } from './support/matchers';

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['konpro'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

const callback = 'http://localhost:3000/api/auth/callback/konpro';

async function accessToken(user = 0): Promise<string> {
  const { authorizationURL, clientID, tokenURL } = emulator.konpro.options;
  const { verifier, challenge } = createPkce();
  const login = { client_id: clientID, redirect_uri: callback, state: 's', response_type: 'code' };
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const location = await emulator.konpro.authorize(address(authorizationURL, { ...login, ...pkce }), {
    user,
  });
  const form = { client_id: clientID, redirect_uri: callback, grant_type: 'authorization_code' };
  const code = parameter(location, 'code');
  const reply = await sendForm(tokenURL, { ...form, code, code_verifier: verifier });
  return String(json(reply)['access_token']);
}

function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

function key(user = 0): Record<string, string> {
  return { 'X-API-KEY': emulator.konpro.users[user]?.apiToken ?? '' };
}

function call(method: string, path: string, headers: Record<string, string>, body = ''): Promise<Reply> {
  return send(method, `${emulator.konpro.options.apiURL}${path}`, headers, body);
}

test('the account and the user are those of the token, and of the key’s owner', async () => {
  for (const [headers, first_name] of [
    [bearer(await accessToken()), 'Sokha'],
    [bearer(await accessToken(1)), 'Dara'],
    [key(), 'Sokha'],
    [key(1), 'Dara'],
  ] as const) {
    expect(json(await call('GET', '/user/me', headers))).toMatchObject({ first_name });
    const account = json(await call('GET', '/pacific/account.get', headers));
    expect(account).toMatchObject({ code: 100, data: { user: { first_name } }, message: null });
  }
});

describe('any other call', () => {
  test('answers what arrived', async () => {
    const query = '?limit=10&tag=a&tag=b%20%F0%9F%8C%BE';
    const got = await call('GET', `/videos/caf%C3%A9.list${query}`, bearer(await accessToken()));
    expect(json(got)).toEqual({
      code: 100,
      data: {
        method: 'GET',
        path: '/v1/videos/caf%C3%A9.list',
        query: { limit: '10', tag: ['a', 'b 🌾'] },
        body: null,
        username: emulator.konpro.users[0]?.me.username,
      },
      message: null,
    });
    const body = JSON.stringify({ title: 'Núñez 🌾', parts: [1, null] });
    const posted = await call(
      'POST',
      '/video.generate',
      { ...key(1), 'Content-Type': 'application/json' },
      body,
    );
    expect(json(posted)['data']).toMatchObject({
      method: 'POST',
      path: '/v1/video.generate',
      query: {},
      body: { title: 'Núñez 🌾', parts: [1, null] },
      username: emulator.konpro.users[1]?.me.username,
    });
    const form = { ...key(), 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(json(await call('POST', '/a', form, 'b=c'))['data']).toMatchObject({ body: { b: 'c' } });
  });

  test.each<[string, number, string, Record<string, string>]>([
    ['missing_token', 401, 'INVALID_API_KEY', {}],
    ['unknown_api_token', 401, 'INVALID_API_KEY', { 'X-API-KEY': 'x' }],
    ['unknown_token', 401, 'INVALID_API_KEY', { Authorization: 'Bearer x' }],
    ['authorization_not_bearer', 401, 'INVALID_API_KEY', { Authorization: 'Basic eDp5' }],
    ['two_credentials', 400, 'INVALID_REQUEST', { Authorization: 'Bearer x', 'X-API-KEY': 'x' }],
  ])('is refused: %s', async (expected, status, code, headers) => {
    for (const method of ['GET', 'POST']) {
      const reply = await call(method, '/videos', headers);
      expect([reply.status, reason(reply)]).toEqual([status, expected]);
      expect(json(reply)).toEqual({ error: { code, message: anyString }, request_id: anyString });
    }
  });

  test('is refused with a right token beside a right key, with a token in the query, after a revocation', async () => {
    const token = await accessToken();
    expect(reason(await call('GET', '/videos', { ...bearer(token), ...key() }))).toBe('two_credentials');
    expect(reason(await call('GET', `/videos?access_token=${token}`, {}))).toBe('token_in_query');
    emulator.konpro.revokeUserGrant();
    expect(reason(await call('GET', '/videos', bearer(token)))).toBe('grant_revoked');
  });

  test.each(['/pacific/Account.get', '/pacific/account.get/', '/user/me/', '/USER/me', '/oauth/revoke'])(
    'is not what a documented path becomes when it is misspelt: %s',
    async (path) => {
      const reply = await call('GET', path, key());
      expect([reply.status, reason(reply)]).toEqual([404, 'unknown_path']);
      expect(json(reply)).toMatchObject({ error: { code: 'RESOURCE_NOT_FOUND' }, request_id: anyString });
    },
  );

  test('is refused with broken JSON, by another method, and outside of /v1', async () => {
    const type = { ...key(), 'Content-Type': 'application/json' };
    expect(reason(await call('POST', '/videos', type, '{"a":'))).toBe('malformed_json');
    expect((await call('DELETE', '/videos', key())).status).toBe(405);
    expect((await send('GET', `${emulator.konpro.origins['api']}/v2/videos`, key())).status).toBe(404);
    expect((await call('GET', '/oauth/token', key())).status).toBe(405);
  });
});

describe('the rate limits', () => {
  const statuses = async (count: number, headers: Record<string, string>): Promise<number[]> => {
    const found: number[] = [];
    for (let index = 0; index < count; index += 1) {
      found.push((await call('GET', '/user/me', headers)).status);
    }
    return found;
  };
  const times = (count: number): number[] => Array<number>(count).fill(200);

  test('are off', async () => {
    expect(await statuses(70, key(1))).toEqual(times(70));
  });

  test('by plan: ten a minute for Free, sixty for Pro', async () => {
    emulator.konpro.switches.rateLimits = 'by-plan';
    expect(await statuses(11, key(1))).toEqual([...times(10), 429]);
    expect(await statuses(61, key())).toEqual([...times(60), 429]);
    emulator.advance(20_500);
    const reply = await call('GET', '/videos', key(1));
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '40']);
    expect(json(reply)).toEqual({
      error: { code: 'RATE_LIMIT_EXCEEDED', message: anyString },
      request_id: anyString,
    });
    emulator.advance(39_500);
    expect(await statuses(1, key(1))).toEqual([200]);
  });

  test('one plan for all, counted per account whatever the credential', async () => {
    emulator.konpro.switches.rateLimits = 'free';
    const token = bearer(await accessToken());
    expect(await statuses(10, key())).toEqual(times(10));
    expect(await statuses(1, token)).toEqual([429]);
    expect(await statuses(1, key(1))).toEqual([200]);
    expect((await call('GET', '/user/me', key(0))).status).toBe(429);
  });

  test('a day is over after a day', async () => {
    emulator.konpro.switches.rateLimits = 'free';
    for (let minute = 0; minute < 10; minute += 1) {
      expect(await statuses(10, key())).toEqual(times(10));
      emulator.advance(60_000);
    }
    const reply = await call('GET', '/user/me', key());
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, String(86_400 - 600)]);
    emulator.advance(85_800_000);
    expect(await statuses(1, key())).toEqual([200]);
  });

  test('do not count what is refused', async () => {
    emulator.konpro.switches.rateLimits = 'free';
    for (let index = 0; index < 20; index += 1) {
      expect((await call('GET', '/user/me', { 'X-API-KEY': 'x' })).status).toBe(401);
    }
    expect(await statuses(1, key())).toEqual([200]);
  });
});
