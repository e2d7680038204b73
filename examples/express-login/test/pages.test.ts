import { faults } from 'passport-provider-emulator';
import type { ServiceName } from '../src/service-name';
import { signIn, signInTo, startExample, textOf, type Example } from './support/example';

let example: Example;

beforeAll(async () => {
  example = await startExample();
});
afterEach(() => example.clearFaults());
afterAll(() => example.close());

const pages: readonly (readonly [ServiceName, string])[] = [
  ['coinpay-published', '/coinpay/wallets'],
  ['koompi', '/koompi/wallet'],
  ['koompi-kid', '/koompi/wallet'],
  ['konpro', '/konpro/account'],
  ['komerza', '/komerza/stores'],
];
const stores = {
  user: 0,
  stores: ['5a1e0c3b-0001-4d6f-8e9a-000000000001', '5a1e0c3b-0003-4d6f-8e9a-000000000003'],
};

describe.each(pages)('%s at %s', (name, page) => {
  test('strangers are sent to sign in, and come back', async () => {
    const agent = example.agent();
    const answer = await agent.get(page);
    const returnTo = encodeURIComponent(page);
    expect([answer.status, answer.headers['location']]).toEqual([303, `/?returnTo=${returnTo}`]);
    const home = await agent.get(answer.headers['location'] ?? '');
    expect(textOf(home)).toMatch(/Sign in with \S+ first/);
    expect(home.text).toContain(`href="/api/auth/login/${name}?returnTo=${returnTo}"`);
    expect((await signInTo(example, agent, name, page)).status).toBe(200);
  });

  test('people of another service are strangers', async () => {
    const agent = example.agent();
    await signIn(example, agent, name === 'konpro' ? 'komerza' : 'konpro');
    expect((await agent.get(page)).status).toBe(303);
  });

  test('the account page leads there, and the page back', async () => {
    const agent = example.agent();
    expect((await signIn(example, agent, name)).text).toContain(`href="${page}"`);
    expect((await agent.get(page)).text).toContain('class="back" href="/account"');
  });

  test('no page shows a token', async () => {
    const agent = example.agent();
    const { text } = await signInTo(example, agent, name, page);
    for (const secret of await example.secrets()) expect(text).not.toContain(secret);
  });
});

test.each([
  '//evil.example',
  'https://evil.example/',
  '/koompi/walletx',
  '/account',
  '/komerza/../koompi/wallet',
  '/',
])('only the page of a service is come back to: %s', async (returnTo) => {
  const { text } = await example.agent().get('/').query({ returnTo });
  expect(text).not.toContain('returnTo');
});

describe('KonPro', () => {
  test('shows every section', async () => {
    const page = textOf(await signInTo(example, example.agent(), 'konpro', '/konpro/account'));
    expect(page).toMatch(/Plan Tier pro Quota Video 100 Ends 2030-03-17/);
    expect(page).toMatch(/Features Video translate Yes API access Yes/);
    expect(page).toMatch(/Permission list space\.read space\.write Role list ID owner Name Owner/);
    expect(page).toMatch(/New editor Pass Yes Group treatment Dark canvas Pass No/);
    expect(page).not.toContain('[object');
  });

  test('whatever comes is shown, escaped, and no secret', async () => {
    const agent = example.agent();
    await signIn(example, agent, 'konpro');
    const hostile = '<script>alert(1)</script>';
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    const account = {
      user: { [hostile]: hostile, api_token: 'hidden-1', nothing: null, deep },
      user_plan: {},
      features: ['fast', 7, null, hostile],
      experiments: [{ name: 'x', on: true }, 'y', ['z']],
    };
    example.emulator.konpro.fault(
      'userProfile',
      faults.transform(() => account),
    );
    const page = await agent.get('/konpro/account');
    expect(page.status).toBe(200);
    expect(page.text).toContain('&lt;script&gt;');
    for (const text of ['<script', '[object', 'hidden-1']) expect(page.text).not.toContain(text);
    expect(textOf(page)).toContain('Workspace KonPro sent no data for this.');
    expect(textOf(page)).toContain('{&quot;d&quot;:{&quot;e&quot;:1}}');
  });

  test.each([
    [faults.status(401), 401, 'does not accept this access any more'],
    [faults.rateLimited(86_000), 503, 'Wait 23 h 53 min'],
    [faults.status(503), 502, 'KonPro did not answer as it should'],
    [faults.json([]), 502, 'KonPro did not answer as it should'],
    [faults.json({ error: { code: 1, message: 'no' } }, 400), 502, 'KonPro refused the request'],
  ] as const)('$0.name, %i', async (fault, status, words) => {
    const agent = example.agent();
    await signIn(example, agent, 'konpro');
    example.emulator.konpro.fault('userProfile', fault);
    const page = await agent.get('/konpro/account');
    expect([page.status, textOf(page).includes(words)]).toEqual([status, true]);
    expect(page.text).toMatch(
      /href="(\/konpro\/account|\/api\/auth\/login\/konpro\?returnTo=%2Fkonpro%2Faccount)"/,
    );
  });
});

