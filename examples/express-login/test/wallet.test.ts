import { faults, type KoompiEmulator } from 'passport-provider-emulator';
import { emulated } from '../src/emulators';
import {
  press,
  refusedPage,
  signInTo,
  startExample,
  textOf,
  type Agent,
  type Example,
  type Reply,
} from './support/example';

const wallet = '/koompi/wallet';
const transfers = `${wallet}/transfers`;
const names = ['koompi', 'koompi-kid'] as const;
let example: Example;
let agent: Agent;
let koompi: KoompiEmulator;

beforeEach(async () => {
  example = await startExample();
  agent = example.agent();
  koompi = example.emulator.koompi;
});
afterEach(() => example.close());

function entries(changes: Readonly<Record<string, string>> = {}): Record<string, string> {
  const to = koompi.users[1]?.profile.wallet_address ?? '';
  return { to, token: koompi.tokens.rice.address, amount: '0.5', ...changes };
}

/** Fills in the form of the wallet; answers the address of the confirmation. */
async function propose(page: Reply, changes?: Readonly<Record<string, string>>): Promise<string> {
  const answer = await press(agent, page, transfers, entries(changes));
  expect(answer.status).toBe(303);
  return answer.headers['location'] ?? '';
}

describe.each(names)('%s', (name) => {
  beforeEach(() => {
    koompi = emulated(example.emulators, name) as KoompiEmulator;
  });

  test('shows address and balances, and sends exactly what was confirmed', async () => {
    const page = await signInTo(example, agent, name, wallet);
    expect(textOf(page)).toContain(koompi.users[0]?.profile.wallet_address);
    expect(textOf(page)).toMatch(/RICE 2 LOTUS 1\.5 /);

    const address = await propose(page, { amount: '0.000000000000000001' });
    const confirmation = await agent.get(address);
    const { to } = entries();
    for (const text of ['Send this?', '0.000000000000000001 RICE', to, koompi.tokens.rice.address]) {
      expect(textOf(confirmation)).toContain(text);
    }
    expect(koompi.wallet.transfers).toEqual([]);

    const answer = await press(agent, confirmation, address);
    expect([answer.status, answer.headers['location']]).toEqual([303, address]);
    expect(koompi.wallet.transfers).toMatchObject([
      { from: koompi.users[0]?.profile.wallet_address, to, token: koompi.tokens.rice.address, amount: '1' },
    ]);
    const result = await agent.get(address);
    expect(textOf(result)).toContain(`Sent Transfer at KOOMPI`);
    expect(textOf(result)).toContain(koompi.wallet.transfers[0]?.transactionHash);
    expect(textOf(await agent.get(wallet))).toContain('RICE 1.999999999999999999');
    for (const secret of await example.secrets()) expect(page.text + result.text).not.toContain(secret);
  });
});

