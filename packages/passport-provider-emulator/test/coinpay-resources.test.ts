import { type Emulator, startEmulator } from '../src';
import { coinpayCalls } from './support/coinpay';
import { json, parameter, sendJson } from './support/http';
import { anyString } from './support/matchers';

let emulator: Emulator;
const { coinpay, authorizationURL, tokenForm, exchange, tokens, read } = coinpayCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], now: () => 1_700_000_000_000 });
  coinpay().switches.server = 'published';
});
afterEach(() => emulator.close());

describe('resources', () => {
  test('userinfo by scope, wallets only where there are some', async () => {
    const { access_token: all } = await tokens({ scope: 'openid wallet:read did' });
    expect(json(await read('/api/oauth/userinfo', all))).toEqual({
      sub: coinpay().users[0]?.id,
      wallets: [
        { address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', chain: 'BTC' },
        {
          address: '0x52908400098527886E0F7030069857D2E4169EE7',
          chain: 'ETH',
          label: 'Main',
          business_id: anyString,
        },
      ],
      did: anyString,
    });
    const code = parameter(
      await coinpay().authorize(
        authorizationURL({ scope: 'openid wallet:read did', code_challenge: undefined }),
        {
          user: 1,
        },
      ),
      'code',
    );
    const { access_token: none } = json(await exchange(tokenForm({ code, verifier: '' })));
    expect(Object.keys(json(await read('/api/oauth/userinfo', String(none))))).toEqual(['sub']);
  });

  test('userinfo is refused', async () => {
    const { access_token = '' } = await tokens();
    const answer = async (token?: string, query = ''): Promise<unknown> => {
      const reply = await read(`/api/oauth/userinfo${query}`, token);
      return [reply.status, json(reply), reply.headers['www-authenticate']];
    };
    const missing = [401, { error: 'invalid_request', error_description: 'Missing Bearer token' }, 'Bearer'];
    expect(await answer()).toEqual(missing);
    expect(await answer(undefined, `?access_token=${access_token}`)).toEqual(missing);
    const invalid = (error_description: string): unknown => [
      401,
      { error: 'invalid_token', error_description },
      'Bearer error="invalid_token"',
    ];
    expect(await answer('x')).toEqual(invalid('Invalid token'));
    emulator.advance(3_600_000);
    expect(await answer(access_token)).toEqual(invalid('Token has expired'));
  });

  test('wallets', async () => {
    const { access_token = '' } = await tokens();
    const refused = await read('/api/wallets', access_token);
    expect([refused.status, json(refused), refused.headers['www-authenticate']]).toEqual([
      403,
      { success: false, error: "insufficient_scope: this token is missing the 'wallet:read' scope" },
      'Bearer error="insufficient_scope", scope="wallet:read"',
    ]);
    const { access_token: allowed = '' } = await tokens({ scope: 'wallet:read' });
    const count = async (query: string): Promise<number> =>
      (json(await read(`/api/wallets${query}`, allowed))['wallets'] as unknown[]).length;
    expect([await count(''), await count('?source=account'), await count('?source=business')]).toEqual([
      3, 2, 1,
    ]);
    expect((await read('/api/wallets?source=x', allowed)).status).toBe(400);
    expect((await read('/api/wallets?business_id=x', allowed)).status).toBe(404);
    const business = coinpay().users[0]?.wallets.find(({ business_id }) => business_id)?.business_id ?? '';
    const ofBusiness = json(await read(`/api/wallets?source=business&business_id=${business}`, allowed));
    expect(ofBusiness).toMatchObject({ success: true, wallets: [{ business_id: business }] });
    expect((await read(`/api/wallets?source=account&business_id=${business}`, allowed)).status).toBe(400);
    expect((await read('/api/wallets?source=account&source=all', allowed)).status).toBe(400);
    expect(json(await read('/api/wallets'))).toEqual({
      success: false,
      error: 'Missing authorization header',
    });
    expect(json(await read('/api/wallets', 'x'))).toEqual({
      success: false,
      error: 'Invalid or expired token',
    });
    const headers = { Authorization: `Bearer ${allowed}` };
    expect((await sendJson(`${coinpay().origins['api']}/api/wallets`, {}, headers)).status).toBe(403);
  });

  test('client lookup', async () => {
    const path = '/api/oauth/clients/lookup';
    expect(json(await read(`${path}?client_id=cpc_emulator`))).toMatchObject({
      name: 'Example Business',
      description: null,
      scopes: ['openid', 'profile', 'email', 'payments', 'did', 'wallet:read'],
    });
    expect(json(await read(path))).toEqual({ error: 'client_id query parameter is required' });
    const inactive = await read(`${path}?client_id=cpc_inactive`);
    expect([inactive.status, json(inactive)]).toEqual([404, { error: 'Client not found' }]);
  });

  test('429 after 60 anonymous calls in a minute; a credential has its own 600', async () => {
    coinpay().switches.rateLimits = true;
    for (let index = 0; index < 60; index += 1) expect((await read('/api/oauth/jwks')).status).toBe(200);
    emulator.advance(15_500);
    const reply = await read('/api/oauth/jwks');
    expect([reply.status, json(reply)]).toEqual([429, { success: false, error: 'Too many requests' }]);
    expect(reply.headers).toMatchObject({
      'retry-after': '45',
      'x-ratelimit-limit': '60',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1700000060',
    });
    expect((await read('/api/oauth/userinfo', 'x')).status).toBe(401);
    expect((await read('/.well-known/openid-configuration')).status).toBe(200);
    emulator.advance(45_000);
    expect((await read('/api/oauth/jwks')).status).toBe(200);
  });
});
