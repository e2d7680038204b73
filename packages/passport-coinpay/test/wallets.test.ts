import { CoinPayClient, CoinPayScope, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { faults, type RecordedRequest } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';
import { everythingOf } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const business = '3b1e5c77-52a0-4a86-8a0e-9f5f6a1d2c10';
const deadToken = 'dead-token-of-nobody-0123456789';
const scope = [CoinPayScope.openid, CoinPayScope.walletRead];

const client = (options: object = {}): CoinPayClient =>
  new CoinPayClient({ ...coinpay.service.options, ...options });
const token = async (asked: readonly string[] = scope, user = 0): Promise<string> =>
  (await coinpay.login({ scope: asked }, { person: { user } })).tokens.accessToken;

async function sentBy(run: () => Promise<unknown>): Promise<readonly RecordedRequest[]> {
  const from = coinpay.service.requests.length;
  await run();
  return coinpay.service.requests.slice(from);
}

describe.each(['documented', 'published'] as const)('at the %s server', (server) => {
  const preset = server === 'published' ? published : {};
  beforeEach(() => {
    coinpay.service.switches.server = server;
  });

  test('the wallets of the user, as CoinPay tells of them; those that are switched off, too', async () => {
    const { tokens } = await coinpay.login({ ...preset, scope });
    const wallets = await client(preset).wallets(tokens);
    expect(wallets).toStrictEqual(coinpay.service.users[0]?.wallets);
    expect(wallets.map(({ is_active }) => is_active)).toEqual([true, true, false]);
  });

  test('one GET with the token in its header, and nothing else that proves anything', async () => {
    const { tokens } = await coinpay.login({ ...preset, scope });
    const customHeaders = { Authorization: 'Basic b3RoZXI=', 'x-api-key': 'other' };
    const [request, ...others] = await sentBy(() =>
      client({ ...preset, customHeaders }).wallets(tokens.accessToken),
    );
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'GET',
      path: '/api/wallets',
      query: {},
      rawBody: '',
      status: 200,
    });
    expect(request?.headers).toEqual({
      host: expect.any(String) as string,
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'passport-coinpay',
      authorization: `Bearer ${tokens.accessToken}`,
    });
  });
});

test('a user without wallets has an empty list', async () => {
  expect(await client().wallets(await token(scope, 1))).toEqual([]);
});

test.each<[object, readonly string[]]>([
  [{}, ['BTC', 'ETH', 'SOL']],
  [{ source: undefined, businessId: undefined }, ['BTC', 'ETH', 'SOL']],
  [{ source: 'all' }, ['BTC', 'ETH', 'SOL']],
  [{ source: 'account' }, ['BTC', 'SOL']],
  [{ source: 'business' }, ['ETH']],
  [{ businessId: business }, ['ETH']],
  [{ source: 'business', businessId: business }, ['ETH']],
  [{ source: 'all', businessId: business }, ['ETH']],
])('filtered by %j: %j', async (filter, currencies) => {
  const wallets = await client().wallets(await token(), filter);
  expect(wallets.map(({ cryptocurrency }) => cryptocurrency)).toEqual(currencies);
});

test("the filter travels under CoinPay's names, percent-encoded", async () => {
  const filter = { source: 'business', businessId: 'a&source=all' } as const;
  const [request] = await sentBy(() => rejection(client().wallets('any-token', filter)));
  expect(request?.query).toEqual({ source: 'business', business_id: 'a&source=all' });
});

test('`apiURL` is where the call goes, whatever the issuer', async () => {
  const apiURL = `${coinpay.service.origins['api']}/api/`;
  const elsewhere = client({ issuer: 'https://coinpay.example', apiURL });
  expect(await elsewhere.wallets(await token())).toHaveLength(3);
});

describe('without the scope wallet:read', () => {
  test('permission_missing says which', async () => {
    const error = await rejection(client().wallets(await token(['openid', 'profile'])));
    expect(error).toMatchObject({
      name: 'ProviderError',
      reason: 'permission_missing',
      code: expect.stringContaining('insufficient_scope') as string,
      responseStatus: 403,
      endpoint: 'api',
      fault: 'configuration',
      retryable: false,
    });
    expect(error['message']).toContain('`wallet:read`');
    expect(error['hint']).toContain('`scope`');
  });

  test('a TokenSet tells it beforehand: nothing is sent', async () => {
    const { tokens } = await coinpay.login({ scope: ['openid', 'profile'] });
    const sent = await sentBy(async () => {
      const error = await rejection(client().wallets(tokens));
      expect(error).toMatchObject({ reason: 'permission_missing' });
      expect(everythingOf(error)).not.toContain(tokens.accessToken);
    });
    expect(sent).toEqual([]);
  });

  test('a TokenSet that was kept as JSON tells it, too, and one without scope is tried', async () => {
    const { tokens } = await coinpay.login({ scope });
    const kept = JSON.parse(JSON.stringify(tokens)) as typeof tokens;
    expect(await client().wallets(kept)).toHaveLength(3);
    expect(await client().wallets({ ...kept, scope: [] })).toHaveLength(3);
    const error = await rejection(client().wallets({ ...kept, scope: ['openid'] }));
    expect(error).toMatchObject({ reason: 'permission_missing' });
  });

  test('an application that was not registered with it: `missingScope` said so at the login', async () => {
    coinpay.service.switches.registeredScopes = ['openid', 'profile'];
    const { tokens, outcome } = await coinpay.login({ scope });
    expect(outcome.info).toMatchObject({ missingScope: ['wallet:read'] });
    expect(await rejection(client().wallets(tokens.accessToken))).toMatchObject({
      reason: 'permission_missing',
    });
  });
});