describe('a confirmation is used once', () => {
  test('by a double click: both presses end at the one result', async () => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    const confirmation = await agent.get(address);
    koompi.fault('transfer', faults.slow(60));
    const answers = await Promise.all([1, 2, 3].map(() => press(agent, confirmation, address)));
    expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual(
      Array.from({ length: 3 }, () => [303, address]),
    );
    expect(koompi.wallet.transfers).toHaveLength(1);
  });

  test('by a reload, and by another tab that still shows it', async () => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    const confirmation = await agent.get(address);
    for (let round = 0; round < 3; round += 1)
      expect((await press(agent, confirmation, address)).status).toBe(303);
    expect(koompi.wallet.transfers).toHaveLength(1);
    expect((await agent.get(address)).text).not.toContain('action="/koompi');
  });

  test('also when it failed: the answer is told again, and nothing is sent again', async () => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    const confirmation = await agent.get(address);
    koompi.fault('transfer', faults.halfBody());
    const first = await press(agent, confirmation, address);
    koompi.clearFaults();
    const [second, third] = [await press(agent, confirmation, address), await agent.get(address)];
    expect([first.status, second.status, third.status]).toEqual([502, 303, 502]);
    expect(textOf(third)).toContain('The transfer may have been made');
    expect(koompi.wallet.transfers).toHaveLength(1);
    expect(example.logged).toMatchObject([{ reason: 'outcome_unknown' }]);
  });

  test('a changed form needs a new one, and ends the old one', async () => {
    const page = await signInTo(example, agent, 'koompi', wallet);
    const old = await propose(page);
    const confirmation = await agent.get(old);
    const changed = await propose(page, { amount: '0.25' });
    const refused = await press(agent, confirmation, old, { amount: '2' });
    expect([refused.status, textOf(refused).includes('Transfer not found')]).toEqual([404, true]);
    await press(agent, await agent.get(changed), changed, { amount: '2', to: koompi.tokens.rice.address });
    expect(koompi.wallet.transfers).toMatchObject([{ amount: '250000000000000000', to: entries()['to'] }]);
  });

  test('by nobody else: not in another session, not after another sign-in', async () => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    const stranger = example.agent();
    const theirs = await signInTo(example, stranger, 'koompi', wallet);
    const csrfToken = /name="csrfToken"\s+value="([^"]+)"/.exec(theirs.text)?.[1];
    expect((await stranger.get(address)).status).toBe(404);
    expect((await stranger.post(address).type('form').send({ csrfToken })).status).toBe(404);
    await signInTo(example, agent, 'koompi', wallet, { user: 1 });
    expect((await agent.get(address)).status).toBe(404);
    expect(koompi.wallet.transfers).toEqual([]);
  });

  test('within ten minutes', async () => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    const confirmation = await agent.get(address);
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 601_000);
    const late = await press(agent, confirmation, address);
    later.mockRestore();
    expect(late.status).toBe(404);
    expect(koompi.wallet.transfers).toEqual([]);
  });
});

test.each(['/transfers', '/transfers/x'])('POST %s needs the token of the session', async (path) => {
  await signInTo(example, agent, 'koompi', wallet);
  for (const csrfToken of [undefined, '', 'wrong']) {
    const answer = await agent
      .post(wallet + path)
      .type('form')
      .send(entries(csrfToken === undefined ? {} : { csrfToken }));
    expect([answer.status, textOf(answer).includes('This form is out of date')]).toEqual([403, true]);
  }
});

describe('what cannot be right is said at the field, and the entries are kept', () => {
  const rice = '0x7e570000000000000000000000000000000000a1';
  test.each([
    ['to', '', 'Enter 0x and 40 digits'],
    ['to', `0x${'g'.repeat(40)}`, 'Enter 0x and 40 digits'],
    ['to', `0x${'1'.repeat(41)}`, 'Enter 0x and 40 digits'],
    ['to', `0x${'0'.repeat(40)}`, 'Tokens sent to the zero address are lost.'],
    ['to', rice.toLowerCase(), 'This is the contract of a token'],
    ['to', '0x52908400098527886e0f7030069857d2e4169ee7', 'This is your own wallet.'],
    ['token', '', 'Choose one of these tokens.'],
    ['token', `0x${'1'.repeat(40)}`, 'Choose one of these tokens.'],
    ['amount', '', 'Enter digits'],
    ['amount', '1,5', 'Enter digits'],
    ['amount', '1e18', 'Enter digits'],
    ['amount', '-1', 'Enter digits'],
    ['amount', '0', 'Enter an amount above 0.'],
    ['amount', '0.0000000000000000001', 'RICE has at most 18 decimals.'],
    ['amount', '2.000000000000000001', 'The wallet holds 2 RICE.'],
    ['amount', '"><script>alert(1)</script>', 'Enter digits'],
  ])('%s: %j', async (field, value, objection) => {
    const page = await signInTo(example, agent, 'koompi', wallet);
    const refusal = await press(agent, page, transfers, entries({ [field]: value }));
    const answer = await refusedPage(agent, refusal, wallet);
    expect(answer.text).toMatch(
      new RegExp(`<p class="objection" id="field-${field}-objection">\\s*${objection}`),
    );
    expect(answer.text.match(/class="objection"/g)).toHaveLength(1);
    const kept = entries({ [field]: value })[field === 'to' ? 'amount' : 'to'] ?? '';
    expect(answer.text).toContain(`value="${kept}"`);
    expect(answer.text).not.toContain('<script');
    expect(koompi.requests.some(({ path }) => path.endsWith('/transfer'))).toBe(false);
  });

  test('a repeated field counts as empty', async () => {
    const page = await signInTo(example, agent, 'koompi', wallet);
    const csrfToken = /name="csrfToken"\s+value="([^"]+)"/.exec(page.text)?.[1];
    const refusal = await agent
      .post(transfers)
      .type('form')
      .send({ ...entries(), csrfToken, amount: ['1', '2'] });
    expect(textOf(await refusedPage(agent, refusal, wallet))).toContain('Enter digits');
  });
});

