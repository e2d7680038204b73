import { inspect } from 'node:util';
import express from 'express';
import {
  KopoKopoClient,
  webhook,
  type KopoKopoPaymentRequest,
  type KopoKopoRequest,
  type KopoKopoSubscription,
} from 'passport-kopokopo';
import { faults, type Fault } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { payment, refused, subscription } from './support/api';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();
let client: KopoKopoClient;
beforeEach(() => {
  client = new KopoKopoClient(kopokopo.options);
});

type Loose = Readonly<Record<string, unknown>>;

describe('subscribeToWebhook', () => {
  test('posts what is documented, and gives the address of the subscription', async () => {
    let location = '';
    const [request] = await kopokopo.received('webhookSubscriptions', async () => {
      location = await client.subscribeToWebhook(subscription);
    });
    expect(request).toMatchObject({ method: 'POST', path: '/api/v1/webhook_subscriptions', query: {} });
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.rawBody).toBe(
      '{"event_type":"buygoods_transaction_received","url":"https://example-business.com/webhooks/kopokopo","scope":"till","scope_reference":"000000"}',
    );
    expect(location).toMatch(`${kopokopo.options.baseURL}/api/v1/webhook_subscriptions/`);
    expect(await client.status(location)).toMatchObject({
      type: 'webhook_subscription',
      attributes: { status: 'Active', scope_reference: '000000' },
    });
  });

  test('of a company there is no reference', async () => {
    const { eventType, url } = subscription;
    const [request] = await kopokopo.received('webhookSubscriptions', () =>
      client.subscribeToWebhook({ eventType, url, scope: 'company' }),
    );
    expect(request?.body).toEqual({ event_type: eventType, url, scope: 'company' });
  });

  test('v2 knows of cards, and of Daraja', async () => {
    const own = new KopoKopoClient({ ...kopokopo.options, apiVersion: 'v2' });
    const [request] = await kopokopo.received('webhookSubscriptions', () =>
      own.subscribeToWebhook({
        ...subscription,
        eventType: 'card_transaction_received',
        enableDarajaPayload: true,
      }),
    );
    expect(request).toMatchObject({
      path: '/api/v2/webhook_subscriptions',
      status: 201,
      body: { event_type: 'card_transaction_received', enable_daraja_payload: true },
    });
  });

  test('v1 does not: its own words are in the error', async () => {
    const call = client.subscribeToWebhook({ ...subscription, eventType: 'card_transaction_voided' });
    expect(await rejection(call)).toMatchObject({
      reason: 'api_refused',
      responseStatus: 400,
      message: expect.stringContaining('event_type must be one of') as string,
    });
  });

  test.each<[string, Loose | undefined]>([
    ['nothing', undefined],
    ['null', null as never],
    ['no event', { eventType: undefined }],
    ['an empty event', { eventType: '' }],
    ['an event that is no text', { eventType: ['customer_created'] }],
    ['no address', { url: undefined }],
    ['an address without scheme', { url: 'example-business.com/webhooks' }],
    ['an address without host', { url: 'https://' }],
    ['a path', { url: '/webhooks' }],
    ['plain http', { url: 'http://example-business.com/webhooks' }],
    ['plain http to a host that begins like this computer', { url: 'http://localhost.evil.example/' }],
    ['another scheme', { url: 'ftp://example-business.com/' }],
    ['an address that is an object', { url: new URL('https://example-business.com/') }],
    ['no scope', { scope: undefined }],
    ['another scope', { scope: 'Till' }],
    ['a till without reference', { scopeReference: undefined }],
    ['an empty reference', { scopeReference: ' ' }],
    ['a reference that is a number', { scopeReference: 123456 }],
    ['a company with the reference of a till', { scope: 'company' }],
    ['Daraja as text', { enableDarajaPayload: 'yes' }],
  ])('%s: refused, and nothing is sent', async (_case, wrong) => {
    const given = wrong && { ...subscription, ...wrong };
    const { error, sent } = await refused(kopokopo, () =>
      client.subscribeToWebhook(given as unknown as KopoKopoSubscription),
    );
    expect(error).toMatchObject({ reason: 'argument_invalid', retryable: false, status: 400 });
    expect(sent).toBe(0);
  });

  test.each([
    'http://127.0.0.1:3000/a',
    'http://localhost/a',
    'http://[::1]:3000/',
    'https://a.example/?b=c',
  ])('%s is an address for webhooks', async (url) => {
    expect(await client.subscribeToWebhook({ ...subscription, url })).toMatch(/^http/);
  });
});

