import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Emulator, startEmulator } from '../src';
import { json, reason, send } from './support/http';
import { kopokopoCalls } from './support/kopokopo';
import { anyString } from './support/matchers';

let emulator: Emulator;
let application: Server;
let address: string;
const { kopokopo, token, revoke, read, create } = kopokopoCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['kopokopo'], now: () => 1_700_000_000_000 });
  application = createServer((incoming, outgoing) => incoming.resume().on('end', () => outgoing.end()));
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
});
afterEach(async () => {
  application.close();
  await emulator.close();
});

const other = { client_id: 'kopokopo-other', client_secret: 'kopokopo-other-secret' };

describe('a token', () => {
  test('that was made to expire is refused everywhere, and a new one is not', async () => {
    const [first, second] = [await token(), await token()];
    const path = '/api/v1/pay_recipients';
    const location = (await create(path, { type: 'till' }, first)).headers.location ?? '';
    expect(kopokopo().expireTokens()).toBe(2);
    for (const dead of [first, second]) {
      const reply = await read(location, dead);
      expect([reply.status, json(reply)]).toEqual([
        401,
        { error_code: 'ExpiredAccessToken', error_message: anyString },
      ]);
      expect((await create(path, {}, dead)).status).toBe(401);
      expect((await read(kopokopo().options.userProfileURL, dead)).status).toBe(401);
    }
    expect((await read(location, await token())).status).toBe(200);
    expect(kopokopo().expireTokens()).toBe(1);
    expect(kopokopo().expireTokens()).toBe(0);
  });

  test('that was revoked has another name for that', async () => {
    const value = await token();
    await revoke(value);
    expect(kopokopo().expireTokens()).toBe(0);
    const reply = await read(`${kopokopo().options.baseURL}/api/v2/send_money`, value);
    expect([reply.status, json(reply)['error_code']]).toEqual([401, 'InvalidAccessToken']);
  });
});

const collections: readonly (readonly [string, string, string])[] = [
  ['v1', 'pay_recipients', 'pay_recipient'],
  ['v1', 'payments', 'payment'],
  ['v1', 'settlement_transfers', 'settlement_transfer'],
  ['v1', 'polling', 'polling'],
  ['v2', 'external_recipients', 'external_recipient'],
  ['v2', 'send_money', 'send_money'],
  ['v2', 'payment_links', 'payment_link'],
  ['v2', 'reversals', 'reversal'],
];

