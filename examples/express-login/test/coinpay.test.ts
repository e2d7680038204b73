import { faults } from 'passport-provider-emulator';
import { emulated } from '../src/emulators';
import { comeBack, press, signIn, startExample, textOf, type Example } from './support/example';

const presets = ['coinpay', 'coinpay-published'] as const;
let example: Example;

beforeAll(async () => {
  example = await startExample();
});
afterEach(() => example.clearFaults());
afterAll(() => example.close());

test.each(presets)('%s asks with PKCE, state and nonce', async (name) => {
  const start = await example.agent().get(`/api/auth/login/${name}`);
  const { pathname, searchParams } = new URL(start.headers['location'] ?? '');
  expect(pathname).toBe(name === 'coinpay' ? '/oauth/authorize' : '/api/oauth/authorize');
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: 'code',
    redirect_uri: `${example.baseURL}/api/auth/callback/${name}`,
    scope: expect.stringMatching(/^openid email profile/) as unknown,
    state: expect.any(String) as unknown,
    nonce: expect.any(String) as unknown,
    code_challenge_method: 'S256',
  });
});

test('as documented: the signature is checked, and the profile is the id_token’s', async () => {
  const page = textOf(await signIn(example, example.agent(), 'coinpay'));
  expect(page).toContain('Signed in with CoinPay, documented preset');
  expect(page).toContain('Signature verified with the keys that CoinPay publishes (JWKS).');
  expect(page).toContain('sokha@example-business.com (not verified)');
  expect(page).not.toContain('bc1q');
});

test('as published: userinfo confirms the user, and tells of wallets and DID', async () => {
  const page = textOf(await signIn(example, example.agent(), 'coinpay-published'));
  expect(page).toContain('Signed in with CoinPay, published preset');
  expect(page).toContain('Confirmed by userinfo over TLS.');
  expect(page).toContain('BTC bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq');
  expect(page).toContain('ETH 0x52908400098527886E0F7030069857D2E4169EE7 (Main)');
  expect(page).toContain('did:key:z6Mk');
});

test('scopes that were asked for and not granted are named', async () => {
  const { switches } = example.emulators.published.coinpay;
  const { registeredScopes } = switches;
  switches.registeredScopes = ['openid', 'profile'];
  const page = textOf(await signIn(example, example.agent(), 'coinpay-published'));
  switches.registeredScopes = registeredScopes;
  expect(page).toContain('Requested but not granted: email, did, wallet:read');
});

test('the session belongs to the verified subject', async () => {
  const agent = example.agent();
  await signIn(example, agent, 'coinpay');
  const [sokha, dara] = example.emulator.coinpay.users;
  expect(textOf(await agent.get('/account'))).toContain(sokha?.id);
  const callback = await comeBack(example, agent, 'coinpay', { user: 1 });
  expect(callback.status).toBe(303);
  const page = textOf(await agent.get('/account'));
  expect(page).toContain(dara?.id);
  expect(page).not.toContain(sokha?.id);
});

test('a callback of one server does not end a login that began with the other', async () => {
  const agent = example.agent();
  const start = await agent.get('/api/auth/login/coinpay');
  const { search } = new URL(await example.emulator.coinpay.authorize(start.headers['location'] ?? ''));
  const answer = await agent.get(`/api/auth/callback/coinpay-published${search}`);
  expect(answer.status).toBe(403);
  expect(textOf(answer)).toContain('Stopped, to keep you safe');
  expect((await agent.get('/account')).status).toBe(303);
});

test.each(presets)('%s: signs out with the explanation of what that means at CoinPay', async (name) => {
  const agent = example.agent();
  await press(agent, await signIn(example, agent, name), `/api/auth/logout/${name}`);
  expect(textOf(await agent.get('/'))).toContain(
    'You are signed out here. CoinPay has no revocation endpoint: the refresh token stays valid there for up to 30 days. Delete your copy of it to end the login here.',
  );
});

test('where there is an endpoint, signing out revokes the refresh token', async () => {
  const withRevocation = await startExample({
    prepare: ({ main }) => {
      main.coinpay.switches.revocation = true;
    },
  });
  const agent = withRevocation.agent();
  const page = await signIn(withRevocation, agent, 'coinpay');
  expect(textOf(page)).toContain('Signing out revokes the tokens at CoinPay.');
  const [, refreshToken = ''] = await withRevocation.secrets();
  await press(agent, page, '/api/auth/logout/coinpay');
  expect(textOf(await agent.get('/'))).toContain('CoinPay has revoked the refresh token.');
  const request = withRevocation.emulator.coinpay.requests.at(-1);
  expect([request?.path, request?.rawBody.toString()]).toEqual([
    '/oauth/revoke',
    expect.stringContaining(refreshToken),
  ]);
  await withRevocation.close();
});

describe('as published, what userinfo does not confirm signs nobody in', () => {
  test.each([
    ['down', faults.status(503), 'did not answer as it should', 'provider_unavailable'],
    ['a refusal', faults.json({ error: 'invalid_token' }, 401), 'did not answer as it', 'profile_refused'],
    ['a web page', faults.html(), 'did not answer as it should', 'response_not_json'],
    [
      'another user',
      faults.transform((claims) => ({ ...(claims as object), sub: 'another' })),
      'Stopped, to keep you safe',
      'subject_mismatch',
    ],
  ])('%s', async (_what, fault, title, reason) => {
    const agent = example.agent();
    emulated(example.emulators, 'coinpay-published').fault('userProfile', fault);
    const page = await comeBack(example, agent, 'coinpay-published');
    expect(page.status).toBe(502);
    expect(textOf(page)).toContain(title);
    expect(textOf(page)).toContain(reason);
    expect(page.text).toContain('href="/api/auth/login/coinpay-published"');
    expect((await agent.get('/account')).status).toBe(303);
  });
});

test('as documented, an id_token that nobody can check signs nobody in, and the remedy is in the log', async () => {
  const agent = example.agent();
  example.emulator.coinpay.keys.setAlgorithm('HS256');
  const page = await comeBack(example, agent, 'coinpay');
  example.emulator.coinpay.keys.setAlgorithm('RS256');
  expect(page.status).toBe(502);
  expect(textOf(page)).toContain('id_token_algorithm');
  expect(page.text).not.toContain('preset: ');
  expect(example.logged.at(-1)).toMatchObject({
    hint: expect.stringContaining("preset: 'published'") as unknown,
  });
  expect((await agent.get('/account')).status).toBe(303);
});