describe('requestPayment', () => {
  test('posts what is documented, and gives the address of the payment', async () => {
    let location = '';
    const [request, ...others] = await kopokopo.received('incomingPayments', async () => {
      location = await client.requestPayment({
        ...payment,
        subscriber: {
          phoneNumber: '+254712345678',
          firstName: 'Sokha',
          lastName: 'Núñez',
          email: 'sokha@example.com',
        },
        metadata: { order: '7' },
      });
    });
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      path: '/api/v1/incoming_payments',
      query: {},
      status: 201,
    });
    expect(request?.body).toEqual({
      payment_channel: 'M-PESA STK Push',
      till_number: 'K000000',
      subscriber: {
        first_name: 'Sokha',
        last_name: 'Núñez',
        phone_number: '+254712345678',
        email: 'sokha@example.com',
      },
      amount: { currency: 'KES', value: '100.5' },
      metadata: { order: '7' },
      _links: { callback_url: payment.callbackURL },
    });
    expect(location).toMatch(`${kopokopo.options.baseURL}/api/v1/incoming_payments/`);
  });

  test('what is not given is not sent', async () => {
    const [request] = await kopokopo.received('incomingPayments', () => client.requestPayment(payment));
    expect(request?.rawBody).toBe(
      '{"payment_channel":"M-PESA STK Push","till_number":"K000000","subscriber":{"phone_number":"+254999999999"},"amount":{"currency":"KES","value":"100.5"},"_links":{"callback_url":"https://example-business.com/webhooks/kopokopo"}}',
    );
  });

  test.each(['Success', 'Failed'] as const)(
    'the result comes back signed, passes webhook(), and is what status() tells: %s',
    async (result) => {
      kopokopo.service.switches.paymentResult = result;
      const seen: unknown[] = [];
      const app = express();
      app.post('/hook', webhook({ apiKey: kopokopo.service.options.apiKey }), (req, res) => {
        const { body, id, topic } = (req as { kopokopo?: KopoKopoRequest }).kopokopo?.webhook ?? {};
        seen.push({ body, id, topic });
        res.sendStatus(200);
      });
      const callbackURL = `${await kopokopo.listen(app)}/hook`;
      const location = await client.requestPayment({ ...payment, callbackURL, metadata: { order: '7' } });
      await kopokopo.service.delivered();
      const status = await client.status(location);
      expect(status).toMatchObject({
        type: 'incoming_payment',
        attributes: { status: result, metadata: { order: '7' }, _links: { self: location } },
      });
      expect(seen).toEqual([{ body: { data: status }, id: status.id, topic: undefined }]);
    },
  );

  test('is pending before that', async () => {
    kopokopo.service.switches.resultDelay = 50;
    const location = await client.requestPayment(payment);
    expect((await client.status(location)).attributes?.status).toBe('Pending');
    await kopokopo.service.delivered();
  });

  test('by v2, and by a token of an account', async () => {
    const { accessToken } = await new KopoKopoClient(kopokopo.options).applicationToken();
    const from = kopokopo.service.requests.length;
    const location = await client.requestPayment(payment, { version: 'v2', accessToken });
    await client.status(location, { accessToken });
    const requests = kopokopo.service.requests.slice(from);
    expect(requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([
      ['POST', `Bearer ${accessToken}`],
      ['GET', `Bearer ${accessToken}`],
    ]);
    expect(location).toContain('/api/v2/incoming_payments/');
  });

  test.each([
    ['1', '1'],
    ['0.5', '0.5'],
    ['0.01', '0.01'],
    ['10.10', '10.10'],
    ['999999999999.99', '999999999999.99'],
    [1, '1'],
    [250_000, '250000'],
    [1e3, '1000'],
    [20.0, '20'],
  ])('the amount %p travels as the text %s', async (amount, value) => {
    const [request] = await kopokopo.received('incomingPayments', () =>
      client.requestPayment({ ...payment, amount }),
    );
    expect(request).toMatchObject({ status: 201, body: { amount: { currency: 'KES', value } } });
  });

  test.each([
    0.1 + 0.2,
    10.5,
    0,
    -0,
    -1,
    NaN,
    Infinity,
    1e21,
    2 ** 53,
    1_000_000_000_000,
    10n,
    '0',
    '0.0',
    '0.00',
    '00',
    '007',
    '-1',
    '+1',
    '1e3',
    '10.001',
    '10.',
    '.5',
    '1,000',
    '1 000',
    ' 1',
    '1\n',
    '0x10',
    '١٠',
    'KES 10',
    '1000000000000',
    '',
    undefined,
    null,
    true,
    ['10'],
    { value: '10' },
  ])('the amount %p is refused, and nothing is sent', async (amount) => {
    const { error, sent } = await refused(kopokopo, () =>
      client.requestPayment({ ...payment, amount: amount as string }),
    );
    expect(error).toMatchObject({ reason: 'argument_invalid', retryable: false });
    expect(error['message']).toContain('`amount`');
    expect(sent).toBe(0);
  });

  test.each([
    undefined,
    null,
    '',
    '254712345678',
    '0712345678',
    '712345678',
    '+254 712 345 678',
    '+25471234567',
    '+2540712345678',
    '+0712345678',
    '+1',
    '+1234567890123456',
    '+254712345678\n',
    'tel:+254712345678',
    254712345678,
    ['+254712345678'],
  ])('the telephone number %p is refused, and nothing is sent', async (phoneNumber) => {
    const { error, sent } = await refused(kopokopo, () =>
      client.requestPayment({ ...payment, subscriber: { phoneNumber: phoneNumber as string } }),
    );
    expect(error).toMatchObject({ reason: 'argument_invalid' });
    expect(error['message']).toContain('`subscriber.phoneNumber`');
    expect(sent).toBe(0);
  });

  const six = { a: '', b: '', c: '', d: '', e: '', f: '' };
  test.each<[string, Loose | undefined]>([
    ['nothing', undefined],
    ['no till', { tillNumber: undefined }],
    ['an empty till', { tillNumber: '' }],
    ['a till that is a number', { tillNumber: 123456 }],
    ['no subscriber', { subscriber: undefined }],
    ['a subscriber that is null', { subscriber: null }],
    ['a first name that is no text', { subscriber: { ...payment.subscriber, firstName: 7 } }],
    ['a last name that is null', { subscriber: { ...payment.subscriber, lastName: null } }],
    ['an e-mail that is no text', { subscriber: { ...payment.subscriber, email: {} } }],
    ['an empty currency', { currency: '' }],
    ['a currency that is null', { currency: null }],
    ['an empty channel', { paymentChannel: '' }],
    ['no callback', { callbackURL: undefined }],
    ['a callback without scheme', { callbackURL: 'example-business.com/hook' }],
    ['a callback over plain http', { callbackURL: 'http://example-business.com/hook' }],
    ['a callback with the scheme alone', { callbackURL: 'https:' }],
    ['metadata of six pairs', { metadata: six }],
    ['metadata that is null', { metadata: null }],
    ['metadata that is a list', { metadata: ['a'] }],
    ['metadata that is text', { metadata: 'a' }],
    ['metadata with a number', { metadata: { order: 7 } }],
    ['metadata with an object', { metadata: { order: {} } }],
  ])('%s: refused, and nothing is sent', async (_case, wrong) => {
    const given = wrong && { ...payment, ...wrong };
    const { error, sent } = await refused(kopokopo, () =>
      client.requestPayment(given as unknown as KopoKopoPaymentRequest),
    );
    expect(error).toMatchObject({ reason: 'argument_invalid', retryable: false });
    expect(sent).toBe(0);
  });

  test('five pairs of metadata are right', async () => {
    const { f: _f, ...five } = six;
    expect(await client.requestPayment({ ...payment, metadata: five })).toMatch(/^http/);
  });

  test('what the caller gave is not changed', async () => {
    const given = Object.freeze({ ...payment, subscriber: Object.freeze({ ...payment.subscriber }) });
    await client.requestPayment(given);
    expect(given).toEqual(payment);
  });
});