describe('refusals', () => {
  test('a token that CoinPay does not know: access_token_refused', async () => {
    expect(await rejection(client().wallets(deadToken))).toMatchObject({
      reason: 'access_token_refused',
      responseStatus: 401,
      fault: 'user',
      retryable: false,
    });
  });

  test('a token whose hour is over: access_token_refused; a refreshed one works', async () => {
    const { tokens } = await coinpay.login({ scope });
    coinpay.emulator.advance(3_601_000);
    try {
      expect(await rejection(client().wallets(tokens))).toMatchObject({ reason: 'access_token_refused' });
      const fresh = await client().refresh(tokens.refreshToken ?? '');
      expect(await client().wallets(fresh)).toHaveLength(3);
    } finally {
      coinpay.emulator.advance(-3_601_000);
    }
  });

  test("a business that is not the user's: api_refused with 404", async () => {
    const error = await rejection(client().wallets(await token(), { businessId: 'not-mine' }));
    expect(error).toMatchObject({ reason: 'api_refused', responseStatus: 404 });
    expect(error['message']).toContain('Business not found');
  });

  test('a 403 for any other cause is a missing scope, too: CoinPay has no other', async () => {
    coinpay.service.fault('wallets', faults.json({ success: false, error: 'Forbidden' }, 403));
    expect(await rejection(client().wallets('any-token'))).toMatchObject({
      reason: 'permission_missing',
      code: 'Forbidden',
    });
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['a list that is not called `wallets`', [{}]],
    ['no list', { success: true, wallets: {} }],
    ['null as list', { success: true, wallets: null }],
    ['a list with text in it', { success: true, wallets: [{}, 'BTC'] }],
    ['a list with null in it', { success: true, wallets: [null] }],
    ['a list of lists', { success: true, wallets: [[]] }],
    ['null', null],
    ['text', 'wallets'],
  ])('an answer of %s: api_answer_invalid', async (_what, answer) => {
    coinpay.service.fault('wallets', faults.json(answer));
    expect(await rejection(client().wallets('any-token'))).toMatchObject({
      name: 'ProviderError',
      reason: 'api_answer_invalid',
      endpoint: 'api',
    });
  });

  test('members that CoinPay adds, and those that it leaves out, are passed on as they are', async () => {
    const wallets = [{ id: 'w1', network: 'testnet', created_at: null }, {}];
    coinpay.service.fault('wallets', faults.json({ success: true, wallets }));
    expect(await client().wallets('any-token')).toStrictEqual(wallets);
  });
});

test.each<[string, unknown, unknown]>([
  ['a source that there is not', deadToken, { source: 'mine' }],
  ['an empty source', deadToken, { source: '' }],
  ['a source that is null', deadToken, { source: null }],
  ['an empty business, which CoinPay would take for all', deadToken, { businessId: '' }],
  ['a business that is null', deadToken, { businessId: null }],
  ['a business that is a number', deadToken, { businessId: 7 }],
  ["a business under CoinPay's name", deadToken, { business_id: business }],
  ['a business among those of the account', deadToken, { source: 'account', businessId: business }],
  ['a filter that is text', deadToken, business],
  ['a filter that is null', deadToken, null],
  ['a filter that is a list', deadToken, ['account']],
])('%s: argument_invalid, and nothing is sent', async (_what, accessToken, filter) => {
  const sent = await sentBy(async () => {
    const error = await rejection(client().wallets(accessToken as never, filter as never));
    expect(error).toMatchObject({ name: 'ProviderError', reason: 'argument_invalid', retryable: false });
    expect(everythingOf(error)).not.toContain(deadToken);
  });
  expect(sent).toEqual([]);
});

describe('the public registration', () => {
  test.each(['documented', 'published'] as const)(
    'at the %s server, as CoinPay tells of it',
    async (server) => {
      coinpay.service.switches.server = server;
      expect(await client().registration()).toStrictEqual({
        name: coinpay.service.client.applicationName,
        description: null,
        scopes: ['openid', 'profile', 'email', 'payments', 'did', 'wallet:read'],
      });
    },
  );

  test('one GET with the client id, and no credential or secret at all', async () => {
    const customHeaders = { Authorization: 'Basic b3RoZXI=', 'X-API-KEY': 'other' };
    const [request, ...others] = await sentBy(() => client({ customHeaders }).registration());
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'GET',
      path: '/api/oauth/clients/lookup',
      query: { client_id: coinpay.service.options.clientID },
      rawBody: '',
    });
    expect(request?.headers).toEqual({
      host: expect.any(String) as string,
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'passport-coinpay',
    });
  });

  test.each(['cpc_inactive', 'cpc_unknown', 'a&client_id=cpc_emulator'])(
    'of %s there is none: api_refused with 404',
    async (clientID) => {
      const error = await rejection(client({ clientID }).registration());
      expect(error).toMatchObject({ reason: 'api_refused', responseStatus: 404, code: 'Client not found' });
    },
  );

  test.each([
    ['a list', faults.json([{}]), 'api_answer_invalid'],
    ['null', faults.json(null), 'api_answer_invalid'],
    ['text', faults.body('x', 'text/plain'), 'api_answer_invalid'],
    ['nothing', faults.body(''), 'api_answer_invalid'],
  ])('%s instead: %s', async (_what, fault, reason) => {
    coinpay.service.fault('clientLookup', fault);
    expect(await rejection(client().registration())).toMatchObject({ name: 'ProviderError', reason });
  });
});
