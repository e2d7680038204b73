import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { webhook, type KopoKopoRequest } from 'passport-kopokopo';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();
const apiKey = 'the-api-key';

type Middleware = ReturnType<typeof webhook>;

/**
 * Hands a body that is signed with the emulator's key to a middleware, and handles it with success; gives the webhook, or
 * the status of the middleware.
 */
async function deliver(middleware: Middleware, body: object): Promise<KopoKopoRequest['webhook'] | number> {
  const rawBody = Buffer.from(JSON.stringify(body));
  const signature = kopokopo.service.signWebhook(rawBody, 'apiKey');
  const req = { headers: { 'x-kopokopo-signature': signature }, rawBody } as { kopokopo?: KopoKopoRequest };
  return new Promise((resolve, reject) => {
    const res = { statusCode: 0, end: (_text?: string): void => resolve(res.statusCode) };
    middleware(req as never, res, (error) => {
      if (error) return reject(error);
      resolve(req.kopokopo?.webhook);
      res.statusCode = 200;
      res.end();
    });
  });
}

describe('deliveries', () => {
  let middleware: Middleware;
  beforeEach(() => {
    middleware = webhook({ apiKey: kopokopo.service.options.apiKey });
  });

  test('the second delivery of an id is a duplicate, the first of another is none', async () => {
    const first = kopokopo.service.createWebhook();
    const other = kopokopo.service.createWebhook();
    expect(await deliver(middleware, first)).toMatchObject({ id: first['id'], duplicate: false });
    expect(await deliver(middleware, first)).toMatchObject({ id: first['id'], duplicate: true });
    expect(await deliver(middleware, other)).toMatchObject({ id: other['id'], duplicate: false });
    expect(await deliver(middleware, first)).toMatchObject({ duplicate: true });
  });

  test('a forged delivery marks nothing as seen', async () => {
    const body = kopokopo.service.createWebhook();
    const forging = webhook({ apiKey: 'another' });
    expect(await deliver(forging, body)).toBe(401);
    expect(await deliver(middleware, body)).toMatchObject({ duplicate: false });
  });

  test('each middleware remembers for itself', async () => {
    const body = kopokopo.service.createWebhook();
    await deliver(middleware, body);
    const second = webhook({ apiKey: kopokopo.service.options.apiKey });
    expect(await deliver(second, body)).toMatchObject({ duplicate: false });
  });

  test('without an id nothing is a duplicate', async () => {
    for (const body of [
      { topic: 'a' },
      { id: 5 },
      { id: '' },
      { data: null },
      { data: { id: 7 } },
      { data: 'x' },
    ]) {
      expect(await deliver(middleware, body)).toMatchObject({ id: undefined, duplicate: false });
      expect(await deliver(middleware, body)).toMatchObject({ id: undefined, duplicate: false });
    }
  });

  test('ten thousand ids are remembered; the oldest goes first', async () => {
    for (let count = 0; count <= 10_000; count++) await deliver(middleware, { id: `id-${count}` });
    expect(await deliver(middleware, { id: 'id-10000' })).toMatchObject({ duplicate: true });
    expect(await deliver(middleware, { id: 'id-1' })).toMatchObject({ duplicate: true });
    expect(await deliver(middleware, { id: 'id-0' })).toMatchObject({ duplicate: false });
  });

  test('the result of a payment: the id is in data, and there is no topic', async () => {
    const body = { data: { id: 'pay-1', type: 'incoming_payment', attributes: { status: 'Success' } } };
    expect(await deliver(middleware, body)).toMatchObject({
      id: 'pay-1',
      topic: undefined,
      duplicate: false,
      body,
    });
    expect(await deliver(middleware, body)).toMatchObject({ id: 'pay-1', duplicate: true });
  });

  test("Daraja's form: the id is the receipt, and there is no topic", async () => {
    const body = { TransactionType: 'Buygoods', TransID: 'OJM6Q1W84K', TransAmount: '100.0' };
    expect(await deliver(middleware, body)).toMatchObject({ id: 'OJM6Q1W84K', topic: undefined, body });
    expect(await deliver(middleware, body)).toMatchObject({ duplicate: true });
    expect(await deliver(middleware, { ...body, TransID: 'OJM6Q1W84L' })).toMatchObject({ duplicate: false });
  });

  const payment = (status: string): object => ({
    data: { id: 'pay-1', type: 'incoming_payment', attributes: { status } },
  });
  const transaction = (topic: string, status: string, id = 'tx-1'): object => ({
    topic,
    id: 'hook-1',
    event: { type: 'Buygoods Transaction', resource: { id, status } },
  });

  test.each<[string, object, object]>([
    ['a payment that is pending, then successful', payment('Pending'), payment('Success')],
    ['one that is pending, then failed', payment('Pending'), payment('Failed')],
    [
      'one id under two topics',
      transaction('buygoods_transaction_received', 'Received'),
      transaction('buygoods_transaction_reversed', 'Received'),
    ],
    [
      'one id with two statuses of the transaction',
      transaction('buygoods_transaction_received', 'Received'),
      transaction('buygoods_transaction_received', 'Complete'),
    ],
    [
      'one id with two transactions',
      transaction('buygoods_transaction_received', 'Received'),
      transaction('buygoods_transaction_received', 'Received', 'tx-2'),
    ],
    [
      'the id of a payment as that of a webhook',
      payment('Success'),
      { id: 'pay-1', topic: 'customer_created' },
    ],
    ['a payment and a reversal of one id', payment('Success'), { data: { id: 'pay-1', type: 'reversal' } }],
  ])('A66 %s: both are handled, and each of them once', async (_what, first, second) => {
    for (const body of [first, second]) {
      expect(await deliver(middleware, body)).toMatchObject({ duplicate: false });
    }
    for (const body of [first, second]) {
      expect(await deliver(middleware, body)).toMatchObject({ duplicate: true });
    }
  });

  test('members that are no data of ours stay data', async () => {
    const text = '{"__proto__":{"polluted":1},"id":"x","topic":["a"]}';
    const seen = await deliver(middleware, JSON.parse(text) as object);
    expect(seen).toMatchObject({ id: 'x', topic: undefined });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('a sender that goes away', () => {
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"a":';

  /** What the middleware said about a request whose sender went away, `after` or before the middleware began. */
  async function abandoned(when: 'before' | 'after'): Promise<unknown> {
    const middleware = webhook({ apiKey });
    let told: (what: unknown) => void;
    const said = new Promise((resolve) => (told = resolve));
    const origin = await kopokopo.listen((req, res) => {
      req.on('error', () => undefined);
      const run = (): void => middleware(req, res, (error) => told(error ?? 'passed'));
      if (when === 'after') run();
      else req.once('close', () => setImmediate(run));
    });
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(head);
    await wait(50);
    socket.destroy();
    return Promise.race([said, wait(1_000, 'nothing')]);
  }

  test('in the middle: the middleware ends with webhook_body_truncated', async () => {
    expect(await abandoned('after')).toMatchObject({ reason: 'webhook_body_truncated', status: 400 });
  });

  test('before the middleware began: it ends as well', async () => {
    expect(await abandoned('before')).toMatchObject({ reason: 'webhook_body_truncated' });
  });
});

test('the emulator signs what the service calls back, and it passes', async () => {
  const { service } = kopokopo;
  const seen: unknown[] = [];
  const middleware = webhook({ apiKey: service.options.apiKey });
  const callback = await kopokopo.listen((req, res) => {
    middleware(req, res, () => {
      seen.push((req as unknown as { kopokopo: KopoKopoRequest }).kopokopo.webhook);
      res.end();
    });
  });
  const token = await fetch(service.options.tokenURL, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: service.options.clientID,
      client_secret: service.options.clientSecret,
    }),
  });
  const { access_token: bearer } = (await token.json()) as { access_token: string };
  const created = await fetch(`${service.options.baseURL}/api/v1/incoming_payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      payment_channel: 'M-PESA STK Push',
      till_number: 'K000000',
      subscriber: { phone_number: '+254999999999' },
      amount: { currency: 'KES', value: '100.0' },
      _links: { callback_url: callback },
    }),
  });
  expect(created.status).toBe(201);
  await service.delivered();
  expect(seen).toMatchObject([{ duplicate: false, body: { data: { type: 'incoming_payment' } } }]);
});
