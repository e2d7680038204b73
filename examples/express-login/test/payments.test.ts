import { faults, type KopoKopoEmulator } from 'passport-provider-emulator';
import request from 'supertest';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '../src/app';
import {
  press,
  refusedPage,
  signIn,
  startExample,
  textOf,
  type Agent,
  type Example,
  type Reply,
} from './support/example';

const action = '/kopokopo/payments';
let example: Example;
let agent: Agent;
let kopokopo: KopoKopoEmulator;

beforeEach(async () => {
  example = await startExample();
  agent = example.agent();
  kopokopo = example.emulator.kopokopo;
});
afterEach(() => example.close());

const entries = { phone: '0712 345 678', amount: '99.5', reference: 'Order 17' };

function onceOf(page: Reply): string {
  return /name="once" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
}

/** Fills in the form of a page and sends it. */
function ask(page: Reply, changes: Readonly<Record<string, string>> = {}): ReturnType<Agent['post']> {
  return press(agent, page, action, { once: onceOf(page), ...entries, ...changes });
}

function asked(): readonly unknown[] {
  return kopokopo.requests
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/incoming_payments'))
    .map(({ body }) => body);
}

async function subscribe(): Promise<Reply> {
  return press(agent, await agent.get('/kopokopo'), '/kopokopo/subscriptions');
}

test('a payment is asked for, and its result and webhook come back signed and are listed', async () => {
  expect((await subscribe()).status).toBe(303);
  const form = await agent.get('/kopokopo');
  expect(textOf(form)).toContain('Subscribed. Kopo Kopo now reports every payment to the till.');
  const answer = await ask(form);
  expect(answer.status).toBe(303);
  expect(asked()).toMatchObject([
    {
      payment_channel: 'M-PESA STK Push',
      till_number: 'K000000',
      subscriber: { phone_number: '+254712345678' },
      amount: { currency: 'KES', value: '99.50' },
      metadata: { reference: 'Order 17' },
      _links: { callback_url: `${example.baseURL}/api/webhooks/kopokopo` },
    },
  ]);
  await kopokopo.delivered();
  expect(kopokopo.deliveries.map(({ status }) => status)).toEqual([200, 200]);

  const page = await agent.get(answer.headers['location'] ?? '');
  expect(textOf(page)).toContain('KES 99.50');
  expect(textOf(page)).toContain('Status Success');
  expect(textOf(page)).toMatch(/buygoods_transaction_received .*result of a payment/);
  expect(page.text).not.toContain('http-equiv="refresh"');
  const list = await agent.get('/kopokopo');
  expect(textOf(list)).toMatch(/Signed webhooks Refresh buygoods_transaction_received .*result of a payment/);
  expect(list.text).toContain(`href="${answer.headers['location']}"`);
});

test('until there is a result, the page asks again by itself, and has a link for that', async () => {
  kopokopo.switches.resultDelay = 400;
  const address = (await ask(await agent.get('/kopokopo'))).headers['location'] ?? '';
  const page = await agent.get(address);
  expect(textOf(page)).toMatch(/Status Pending .* None yet\./);
  expect(page.text).toContain('<meta http-equiv="refresh" content="2"');
  expect(page.text).toContain(`href="${address}"`);
  await kopokopo.delivered();
  const settled = await agent.get(address);
  expect(textOf(settled)).toContain('Status Success');
  expect(textOf(settled)).toContain('result of a payment');
});

test('a payment that failed says so', async () => {
  kopokopo.switches.paymentResult = 'Failed';
  const address = (await ask(await agent.get('/kopokopo'))).headers['location'] ?? '';
  await kopokopo.delivered();
  const page = await agent.get(address);
  expect(textOf(page)).toContain('Status Failed');
  expect(page.text).not.toContain('http-equiv="refresh"');
});

test.each([
  [faults.status(503), 'Status Not known now: provider_unavailable'],
  [faults.json({ data: { attributes: { status: 7 } } }), 'Status Not known'],
  [
    faults.json({ data: { attributes: { status: '<script>alert(1)</script>' } } }),
    'Status &lt;script&gt;alert(1)&lt;/script&gt;',
  ],
] as const)('a status that is not to be had is not guessed: $0.name', async (fault, words) => {
  const address = (await ask(await agent.get('/kopokopo'))).headers['location'] ?? '';
  kopokopo.fault('incomingPayments', fault);
  const page = await agent.get(address);
  expect([page.status, textOf(page).includes(words)]).toEqual([200, true]);
  expect(page.text).not.toContain('<script');
});