describe.each(collections)('/api/%s/%s', (version, name, type) => {
  const path = `/api/${version}/${name}`;
  const body = { type: 'mobile_wallet', pay_recipient: { first_name: 'Sokha', last_name: 'Núñez 🌾' } };

  test('is made at its Location, shown and listed', async () => {
    const value = await token();
    const reply = await create(path, body, value);
    expect([reply.status, reply.text]).toEqual([201, '']);
    const location = reply.headers.location ?? '';
    expect(location.startsWith(`${kopokopo().options.baseURL}${path}/`)).toBe(true);
    const shown = {
      id: location.split('/').at(-1),
      type,
      attributes: expect.objectContaining(body) as unknown,
    };
    expect(json(await read(location, value))).toEqual({ data: shown });
    expect(json(await read(`${kopokopo().options.baseURL}${path}`, value))).toEqual({ data: [shown] });
  });

  test('is not shown to another application, nor under another name', async () => {
    const location = (await create(path, body, await token())).headers.location ?? '';
    const stranger = await token(other);
    expect((await read(location, stranger)).status).toBe(404);
    expect(json(await read(`${kopokopo().options.baseURL}${path}`, stranger))).toEqual({ data: [] });
    const id = location.split('/').at(-1) ?? '';
    const elsewhere = `${kopokopo().options.baseURL}/api/${version}/merchant_wallets/${id}`;
    const reply = await read(elsewhere, await token());
    expect([reply.status, reason(reply)]).toEqual([404, 'unknown_resource']);
  });

  test('is refused without a token, as a form, as a list, and by another method', async () => {
    const url = `${kopokopo().options.baseURL}${path}`;
    expect((await send('POST', url, { 'Content-Type': 'application/json' }, '{}')).status).toBe(401);
    expect((await read(url)).status).toBe(401);
    const value = await token();
    const form = { Authorization: `Bearer ${value}`, 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(reason(await send('POST', url, form, 'a=b'))).toBe('body_not_json_object');
    const listed = await create(path, [body], value);
    expect([listed.status, json(listed)['error_code']]).toEqual([400, 'InvalidRequest']);
    expect((await send('DELETE', url, form)).status).toBe(405);
  });
});

test.each([
  '/api/v1/external_recipients',
  '/api/v1/send_money',
  '/api/v2/pay_recipients',
  '/api/v2/payments',
  '/api/v3/polling',
])('%s is no path of that version', async (path) => {
  expect((await create(path, {}, await token())).status).toBe(404);
});

test('the result of a payment is called back, and not to another computer', async () => {
  const value = await token();
  const _links = { callback_url: `${address}/result` };
  const location = (await create('/api/v1/payments', { amount: 1, _links }, value)).headers.location;
  await create('/api/v1/payments', { _links: { callback_url: 'https://example-business.com/' } }, value);
  await create('/api/v1/payments', { _links: { callback_url: 'nonsense' } }, value);
  await kopokopo().delivered();
  expect(kopokopo().deliveries).toHaveLength(1);
  const { body = '', signature, url, status } = kopokopo().deliveries[0] ?? {};
  expect([url, status, signature]).toEqual([_links.callback_url, 200, kopokopo().signWebhook(body)]);
  expect(JSON.parse(body)).toMatchObject({
    data: { type: 'payment', attributes: { status: 'Processed', amount: 1, _links: { self: location } } },
  });
});

describe('an incoming payment', () => {
  const payment = {
    payment_channel: 'M-PESA STK Push',
    till_number: 'K123456',
    subscriber: { first_name: 'Sokha', last_name: 'Núñez', phone_number: '+254712345678' },
    amount: { currency: 'KES', value: 250 },
  };
  const subscription = (changes: object = {}): object => ({
    event_type: 'buygoods_transaction_received',
    url: `${address}/webhooks`,
    scope: 'till',
    scope_reference: '123456',
    ...changes,
  });
  async function pay(subscribed: object, subscriber: Record<string, string> = {}): Promise<string[]> {
    await create('/api/v2/webhook_subscriptions', subscribed, await token(subscriber));
    const _links = { callback_url: `${address}/result` };
    await create('/api/v2/incoming_payments', { ...payment, _links }, await token());
    await kopokopo().delivered();
    return kopokopo().deliveries.map(({ url }) => new URL(url).pathname);
  }

  test.each<[string, object]>([
    ['the till', {}],
    ['the till, with its K', { scope_reference: 'K123456' }],
    ['the company', { scope: 'company', scope_reference: undefined }],
  ])('is told to a subscription for %s, after its result', async (_, changes) => {
    expect(await pay(subscription(changes))).toEqual(['/result', '/webhooks']);
    const [result, webhook] = kopokopo().deliveries.map(
      ({ body }) => JSON.parse(body) as Record<string, unknown>,
    );
    const { data } = result as { data: { attributes: { event: { resource: Record<string, unknown> } } } };
    expect(webhook).toMatchObject({
      topic: 'buygoods_transaction_received',
      event: {
        type: 'Buygoods Transaction',
        resource: {
          ...data.attributes.event.resource,
          amount: '250.0',
          sender_phone_number: '+254712345678',
          till_number: 'K123456',
        },
      },
    });
    const last = kopokopo().deliveries.at(-1);
    expect([last?.status, last?.signature]).toEqual([200, kopokopo().signWebhook(last?.body ?? '')]);
  });

  test.each<[string, object]>([
    ['another till', { scope_reference: '654321' }],
    ['another event', { event_type: 'buygoods_transaction_reversed' }],
    ['an address elsewhere', { url: 'https://example-business.com/webhooks' }],
  ])('is not told to a subscription for %s', async (_, changes) => {
    expect(await pay(subscription(changes))).toEqual(['/result']);
  });

  test('is not told to the subscription of another application', async () => {
    expect(await pay(subscription(), other)).toEqual(['/result']);
  });

  test('that failed is not told', async () => {
    kopokopo().switches.paymentResult = 'Failed';
    expect(await pay(subscription())).toEqual(['/result']);
  });

  test('is told where its own result cannot be called back', async () => {
    const value = await token();
    await create('/api/v1/webhook_subscriptions', subscription(), value);
    await create('/api/v1/webhook_subscriptions', subscription({ url: 'http://127.0.0.1:9/gone' }), value);
    const _links = { callback_url: 'https://example-business.com/result' };
    await create('/api/v1/incoming_payments', { ...payment, _links }, value);
    await kopokopo().delivered();
    expect(kopokopo().deliveries).toMatchObject([{ status: 200 }, { status: 0 }]);
  });

  test('of another application is signed with that application’s key', async () => {
    const _links = { callback_url: `${address}/result` };
    await create('/api/v1/incoming_payments', { ...payment, _links }, await token(other));
    await kopokopo().delivered();
    const { body = '', signature } = kopokopo().deliveries[0] ?? {};
    expect(signature).toBeDefined();
    expect(signature).not.toBe(kopokopo().signWebhook(body));
  });
});