describe('a call whose outcome is not known', () => {
  test('the payment may have been made: half an answer is that of a payment that was', async () => {
    let at = '';
    const noted = faults.halfBody();
    kopokopo.service.fault('incomingPayments', {
      name: 'noted',
      respond: (exchange) =>
        noted.respond({
          ...exchange,
          genuine: async () => {
            const answer = await exchange.genuine();
            at = answer.headers['Location'] as string;
            return answer;
          },
        }),
    });
    expect(await rejection(client.requestPayment(payment))).toMatchObject({ reason: 'outcome_unknown' });
    kopokopo.service.clearFaults();
    await kopokopo.service.delivered();
    expect(await client.status(at)).toMatchObject({ attributes: { status: 'Success' } });
  });

  test.each([
    ['no Location', {}],
    ['an empty Location', { Location: '' }],
  ])('success with %s: outcome_unknown, which says not to repeat it', async (_case, headers) => {
    kopokopo.service.fault('incomingPayments', faults.status(201, '', headers));
    const requests = await kopokopo.received('incomingPayments', async () => {
      const error = await rejection(client.requestPayment(payment));
      expect(error).toMatchObject({ reason: 'outcome_unknown', retryable: false });
      expect(error['message']).toContain('Do not repeat it');
    });
    expect(requests).toHaveLength(1);
  });
});