describe('a transfer that fails says what to do', () => {
  test.each([
    [faults.status(401), 401, 'does not accept this access any more', 'Sign in with KOOMPI again'],
    [
      faults.json({ error: 'insufficient_scope' }, 403),
      403,
      'A permission is missing',
      'Sign in with KOOMPI again',
    ],
    [
      faults.json({ error: 'insufficient_funds' }, 400),
      502,
      'KOOMPI refused the request',
      'Check the wallet',
    ],
    [faults.rateLimited(90), 503, 'Wait 1 min 30 s', 'Check the wallet'],
    [faults.status(503), 502, 'Check the balance before you try again', 'Check the wallet'],
    [faults.html(), 502, 'The transfer may have been made', 'Check the wallet'],
    [faults.reset(), 502, 'The transfer may have been made', 'Check the wallet'],
    [faults.halfBody(), 502, 'The transfer may have been made', 'Check the wallet'],
  ] as const)('$0.name, %i', async (fault, status, words, button) => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    const confirmation = await agent.get(address);
    koompi.fault('transfer', fault);
    const before = koompi.requests.length;
    const answer = await press(agent, confirmation, address);
    expect(koompi.requests.length - before).toBe(1);
    expect(answer.status).toBe(status);
    expect(textOf(answer)).toContain(words);
    expect(textOf(answer)).toContain(button);
    expect(answer.headers['retry-after']).toBe(status === 503 ? '90' : undefined);
    for (const secret of await example.secrets()) expect(answer.text).not.toContain(secret);
  });

  test('a new sign-in that is the remedy leads back to the page', async () => {
    const address = await propose(await signInTo(example, agent, 'koompi', wallet));
    koompi.revokeUserGrant();
    const answer = await press(agent, await agent.get(address), address);
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('href="/api/auth/login/koompi?returnTo=%2Fkoompi%2Fwallet"');
    expect(example.logged).toEqual([]);
  });
});

test('without the scope there is no form, and nothing is sent', async () => {
  const narrow = await startExample({
    adjust: (service) => {
      if (service.name === 'koompi') service.strategy._scope = ['profile.basic', 'wallet.read'];
      return service;
    },
  });
  const own = narrow.agent();
  const page = await signInTo(narrow, own, 'koompi', wallet);
  expect(textOf(page)).toContain('KOOMPI did not grant wallet.transfer');
  expect(page.text).not.toContain('action="/koompi');
  await narrow.close();
});

test('where nobody knows the address of the wallet calls, the page says so', async () => {
  const without = await startExample({
    adjust: (service) => {
      const { client } = service.strategy;
      if (service.name === 'koompi-kid')
        Object.assign(client, { endpoints: { ...client.endpoints, api: undefined } });
      return service;
    },
  });
  const page = await signInTo(without, without.agent(), 'koompi-kid', wallet);
  expect(textOf(page)).toContain('KID does not document the URL of its wallet API');
  expect(page.text).not.toContain('action="/koompi');
  await without.close();
});

test.each([
  [faults.status(500), 'provider_unavailable'],
  [faults.html(), 'response_not_json'],
  [faults.json({ status: 'success', balance: { of: 'something' } }), 'the response has no balance'],
] as const)(
  'a balance that is not to be had is not known, and the page is there: $0.name',
  async (fault, why) => {
    koompi.fault('balance', fault);
    const page = await signInTo(example, agent, 'koompi', wallet);
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain(`RICE Not known: ${why}`);
    // Nobody is kept from sending what KOOMPI may know better.
    expect(await propose(page, { amount: '3' })).toContain(transfers);
  },
);

test('a wallet whose address was not told has no balances', async () => {
  koompi.fault(
    'userProfile',
    faults.transform((body) => ({ user: { ...(body as { user: object }).user, wallet_address: undefined } })),
  );
  expect(textOf(await signInTo(example, agent, 'koompi', wallet))).toContain('KOOMPI sent no wallet address');
});
