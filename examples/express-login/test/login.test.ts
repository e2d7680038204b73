import { faults } from 'passport-provider-emulator';
import { emulated } from '../src/emulators';
import { comeBack, press, signIn, startExample, textOf, type Example, type Reply } from './support/example';

let example: Example;

beforeAll(async () => {
  example = await startExample();
});
afterEach(() => example.clearFaults());
afterAll(() => example.close());

const names = ['coinpay', 'coinpay-published', 'koompi', 'koompi-kid', 'konpro', 'komerza'] as const;

async function expectNoSecret(...pages: readonly Reply[]): Promise<void> {
  const secrets = await example.secrets();
  expect(secrets.length).toBeGreaterThan(0);
  for (const page of pages) {
    for (const secret of secrets) expect(page.text).not.toContain(secret);
    expect(page.text).not.toContain('client_secret');
  }
}

test('the home page has a card for each service, with its line of code', async () => {
  const page = await example.agent().get('/');
  expect(page.status).toBe(200);
  for (const name of names) expect(page.text).toContain(`href="/api/auth/login/${name}"`);
  expect(textOf(page)).toContain('passport.use(new KonProStrategy({ clientID, callbackURL }, verify));');
  expect(page.text).toContain('href="/kopokopo"');
  expect(textOf(page).match(/Emulator/g)).toHaveLength(5);
  expect(page.headers['set-cookie']).toBeUndefined();
});

describe.each(names)('%s', (name) => {
  test('signs in, shows the profile and never a token', async () => {
    const agent = example.agent();
    const page = await signIn(example, agent, name);
    expect(page.status).toBe(200);
    const user = emulated(example.emulators, name).users[0];
    expect(textOf(page)).toContain(`Sign out`);
    expect(textOf(page)).toContain(user?.name);
    expect(textOf(page)).toContain(user?.email);
    expect(textOf(page)).toContain(user?.id);
    await expectNoSecret(page, await agent.get('/'));
  });

  test('signs out and says what has become of the tokens', async () => {
    const agent = example.agent();
    const page = await signIn(example, agent, name);
    const answer = await press(agent, page, `/api/auth/logout/${name}`);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    expect(textOf(await agent.get('/'))).toMatch(
      /You are signed out here\. (\S+ cannot revoke tokens|CoinPay has no revocation endpoint|KOOMPI has revoked the tokens)/,
    );
    expect((await agent.get('/account')).headers['location']).toBe('/');
    expect(textOf(await agent.get('/'))).toContain('Sign in first');
  });

  test('a person who declines is told so, and nobody is signed in', async () => {
    const agent = example.agent();
    const page = await comeBack(example, agent, name, { decision: 'deny' });
    expect(page.status).toBe(403);
    expect(textOf(page)).toMatch(/You were not signed in .* access_denied/);
    expect(page.text).toContain(`href="/api/auth/login/${name}"`);
    expect((await agent.get('/account')).status).toBe(303);
  });

  test('a token endpoint that is down is a problem page with 502', async () => {
    for (const fault of [faults.status(500), faults.status(503), faults.reset(), faults.html()]) {
      emulated(example.emulators, name).fault('token', fault);
      const page = await comeBack(example, example.agent(), name);
      expect(page.status).toBe(502);
      expect(textOf(page)).toContain('did not answer as it should');
    }
  });

  test('a forged callback signs nobody in and leaves a pending login alone', async () => {
    const agent = example.agent();
    const start = await agent.get(`/api/auth/login/${name}`);
    const forged = await agent
      .get(`/api/auth/callback/${name}`)
      .query({ code: 'forged', state: 'x'.repeat(43) });
    expect(forged.status).toBe(403);
    expect(textOf(forged)).toContain('Stopped, to keep you safe');
    const callback = new URL(
      await emulated(example.emulators, name).authorize(start.headers['location'] ?? ''),
    );
    expect((await agent.get(`${callback.pathname}${callback.search}`)).headers['location']).toBe('/account');
  });
});

describe.each(['coinpay', 'coinpay-published', 'koompi', 'koompi-kid', 'konpro'] as const)('%s', (name) => {
  test('refreshes, and keeps the new refresh token', async () => {
    const agent = example.agent();
    let page = await signIn(example, agent, name);
    const before = await example.secrets();
    for (let round = 0; round < 2; round += 1) {
      const answer = await press(agent, page, `/api/auth/refresh/${name}`);
      expect([answer.status, answer.headers['location']]).toEqual([303, '/account']);
      page = await agent.get('/account');
      expect(textOf(page)).toContain('issued new tokens');
    }
    expect(textOf(await agent.get('/account'))).not.toContain('issued new tokens');
    expect(await example.secrets()).not.toEqual(before);
    await expectNoSecret(page);
  });

  test('a refresh that the service refuses is a problem page', async () => {
    const agent = example.agent();
    const page = await signIn(example, agent, name);
    emulated(example.emulators, name).revokeUserGrant();
    const answer = await press(agent, page, `/api/auth/refresh/${name}`);
    expect(answer.status).toBe(502);
    expect(textOf(answer)).toContain('token_refused');
    await expectNoSecret(answer);
  });
});

test('the service that cannot refresh has no button for it', async () => {
  const page = await signIn(example, example.agent(), 'komerza');
  expect(page.text).not.toContain('/api/auth/refresh');
  expect(textOf(page)).toContain('Komerza does not refresh tokens');
});

test('scopes and lifetime are shown', async () => {
  const text = textOf(await signIn(example, example.agent(), 'koompi'));
  expect(text).toMatch(/profile\.basic .*wallet\.read/);
  expect(text).toMatch(/Access token (59 min \d+ s|1 h) left \(until \d\d:\d\d UTC\)/);
});

test('signing in with another service takes the place of the first', async () => {
  const agent = example.agent();
  await signIn(example, agent, 'koompi');
  expect(textOf(await signIn(example, agent, 'komerza'))).toContain('Signed in with Komerza');
});