describe('a form asks once', () => {
  test('by a double click and by a reload', async () => {
    const form = await agent.get('/kopokopo');
    kopokopo.fault('incomingPayments', faults.slow(50), { times: 1 });
    const answers = [...(await Promise.all([ask(form), ask(form), ask(form)])), await ask(form)];
    expect(new Set(answers.map(({ headers }) => headers['location'])).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(asked()).toHaveLength(1);
  });

  test('with other entries it asks before it asks for a second payment', async () => {
    const form = await agent.get('/kopokopo');
    await ask(form);
    const changed = await refusedPage(agent, await ask(form, { amount: '500' }), '/kopokopo');
    expect(textOf(changed)).toContain('This form has already requested another payment.');
    expect(changed.text).toContain('value="500"');
    expect(asked()).toHaveLength(1);
    expect((await ask(changed, { amount: '500' })).status).toBe(303);
    expect(asked()).toHaveLength(2);
  });

  test('also when it failed', async () => {
    const form = await agent.get('/kopokopo');
    kopokopo.fault('incomingPayments', faults.halfBody(), { times: 1 });
    const first = await ask(form);
    expect(first.status).toBe(502);
    expect(textOf(first)).toContain('The payment may have been requested');
    const second = await ask(form);
    expect(second.status).toBe(303);
    expect(textOf(await agent.get(second.headers['location'] ?? ''))).toContain('may have been requested');
    expect(asked()).toHaveLength(1);
    expect(example.logged).toHaveLength(1);
  });

  test.each(['', 'short', 'x'.repeat(25), '<script>alert(1)</scrip>'])(
    'and not without its mark: %j',
    async (once) => {
      expect((await ask(await agent.get('/kopokopo'), { once })).status).toBe(404);
      expect(asked()).toEqual([]);
    },
  );
});

describe('what cannot be right is said at the field, and the entries are kept', () => {
  test.each([
    ['phone', '', 'Enter a Kenyan mobile number'],
    ['phone', '12', 'Enter a Kenyan mobile number'],
    ['phone', '+255712345678', 'Enter a Kenyan mobile number'],
    ['phone', '0812345678', 'Enter a Kenyan mobile number'],
    ['phone', '+254712345678;', 'Enter a Kenyan mobile number'],
    ['amount', '', 'Enter an amount above 0'],
    ['amount', '0', 'Enter an amount above 0'],
    ['amount', '0.00', 'Enter an amount above 0'],
    ['amount', '1.005', 'Enter an amount above 0'],
    ['amount', '1,50', 'Enter an amount above 0'],
    ['amount', '1e3', 'Enter an amount above 0'],
    ['amount', '-5', 'Enter an amount above 0'],
    ['amount', '1000000', 'Enter an amount above 0'],
    ['reference', '', 'Enter up to 40 letters'],
    ['reference', 'x'.repeat(41), 'Enter up to 40 letters'],
    ['reference', '<script>alert(1)</script>', 'Enter up to 40 letters'],
    ['reference', 'two\nlines', 'Enter up to 40 letters'],
  ])('%s: %j', async (field, value, objection) => {
    const refusal = await ask(await agent.get('/kopokopo'), { [field]: value });
    const answer = await refusedPage(agent, refusal, '/kopokopo');
    expect(answer.text).toMatch(new RegExp(`id="field-${field}-objection">\\s*${objection}`));
    expect(answer.text.match(/class="objection"/g)).toHaveLength(1);
    const other = field === 'phone' ? 'reference' : 'phone';
    expect(answer.text).toContain(`value="${entries[other]}"`);
    expect(answer.text).not.toContain('<script');
    expect(asked()).toEqual([]);
  });

  test.each([
    ['+254 712-345-678', '1', '1.00'],
    ['254112345678', '0.01', '0.01'],
    ['0112345678', '999999.99', '999999.99'],
  ])('%s and %s are right', async (phone, amount, value) => {
    expect(
      (await ask(await agent.get('/kopokopo'), { phone, amount, reference: 'Reis für ខ្មែរ #1' })).status,
    ).toBe(303);
    expect(asked()).toMatchObject([{ amount: { value } }]);
  });
});

test.each([
  [faults.status(400, '{"error_message":"no"}'), 502, 'Kopo Kopo refused the request'],
  [faults.rateLimited(5), 503, 'Wait 5 s'],
  [faults.reset(), 502, 'The payment may have been requested'],
  [faults.status(503), 502, 'The payment may have been requested'],
  [faults.json({}), 502, 'The payment may have been requested'],
] as const)('a payment that fails says what to do: $0.name, %i', async (fault, status, words) => {
  const form = await agent.get('/kopokopo');
  kopokopo.fault('incomingPayments', fault);
  const answer = await ask(form);
  expect([answer.status, textOf(answer).includes(words)]).toEqual([status, true]);
  expect(textOf(answer)).toContain('Back to the payments');
  expect(asked()).toHaveLength(1);
});

test('a token that has ended is no failure of the page', async () => {
  const form = await agent.get('/kopokopo');
  const address = (await ask(form)).headers['location'] ?? '';
  await kopokopo.delivered();
  kopokopo.expireTokens();
  expect(textOf(await agent.get(address))).toContain('Status Success');
});

test('a payment is for the browser that asked for it', async () => {
  const address = (await ask(await agent.get('/kopokopo'))).headers['location'] ?? '';
  const stranger = example.agent();
  const page = await stranger.get(address);
  expect([page.status, textOf(page).includes('Payment not found')]).toEqual([404, true]);
  expect((await stranger.get('/kopokopo')).text).not.toContain('Order 17');
});

test.each(['payments', 'subscriptions'])('POST /kopokopo/%s needs the token of the session', async (path) => {
  const form = await agent.get('/kopokopo');
  for (const csrfToken of ['', 'wrong']) {
    const answer = await agent
      .post(`/kopokopo/${path}`)
      .type('form')
      .send({ ...entries, once: onceOf(form), csrfToken });
    expect(answer.status).toBe(403);
  }
  expect(asked()).toEqual([]);
  expect(kopokopo.subscriptions).toEqual([]);
});

describe('a subscription', () => {
  test('is made once, and its button goes', async () => {
    const form = await agent.get('/kopokopo');
    const press3 = [1, 2, 3].map(() => press(agent, form, '/kopokopo/subscriptions'));
    expect((await Promise.all(press3)).map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(kopokopo.subscriptions).toMatchObject([
      { event_type: 'buygoods_transaction_received', scope: 'till', scope_reference: 'K000000' },
    ]);
    const page = await agent.get('/kopokopo');
    expect(page.text).not.toContain('action="/kopokopo/subscriptions"');
    expect(textOf(page)).toContain('Subscribed:');
  });

  test('that failed may be tried again', async () => {
    kopokopo.fault('webhookSubscriptions', faults.status(400), { times: 1 });
    expect((await subscribe()).status).toBe(502);
    expect((await subscribe()).status).toBe(303);
    expect(kopokopo.subscriptions).toHaveLength(1);
  });
});

describe('while Kopo Kopo is real, only its operator may ask for payments', () => {
  let own: string;
  const server = createServer();

  beforeEach(async () => {
    server.removeAllListeners('request');
    if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function serve(operator: string | undefined): void {
    const { sendWebhook: _sendWebhook, ...kopokopo } = example.kopokopo;
    const { services } = example;
    const real = { ...kopokopo, isEmulated: false, operator };
    server.on(
      'request',
      createApp({ services, kopokopo: real, leftOut: [], baseURL: own, sessionSecret: 'test' }),
    );
  }

  test.each([undefined, 'konpro somebody-else', 'koompi username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87'])(
    'nobody but %s',
    async (operator) => {
      serve(operator);
      const visitor = request.agent(server);
      const page = await signIn(example, visitor, 'konpro');
      expect((await visitor.get('/kopokopo')).text).not.toContain('action="/kopokopo');
      const csrfToken = /name="csrfToken"\s+value="([^"]+)"/.exec(page.text)?.[1];
      for (const path of ['payments', 'subscriptions']) {
        const once = 'x'.repeat(24);
        const answer = await visitor
          .post(`/kopokopo/${path}`)
          .type('form')
          .send({ ...entries, once, csrfToken });
        expect(answer.status).toBe(404);
      }
      expect(asked()).toEqual([]);
    },
  );

  test('the operator has the form, and results go to the public address', async () => {
    serve('konpro username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87');
    const visitor = request.agent(server);
    await signIn(example, visitor, 'konpro');
    const form = await visitor.get('/kopokopo');
    const answer = await press(visitor, form, action, { once: onceOf(form), ...entries });
    expect(answer.status).toBe(303);
    expect(asked()).toMatchObject([{ _links: { callback_url: `${own}/api/webhooks/kopokopo` } }]);
  });
});
