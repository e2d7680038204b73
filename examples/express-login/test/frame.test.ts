import {
  comeBack,
  press,
  refusedPage,
  signIn,
  startExample,
  textOf,
  type Agent,
  type Example,
  type Reply,
} from './support/example';

let example: Example;

beforeAll(async () => {
  example = await startExample();
});
afterEach(() => example.clearFaults());
afterAll(() => example.close());

const signOut = /<header.*<form method="post" action="\/api\/auth\/logout\/koompi">.*<\/header>/s;

function titleOf({ text }: Reply): string | undefined {
  return /<title>(.*)<\/title>/.exec(text)?.[1];
}

test.each(['/', '/account', '/koompi/wallet', '/kopokopo', '/nowhere', '/api/auth/callback/koompi?code=x'])(
  'Sign out is in the header of %s, for people who are signed in',
  async (path) => {
    const agent = example.agent();
    expect((await agent.get(path)).text).not.toContain('action="/api/auth/logout');
    await signIn(example, agent, 'koompi');
    const page = await agent.get(path);
    expect(page.text).toMatch(signOut);
    expect(page.text.match(/action="\/api\/auth\/logout/g)).toHaveLength(1);
    const answer = await press(agent, page, '/api/auth/logout/koompi');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    expect((await agent.get('/account')).status).toBe(303);
  },
);

test('Sign out is in the header of a confirmation and of a payment, too', async () => {
  const agent = example.agent();
  await signIn(example, agent, 'koompi');
  const { users, tokens } = example.emulator.koompi;
  const entries = { to: users[1]?.profile.wallet_address ?? '', token: tokens.rice.address, amount: '1' };
  const transfer = await press(agent, await agent.get('/koompi/wallet'), '/koompi/wallet/transfers', entries);
  expect((await agent.get(transfer.headers['location'] ?? '')).text).toMatch(signOut);
  const form = await agent.get('/kopokopo');
  const once = /name="once" value="([^"]+)"/.exec(form.text)?.[1] ?? '';
  const fields = { once, phone: '0712345678', amount: '1', reference: 'x' };
  const payment = await press(agent, form, '/kopokopo/payments', fields);
  expect((await agent.get(payment.headers['location'] ?? '')).text).toMatch(signOut);
});

test('a notice is shown once, has the focus, and its first sentence begins the title', async () => {
  const agent = example.agent();
  await agent.get('/account');
  const page = await agent.get('/');
  expect(titleOf(page)).toBe('Sign in first – Sign in – Example Business');
  expect(page.text).toMatch(/role="status" data-notice="sign-in-first"\s+tabindex="-1"\s+autofocus/);
  const next = await agent.get('/');
  expect(titleOf(next)).toBe('Sign in – Example Business');
  expect(next.text).not.toMatch(/data-notice|autofocus/);
});

test('a notice waits while a failure is shown', async () => {
  const agent = example.agent();
  await agent.get('/account');
  expect((await agent.get('/nowhere')).text).not.toContain('data-notice');
  expect((await agent.get('/')).text).toContain('data-notice="sign-in-first"');
});

test('a refused form is on its own page only, once, and a reload sends nothing', async () => {
  const agent = example.agent();
  const refuse = async (): Promise<Reply> =>
    press(agent, await agent.get('/kopokopo'), '/kopokopo/payments', { amount: '12', reference: 'Order 17' });
  await refuse();
  expect((await agent.get('/')).text).not.toContain('data-notice');
  const page = await refusedPage(agent, await refuse(), '/kopokopo');
  expect(page.status).toBe(200);
  expect(titleOf(page)).toBe('Nothing was sent – Payments and webhooks – Example Business');
  expect(page.text).toContain('role="alert" data-notice="form-refused"');
  expect(page.text).toContain('value="Order 17"');
  const reloaded = await agent.get('/kopokopo');
  expect(reloaded.text).not.toMatch(/data-notice|class="objection"|Order 17/);
});

test('the entries of a form without the token of the session are not kept', async () => {
  const agent = example.agent();
  await agent.get('/kopokopo');
  const forged = await agent.post('/kopokopo/payments').type('form').send({ phone: '0712345678' });
  expect(forged.status).toBe(403);
  expect((await agent.get('/kopokopo')).text).not.toContain('0712345678');
});

test('each card has one button, named after its service, and the second preset is a link', async () => {
  const { text } = await example.agent().get('/');
  const labelled = (name: string): readonly (string | undefined)[] =>
    [...text.matchAll(new RegExp(`<a class="${name}"[^>]*>([^<]*)</a>`, 'g'))].map(([, label]) => label);
  expect(labelled('button primary')).toEqual([
    'Sign in with CoinPay',
    'Sign in with KOOMPI',
    'Sign in with KonPro',
    'Sign in with Komerza',
    'Show token and payments',
  ]);
  expect(labelled('choice')).toEqual(['Use the published preset', 'Use KID, the renamed service']);
});

test('code is no tab stop on any page', async () => {
  const agent: Agent = example.agent();
  const pages = [await agent.get('/'), await signIn(example, agent, 'koompi')];
  for (const page of pages) {
    expect(page.text).toContain('<pre>');
    expect(page.text).not.toContain('tabindex="0"');
  }
});

describe('a failed login has words for visitors; the hint for the operator is in the log only', () => {
  test.each([
    [
      'a wrong state',
      { code: 'c', state: 'x'.repeat(43) },
      403,
      'Stopped, to keep you safe',
      'state_unknown',
    ],
    ['no state', { code: 'c' }, 403, 'Stopped, to keep you safe', 'state_missing'],
    ['a repeated parameter', { code: ['c', 'd'] }, 400, 'Stopped, to keep you safe', 'callback_malformed'],
  ])('%s', async (_what, query, status, title, reason) => {
    example.logged.length = 0;
    const agent = example.agent();
    await agent.get('/api/auth/login/konpro');
    const page = await agent.get('/api/auth/callback/konpro').query(query);
    expect(page.status).toBe(status);
    expect(textOf(page)).toContain(title);
    expect(textOf(page)).toContain(`mention the reason ${reason}`);
    expect(example.logged).toMatchObject([{ reason, hint: expect.any(String) as unknown }]);
    const { hint, message } = example.logged[0] as { hint: string; message: string };
    expect(textOf(page)).not.toContain(hint);
    expect(textOf(page)).not.toContain(message);
  });

  test('a browser that lost its session', async () => {
    example.logged.length = 0;
    const start = await example.agent().get('/api/auth/login/konpro');
    const callback = await example.emulator.konpro.authorize(start.headers['location'] ?? '');
    const { pathname, search } = new URL(callback);
    const page = await example.agent().get(pathname + search);
    expect(page.status).toBe(403);
    expect(textOf(page)).toContain('Your browser did not send the cookie of this sign-in.');
    const [{ reason, hint } = {}] = example.logged as { reason: string; hint: string }[];
    expect([reason, textOf(page).includes(hint ?? '')]).toEqual(['session_cookie_missing', false]);
  });

  test('a person who declines is no news for the operator', async () => {
    example.logged.length = 0;
    await comeBack(example, example.agent(), 'konpro', { decision: 'deny' });
    expect(example.logged).toEqual([]);
  });
});