describe('Komerza', () => {
  test('lists the stores that were ticked, and whose they are', async () => {
    const page = textOf(await signInTo(example, example.agent(), 'komerza', '/komerza/stores', stores));
    expect(page).toMatch(/Rice &amp; Roses 🌾 Owner rice-and-roses USD Team Shop Team team-shop USD/);
    expect(page).not.toContain('Night Market');
    expect(page).not.toContain('sensitive');
  });

  test('no store is an empty list that says what to do', async () => {
    const page = await signInTo(example, example.agent(), 'komerza', '/komerza/stores', { stores: [] });
    expect(textOf(page)).toContain('You ticked no store');
    expect(page.text).toContain('href="/api/auth/login/komerza?returnTo=%2Fkomerza%2Fstores"');
  });

  test.each([
    [0, 'Owner', 'You may update this store.'],
    [1, 'Team', 'You may not update this store.'],
  ])('permissions decide what is shown: store %i, %s', async (index, badge, words) => {
    const agent = example.agent();
    await signInTo(example, agent, 'komerza', '/komerza/stores', stores);
    const page = textOf(await agent.get(`/komerza/stores/${stores.stores[index]}`));
    expect(page).toContain(words);
    expect(page).toContain(`What you may do ${badge}`);
    expect(page).toContain('Payment methods Stripe PayPal');
  });

  test.each([404, 403] as const)('a store that was not ticked is a page that helps: %i', async (status) => {
    const { switches } = example.emulator.komerza;
    switches.ungrantedStoreStatus = status;
    const agent = example.agent();
    await signInTo(example, agent, 'komerza', '/komerza/stores', stores);
    const path = '/komerza/stores/5a1e0c3b-0002-4d6f-8e9a-000000000002';
    const page = await agent.get(path);
    switches.ungrantedStoreStatus = 404;
    expect(page.status).toBe(status);
    expect(textOf(page)).toContain('Sign in again and tick it');
    expect(page.text).toContain(`href="/api/auth/login/komerza?returnTo=${encodeURIComponent(path)}"`);
  });

  test.each(['..%2f..%2fuser', '%2e%2e', 'x%00y', '%3Cscript%3E', 'a'.repeat(2000)])(
    'no store has the id %s',
    async (id) => {
      const agent = example.agent();
      await signInTo(example, agent, 'komerza', '/komerza/stores', stores);
      const page = await agent.get(`/komerza/stores/${id}`);
      expect([303, 400, 404]).toContain(page.status);
      expect(page.text).not.toContain('<script');
    },
  );

  test('a name that is hostile is escaped, and one that is no text does no harm', async () => {
    const agent = example.agent();
    await signInTo(example, agent, 'komerza', '/komerza/stores', stores);
    const name = '<script>alert("1")</script>';
    const { komerza } = example.emulator;
    komerza.fault(
      'store',
      faults.transform((body) => ({
        ...(body as object),
        data: { id: '1', name, description: { a: [name] } },
      })),
    );
    const page = await agent.get(`/komerza/stores/${stores.stores[0]}`);
    expect(page.text).toContain('&lt;script&gt;alert(&quot;1&quot;)');
    expect(page.text).not.toMatch(/<script|\[object/);
    komerza.fault(
      'userProfile',
      faults.json({
        success: true,
        data: { id: 'x', stores: [{ id: '"><script>', name: { a: 1 }, url: 7, scopes: 'x' }] },
      }),
    );
    const list = await agent.get('/komerza/stores');
    expect(list.status).toBe(200);
    expect(textOf(list)).toContain('Unnamed store');
    expect(list.text).not.toMatch(/<script|\[object/);
  });

  test.each([
    ['userProfile', '/komerza/stores'],
    ['store', `/komerza/stores/${stores.stores[0]}`],
    ['storePermissions', `/komerza/stores/${stores.stores[0]}`],
  ] as const)('a pause that Komerza asks for says how long: %s', async (endpoint, path) => {
    const agent = example.agent();
    await signInTo(example, agent, 'komerza', '/komerza/stores', stores);
    example.emulator.komerza.fault(endpoint, faults.rateLimited(7));
    const page = await agent.get(path);
    expect([page.status, page.headers['retry-after']]).toEqual([503, '7']);
    expect(textOf(page)).toContain('Komerza limits how often it can be called');
    expect(textOf(page)).toContain('Wait 7 s');
  });

  test('a token that was withdrawn asks for a new sign-in', async () => {
    const agent = example.agent();
    await signInTo(example, agent, 'komerza', '/komerza/stores', stores);
    example.emulator.komerza.revokeUserGrant();
    const page = await agent.get('/komerza/stores');
    expect([page.status, textOf(page).includes('Sign in with Komerza again')]).toEqual([401, true]);
  });
});

describe('CoinPay', () => {
  test('as published: every wallet, by its owner', async () => {
    const page = textOf(await signInTo(example, example.agent(), 'coinpay-published', '/coinpay/wallets'));
    expect(page).toMatch(/Your account BTC Active bc1q\w+ SOL Old Not active 4Nd1\w+/);
    expect(page).toMatch(/Rice &amp; Roses 🌾 ETH Main Active 0x5290/);
  });

  test('a merchant without wallets is told so', async () => {
    const page = await signInTo(example, example.agent(), 'coinpay-published', '/coinpay/wallets', {
      user: 1,
    });
    expect(textOf(page)).toContain('You have no wallet yet.');
  });

  test('as documented: the scope that is missing is named, and nothing is sent', async () => {
    const agent = example.agent();
    await signIn(example, agent, 'coinpay');
    const before = example.emulator.coinpay.requests.length;
    const page = await agent.get('/coinpay/wallets');
    expect(page.status).toBe(403);
    expect(textOf(page)).toContain('need the scope wallet:read, and this sign-in did not request it');
    expect(textOf(page)).toContain('Choose another sign-in');
    expect(example.emulator.coinpay.requests.length).toBe(before);
  });

  test('a scope that was dropped without a word is told after the sign-in, and on the page', async () => {
    const { switches } = example.emulators.published.coinpay;
    const { registeredScopes } = switches;
    switches.registeredScopes = ['openid', 'profile', 'email', 'did'];
    const agent = example.agent();
    const account = textOf(await signIn(example, agent, 'coinpay-published'));
    switches.registeredScopes = registeredScopes;
    expect(account).toContain(
      'CoinPay did not grant everything that this site requested. Missing: wallet:read.',
    );
    expect(textOf(await agent.get('/account'))).not.toContain('did not grant everything');
    const page = await agent.get('/coinpay/wallets');
    expect([page.status, textOf(page).includes('and CoinPay did not grant it')]).toEqual([403, true]);
  });

  test('hostile members are escaped, and members of another form do no harm', async () => {
    const agent = example.agent();
    await signIn(example, agent, 'coinpay-published');
    const label = '<script>alert(1)</script>';
    const wallets = [
      { source: 'business', business_name: label, cryptocurrency: label, wallet_address: label, label },
      { source: 7, cryptocurrency: { a: 1 }, wallet_address: null, label: [label], is_active: 'yes' },
    ];
    example.emulators.published.coinpay.fault('wallets', faults.json({ success: true, wallets }));
    const page = await agent.get('/coinpay/wallets');
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script|\[object/);
    expect(textOf(page)).toContain('Unknown currency No address');
  });

  test.each([
    [faults.status(401), 401, 'Sign in with CoinPay again'],
    [faults.rateLimited(3), 503, 'Wait 3 s'],
    [faults.status(500), 502, 'CoinPay did not answer as it should'],
    [faults.json({ success: true }), 502, 'CoinPay did not answer as it should'],
  ] as const)('$0.name, %i', async (fault, status, words) => {
    const agent = example.agent();
    await signIn(example, agent, 'coinpay-published');
    example.emulators.published.coinpay.fault('wallets', fault);
    const page = await agent.get('/coinpay/wallets');
    expect([page.status, textOf(page).includes(words)]).toEqual([status, true]);
  });
});
