import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Emulator, startEmulator } from '../src';
import { json, reason, send } from './support/http';
import { kopokopoCalls } from './support/kopokopo';
import { anyString, matching } from './support/matchers';

let emulator: Emulator;
const { kopokopo, token, revoke, read, create } = kopokopoCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['kopokopo'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

const subscription = {
  event_type: 'buygoods_transaction_received',
  url: 'https://example-business.com/webhooks',
  scope: 'till',
  scope_reference: '000000',
};
const payment = {
  payment_channel: 'M-PESA STK Push',
  till_number: 'K000000',
  subscriber: {
    first_name: 'Sokha',
    last_name: 'Núñez',
    phone_number: '+254712345678',
    email: 'sokha@example-business.com',
  },
  amount: { currency: 'KES', value: 100 },
  metadata: { order: '42' },
  _links: { callback_url: 'https://example-business.com/result' },
};

describe.each(['v1', 'v2'])('/api/%s', (version) => {
  const subscriptions = `/api/${version}/webhook_subscriptions`;
  const payments = `/api/${version}/incoming_payments`;

  test('a subscription is made and shown', async () => {
    const value = await token();
    const reply = await create(subscriptions, subscription, value);
    expect([reply.status, reply.text]).toEqual([201, '']);
    const location = reply.headers.location ?? '';
    expect(location.startsWith(`${kopokopo().options.baseURL}${subscriptions}/`)).toBe(true);
    expect(json(await read(location, value))).toEqual({
      data: {
        id: location.split('/').at(-1),
        type: 'webhook_subscription',
        attributes: { status: 'Active', ...subscription },
      },
    });
    expect(kopokopo().subscriptions).toMatchObject([subscription]);
    const other = await token({ client_id: 'kopokopo-other', client_secret: 'kopokopo-other-secret' });
    expect((await read(location, other)).status).toBe(404);
  });

  test('a payment is received, and ends', async () => {
    const value = await token();
    kopokopo().switches.resultDelay = 50;
    const reply = await create(payments, payment, value);
    expect([reply.status, reply.text]).toEqual([201, '']);
    const location = reply.headers.location ?? '';
    const shown = async (): Promise<unknown> => json(await read(location, value));
    expect(await shown()).toMatchObject({
      data: { type: 'incoming_payment', attributes: { status: 'Pending', event: { resource: null } } },
    });
    await kopokopo().delivered();
    expect(await shown()).toEqual({
      data: {
        id: anyString,
        type: 'incoming_payment',
        attributes: {
          initiation_time: '2023-11-15T01:13:20+03:00',
          status: 'Success',
          event: {
            type: 'Incoming Payment Request',
            resource: expect.objectContaining({ amount: '100.0', sender_first_name: 'Sokha' }) as unknown,
            errors: null,
          },
          metadata: { order: '42' },
          _links: { callback_url: payment._links.callback_url, self: location },
        },
      },
    });
    expect(kopokopo().deliveries).toEqual([]);
  });

  test('is refused without a live token', async () => {
    const value = await token();
    await revoke(value);
    const reply = await create(subscriptions, subscription, value);
    expect([reply.status, json(reply)]).toEqual([
      401,
      { error_code: 'InvalidAccessToken', error_message: anyString },
    ]);
    const live = await token();
    emulator.advance(3_600_000);
    expect(json(await create(payments, payment, live))['error_code']).toBe('ExpiredAccessToken');
    expect((await send('POST', `${kopokopo().options.baseURL}${payments}`)).status).toBe(401);
  });

  test.each<[string, string, object]>([
    [subscriptions, 'event_type', { ...subscription, event_type: 'nonsense' }],
    [subscriptions, 'url', { ...subscription, url: '/webhooks' }],
    [subscriptions, 'scope', { ...subscription, scope: 'shop' }],
    [subscriptions, 'scope_reference', { ...subscription, scope_reference: undefined }],
    [subscriptions, 'scope_reference', { ...subscription, scope: 'company' }],
    [payments, 'payment_channel', { ...payment, payment_channel: '' }],
    [payments, 'till_number', { ...payment, till_number: 1 }],
    [payments, 'subscriber', { ...payment, subscriber: 'Sokha' }],
    [payments, 'phone_number', { ...payment, subscriber: { phone_number: '0712345678' } }],
    [payments, 'currency', { ...payment, amount: { currency: 'USD', value: 1 } }],
    [payments, 'value', { ...payment, amount: { currency: 'KES', value: 0 } }],
    [payments, 'value', { ...payment, amount: { currency: 'KES', value: 'much' } }],
    [payments, 'metadata', { ...payment, metadata: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 } }],
    [payments, '_links', { ...payment, _links: undefined }],
    [payments, 'callback_url', { ...payment, _links: {} }],
  ])('%s: a wrong %s', async (path, member, body) => {
    const reply = await create(path, body, await token());
    expect([reply.status, reason(reply)]).toEqual([400, `invalid_${member}`]);
    expect(json(reply)['error_message']).toMatch(`${member} must be`);
  });
});

test('card events and daraja payloads are of v2 only', async () => {
  const value = await token();
  const card = { ...subscription, event_type: 'card_transaction_voided', enable_daraja_payload: true };
  expect((await create('/api/v2/webhook_subscriptions', card, value)).status).toBe(201);
  expect((await create('/api/v1/webhook_subscriptions', card, value)).status).toBe(400);
  const daraja = { ...subscription, enable_daraja_payload: true };
  const reply = await create('/api/v1/webhook_subscriptions', daraja, value);
  expect(reason(reply)).toBe('invalid_enable_daraja_payload');
});

test.each(['Success', 'Failed'] as const)('the result is called back, signed: %s', async (result) => {
  const received: { body: string; signature: unknown }[] = [];
  const application = createServer((incoming, outgoing) => {
    let body = '';
    incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
    incoming.on('end', () => {
      received.push({ body, signature: incoming.headers['x-kopokopo-signature'] });
      outgoing.end();
    });
  });
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  const callback_url = `http://127.0.0.1:${(application.address() as AddressInfo).port}/result`;
  kopokopo().switches.paymentResult = result;
  const value = await token();
  await create('/api/v1/incoming_payments', { ...payment, _links: { callback_url } }, value);
  await kopokopo().delivered();
  application.close();
  expect(received).toHaveLength(1);
  const [{ body = '', signature = '' } = {}] = received;
  expect(signature).toBe(kopokopo().signWebhook(body));
  expect(JSON.parse(body)).toMatchObject({
    data: { type: 'incoming_payment', attributes: { status: result, metadata: { order: '42' } } },
  });
  expect(kopokopo().deliveries).toEqual([
    { url: callback_url, body, signature: matching(/^[0-9a-f]{64}$/), status: 200 },
  ]);
});

test('a callback to an application that is gone is no error', async () => {
  const _links = { callback_url: 'http://127.0.0.1:9/result' };
  await create('/api/v1/incoming_payments', { ...payment, _links }, await token());
  await kopokopo().delivered();
  expect(kopokopo().deliveries).toMatchObject([{ status: 0 }]);
});