describe('a call that was surely not carried out', () => {
  test('there was no token for it: the error of the token endpoint, and no payment', async () => {
    kopokopo.service.fault('token', faults.reset());
    const payments = await kopokopo.received('incomingPayments', async () =>
      expect(await rejection(client.requestPayment(payment))).toMatchObject({
        reason: 'network_error',
        endpoint: 'token',
        retryable: true,
      }),
    );
    expect(payments).toEqual([]);
  });

  test('a dead token: the payment is not repeated, and the next one is made, once', async () => {
    await client.applicationToken();
    kopokopo.service.expireTokens();
    const payments = await kopokopo.received('incomingPayments', async () => {
      expect(await rejection(client.requestPayment(payment))).toMatchObject({
        reason: 'access_token_refused',
      });
      await client.requestPayment(payment);
    });
    expect(payments.map(({ status }) => status)).toEqual([401, 201]);
  });
});

describe('status', () => {
  test('of a path below the version', async () => {
    const location = await client.requestPayment(payment);
    const id = location.split('/').at(-1) ?? '';
    expect(await client.status(`incoming_payments/${id}`)).toMatchObject({ id });
  });

  test('an address keeps its own version', async () => {
    const location = await client.requestPayment(payment, { version: 'v2' });
    const [request] = await kopokopo.received('incomingPayments', () =>
      client.status(location, { version: 'v1' }),
    );
    expect(request?.path).toContain('/api/v2/');
  });

  test("another application's is not found", async () => {
    const location = await client.requestPayment(payment);
    const { clientID, clientSecret = '' } = kopokopo.service.otherClient;
    const other = new KopoKopoClient({ ...kopokopo.options, clientID, clientSecret });
    expect(await rejection(other.status(location))).toMatchObject({
      reason: 'api_refused',
      responseStatus: 404,
    });
  });

  test.each([undefined, null, '', 7, {}])('of %p is refused, and nothing is sent', async (location) => {
    const { error, sent } = await refused(kopokopo, () => client.status(location as string));
    expect(error).toMatchObject({ reason: 'argument_invalid' });
    expect(sent).toBe(0);
  });

  test.each([
    ['no data', {}],
    ['data that is null', { data: null }],
    ['data that is text', { data: 'x' }],
    ['a list', { data: [] }],
    ['null', null],
    ['a list at the top', []],
    ['a number', 7],
  ])('%s: api_answer_invalid', async (_case, answer) => {
    kopokopo.service.fault('incomingPayments', faults.json(answer));
    expect(await rejection(client.status('incoming_payments/1'))).toMatchObject({
      reason: 'api_answer_invalid',
    });
  });

  test('an empty answer: api_answer_invalid', async () => {
    kopokopo.service.fault('incomingPayments', faults.status(200));
    expect(await rejection(client.status('incoming_payments/1'))).toMatchObject({
      reason: 'api_answer_invalid',
    });
  });
});

describe('no error holds a secret', () => {
  const calls = (own: KopoKopoClient): readonly (() => Promise<unknown>)[] => [
    () => own.request('incoming_payments/1'),
    () => own.status('incoming_payments/1'),
    () => own.requestPayment(payment),
    () => own.request('incoming_payments', { method: 'POST', json: {} }),
  ];

  test.each<[string, (token: string) => Fault]>([
    ['400', (token) => faults.json({ error_message: `bad token ${token}`, access_token: token }, 400)],
    ['401', (token) => faults.status(401, `Bearer ${token}`)],
    ['500', (token) => faults.status(500, `stack trace: ${token}`)],
    ['a page', (token) => faults.body(`<html>${token}</html>`, 'text/html')],
    ['an error in a success', (token) => faults.json({ error: token })],
  ])('%s that tells the token', async (_case, fault) => {
    const { clientSecret } = kopokopo.options;
    const { apiKey } = kopokopo.service.options;
    for (const call of calls(new KopoKopoClient({ ...kopokopo.options, apiKey }))) {
      const seen = new Set<string>();
      const told = (exchange: Parameters<Fault['respond']>[0]): void | Promise<void> => {
        const token = String(exchange.request.headers.authorization).replace('Bearer ', '');
        seen.add(token);
        return fault(token).respond(exchange);
      };
      kopokopo.service.fault('incomingPayments', { name: 'told', respond: told });
      const error = await rejection(call());
      const text = `${inspect(error, { depth: 9, showHidden: true })} ${JSON.stringify(error)} ${String(error['stack'])}`;
      expect(seen.size).toBeGreaterThan(0);
      for (const secret of [...seen, clientSecret, apiKey]) expect(text).not.toContain(secret);
    }
  });

  test('nor does the client, when it is printed', async () => {
    const { apiKey } = kopokopo.service.options;
    const own = new KopoKopoClient({ ...kopokopo.options, apiKey });
    const { accessToken } = await own.applicationToken();
    const text = `${inspect(own, { depth: 9 })} ${JSON.stringify(own)}`;
    for (const secret of [accessToken, kopokopo.options.clientSecret, apiKey]) {
      expect(text).not.toContain(secret);
    }
  });
});
