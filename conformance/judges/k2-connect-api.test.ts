import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import {
  KopoKopoClient,
  webhook,
  type KopoKopoPaymentRequest,
  type KopoKopoRequest,
  type KopoKopoStatus,
  type KopoKopoSubscription,
} from 'passport-kopokopo';
import {
  startEmulator,
  type Emulator,
  type KopoKopoEmulator,
  type RecordedRequest,
} from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { Judge } from './support/judge';

let emulator: Emulator;
let kopokopo: KopoKopoEmulator;
let sdk: Judge;
let client: KopoKopoClient;
let accessToken: string;
let server: Server;
let ourURL: string;
let delivered: unknown[];

beforeAll(async () => {
  emulator = await startEmulator({ providers: ['kopokopo'] });
  ({ kopokopo } = emulator);
  const { clientID, clientSecret, apiKey, baseURL } = kopokopo.options;
  sdk = new Judge('k2-connect.mjs');
  await sdk.call('configure', { clientId: clientID, clientSecret, apiKey, baseUrl: baseURL });
  client = new KopoKopoClient({ clientID, clientSecret, baseURL });
  const app = express();
  app.post('/webhook', webhook({ apiKey }), (req, res) => {
    delivered.push((req as { kopokopo?: KopoKopoRequest }).kopokopo?.webhook?.body);
    res.sendStatus(200);
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ourURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
});
beforeEach(async () => {
  delivered = [];
  ({ accessToken } = await client.applicationToken());
});
afterAll(async () => {
  await Promise.all([sdk.close(), emulator.close()]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The same calls, once in each language. */
interface Call {
  readonly ours: () => Promise<unknown>;
  readonly theirs: () => Promise<unknown>;
}

function subscribing(subscription: KopoKopoSubscription): Call {
  return {
    ours: () => client.subscribeToWebhook(subscription, { accessToken }),
    theirs: () => sdk.call('subscribe', { ...subscription, accessToken }),
  };
}

/** The SDK has no default for currency and channel. */
function paying(payment: KopoKopoPaymentRequest): Call {
  const { subscriber, callbackURL: callbackUrl, ...same } = payment;
  const defaults = { currency: 'KES', paymentChannel: 'M-PESA STK Push' };
  return {
    ours: () => client.requestPayment(payment, { accessToken }),
    theirs: () =>
      sdk.call('initiateIncomingPayment', { ...defaults, ...same, ...subscriber, callbackUrl, accessToken }),
  };
}

async function asking(): Promise<Call> {
  const location = await client.requestPayment(minimal(), { accessToken });
  await kopokopo.delivered();
  return {
    ours: () => client.status(location, { accessToken }),
    theirs: () => sdk.call('getPaymentStatus', { location, accessToken }),
  };
}

const minimal = (): KopoKopoPaymentRequest => ({
  tillNumber: 'K000000',
  subscriber: { phoneNumber: '+254999999999' },
  amount: '20',
  callbackURL: ourURL,
});
const full = (): KopoKopoPaymentRequest => ({
  ...minimal(),
  subscriber: {
    phoneNumber: '+254712345678',
    firstName: 'Sokha',
    lastName: 'Núñez',
    email: 'sokha@example.com',
  },
  metadata: { order: '7', note: 'two\nlines' },
});
const till = (): KopoKopoSubscription => ({
  eventType: 'buygoods_transaction_received',
  url: ourURL,
  scope: 'till',
  scopeReference: '000000',
});
const company = (): KopoKopoSubscription => ({
  eventType: 'customer_created',
  url: ourURL,
  scope: 'company',
});

test('the SDK that is installed is 1.3.0, which speaks v1; 2.0.0 speaks v2', async () => {
  const file = join(__dirname, '..', '..', 'node_modules', 'k2-connect-node', 'package.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: '1.3.0' });
  expect(await subscribing(till()).theirs()).toContain('/api/v1/');
  expect(await subscribing(till()).ours()).toContain('/api/v1/');
});

describe('k2-connect-node and we have the same result', () => {
  test.each([
    ['till', till],
    ['company', company],
  ])('a subscription of a %s', async (_scope, subscription) => {
    const { ours, theirs } = subscribing(subscription());
    const locations = [await ours(), await theirs()] as [string, string];
    const [byUs, bySDK] = kopokopo.subscriptions.slice(-2);
    expect({ ...byUs, id: '' }).toEqual({ ...bySDK, id: '' });
    const [shownOurs, shownTheirs] = await Promise.all(locations.map((each) => client.status(each)));
    expect({ ...shownOurs, id: '' }).toEqual({ ...shownTheirs, id: '' });
    expect(await sdk.call('getStatus', { location: locations[0], accessToken })).toEqual({ data: shownOurs });
  });

  test('a payment is told to both subscriptions, by webhooks that our middleware accepts', async () => {
    const [ourOwn, itsOwn] = [`${ourURL}?of=us`, `${ourURL}?of=sdk`];
    await subscribing({ ...till(), url: ourOwn }).ours();
    await subscribing({ ...till(), url: itsOwn }).theirs();
    const from = kopokopo.deliveries.length;
    const location = await client.requestPayment(minimal());
    await kopokopo.delivered();
    const { id } = await client.status(location);
    for (const url of [ourOwn, itsOwn]) {
      const delivery = kopokopo.deliveries.slice(from).find((each) => each.url === url);
      expect(delivery).toMatchObject({ status: 200 });
      expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
        topic: 'buygoods_transaction_received',
        event: { resource: { id, amount: '20.0', sender_phone_number: '+254999999999' } },
      });
    }
  });

  test.each([
    ['with all members', full],
    ['with those that are required', minimal],
    ['with a number as amount', (): KopoKopoPaymentRequest => ({ ...minimal(), amount: 20 })],
  ])('a payment %s: its address, its resource, and its signed result', async (_case, payment) => {
    const { ours, theirs } = paying(payment());
    const locations = [await ours(), await theirs()] as [string, string];
    await kopokopo.delivered();
    const states = await Promise.all(locations.map((each) => client.status(each)));
    for (const [at, state] of states.entries()) {
      expect(state.attributes?.status).toBe('Success');
      expect(locations[at]).toBe(`${kopokopo.options.baseURL}/api/v1/incoming_payments/${state.id}`);
      // The SDK gives the whole answer, we what stands in it.
      expect(await sdk.call('getPaymentStatus', { location: locations[at], accessToken })).toEqual({
        data: state,
      });
      expect(delivered).toContainEqual({ data: state });
    }
    expect(withoutIdentity(states[0])).toEqual(withoutIdentity(states[1]));
    expect(kopokopo.deliveries.slice(-2).map(({ status }) => status)).toEqual([200, 200]);
  });

  test('a payment that fails', async () => {
    kopokopo.switches.paymentResult = 'Failed';
    try {
      const { ours, theirs } = paying(minimal());
      const locations = [await ours(), await theirs()] as [string, string];
      await kopokopo.delivered();
      const states = await Promise.all(locations.map((each) => client.status(each)));
      expect(states.map(({ attributes }) => attributes?.status)).toEqual(['Failed', 'Failed']);
      expect(withoutIdentity(states[0])).toEqual(withoutIdentity(states[1]));
      expect(delivered).toEqual(expect.arrayContaining(states.map((data) => ({ data }))));
    } finally {
      kopokopo.switches.paymentResult = 'Success';
    }
  });

  test('by v2, which this SDK does not speak, ours is the same but for the path', async () => {
    const [byV1, byV2] = await Promise.all(
      (['v1', 'v2'] as const).map((version) => client.requestPayment(full(), { version })),
    );
    expect(byV2).toContain('/api/v2/incoming_payments/');
    await kopokopo.delivered();
    const states = await Promise.all([byV1, byV2].map((each) => client.status(each ?? '')));
    const [one, two] = states.map(
      (state) =>
        JSON.parse(JSON.stringify(withoutIdentity(state)).replaceAll('/api/v2/', '/api/v1/')) as unknown,
    );
    expect(one).toEqual(two);
  });
});

/** What is another for each payment: ids and the time. */
function withoutIdentity(state: KopoKopoStatus | undefined): unknown {
  const text = JSON.stringify(state)
    .replaceAll(state?.id ?? '', 'id')
    .replace(/"reference":"\w+"/, '"reference":"R"')
    .replace(/T[\d:]{8}\+03:00/g, 'T');
  return JSON.parse(text);
}

/**
 * Every difference on the wire, and why it is there. A member that one of us does not send is `—`. The lengths of
 * bodies follow from the rest.
 */
type Difference = readonly [member: string, ours: string, theirs: string, why: string];

const always: readonly Difference[] = [
  [
    'header accept-encoding',
    'identity',
    'gzip, compress, deflate, br',
    'We count the bytes of an answer, and a small compressed one may be large: plain answers only.',
  ],
  [
    'header user-agent',
    'passport-kopokopo',
    'axios/*',
    'Each says who it is. The SDK since 2.0.0 does, too.',
  ],
];

const amountAsNumber: readonly Difference[] = [
  ['body amount.value', '"20"', '20', 'We send text: no number is rounded or written as 1e21.'],
  ['header content-length', '*', '*', 'Follows from the body.'],
];

const differences: Readonly<
  Record<string, { readonly call: () => Call | Promise<Call>; readonly rows: readonly Difference[] }>
> = {
  'subscription of a till': { call: () => subscribing(till()), rows: always },
  'subscription of a company': { call: () => subscribing(company()), rows: always },
  'payment with all members': { call: () => paying(full()), rows: always },
  'payment with the required members': { call: () => paying(minimal()), rows: always },
  'payment with a number as amount': {
    call: () => paying({ ...minimal(), amount: 20 }),
    rows: [...always, ...amountAsNumber],
  },
  status: {
    call: asking,
    rows: [
      ...always,
      ['header content-type', '—', 'application/json', 'A GET has no body whose type there were to tell.'],
    ],
  },
};

describe('on the wire k2-connect-node and we differ in these members, and in no others', () => {
  test.each(Object.entries(differences))('%s', async (_name, { call, rows }) => {
    const { ours, theirs } = await call();
    const [byUs, bySDK] = [await recorded(ours), await recorded(theirs)];
    expect(differ(byUs, bySDK)).toEqual(
      rows.map(([member, our, their]) => [member, our, their]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    );
    // Not even the order of the members, unless a value differs.
    if (!rows.some(([member]) => member.startsWith('body'))) expect(byUs.rawBody).toBe(bySDK.rawBody);
  });

  test('each has its reason', () => {
    for (const { rows } of Object.values(differences)) {
      for (const [member, , , why] of rows) expect(`${member}: ${why}`).toMatch(/: [A-Z].{10,}\.$/);
    }
  });
});

async function recorded(call: () => Promise<unknown>): Promise<RecordedRequest> {
  const from = kopokopo.requests.length;
  await call();
  const [request, ...others] = kopokopo.requests.slice(from);
  if (!request || others.length > 0) throw new Error(`${others.length + (request ? 1 : 0)} requests`);
  return request;
}

function differ(ours: RecordedRequest, theirs: RecordedRequest): string[][] {
  const [our, their] = [membersOf(ours), membersOf(theirs)];
  return [...new Set([...our.keys(), ...their.keys()])]
    .filter((member) => our.get(member) !== their.get(member))
    .sort()
    .map((member) => [member, our.get(member) ?? '—', their.get(member) ?? '—'])
    .map((row) => (row[0] === 'header content-length' ? ['header content-length', '*', '*'] : row));
}

/** Everything that was sent, flat. Values in the body are JSON, so that text differs from a number. */
function membersOf({ method, path, query, headers, body }: RecordedRequest): Map<string, string> {
  const flat = new Map([
    ['method', method],
    ['path', path],
    ['query', JSON.stringify(query)],
  ]);
  for (const [name, value] of Object.entries(headers)) {
    flat.set(`header ${name}`, String(value).replace(/^axios\/[\d.]+$/, 'axios/*'));
  }
  const flatten = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null)
      return void flat.set(`body ${at}`, JSON.stringify(value));
    for (const [name, each] of Object.entries(value)) flatten(each, at === '' ? name : `${at}.${name}`);
  };
  if (body !== undefined) flatten(body, '');
  return flat;
}

describe('what k2-connect-node does and we do not', () => {
  /** How many requests arrive at an endpoint. */
  async function arrived(call: () => Promise<unknown>): Promise<number> {
    const from = kopokopo.requests.length;
    await rejection(call());
    // The SDK does not wait for what it sends.
    await new Promise((resolve) => setTimeout(resolve, 60));
    return kopokopo.requests.length - from;
  }

  test('it says that a payment is invalid, and starts it all the same; we send nothing', async () => {
    const wrong = { ...minimal(), subscriber: { phoneNumber: '+254999999999', firstName: 7 as never } };
    const { ours, theirs } = paying(wrong);
    expect(await arrived(theirs)).toBe(1);
    expect(kopokopo.requests.at(-1)).toMatchObject({ path: '/api/v1/incoming_payments', status: 201 });
    await kopokopo.delivered();
    expect(delivered.filter((body) => 'data' in (body as object))).toHaveLength(1);
    expect(await arrived(ours)).toBe(0);
  });

  test.each<[string, () => Partial<KopoKopoPaymentRequest>]>([
    ['a telephone number without its country', () => ({ subscriber: { phoneNumber: '0712345678' } })],
    ['no amount of money', () => ({ amount: '-1' })],
    ['six pairs of metadata', () => ({ metadata: { a: '', b: '', c: '', d: '', e: '', f: '' } })],
  ])('it sends %s, and Kopo Kopo refuses; we send nothing', async (_case, wrong) => {
    const { ours, theirs } = paying({ ...minimal(), ...wrong() });
    expect(await arrived(theirs)).toBe(1);
    expect(kopokopo.requests.at(-1)?.status).toBe(400);
    expect(await arrived(ours)).toBe(0);
  });

  test('it sends a token to whatever address it is given; we do not', async () => {
    const stranger: string[] = [];
    const elsewhere = createServer((req, res) => {
      stranger.push(req.headers.authorization ?? 'none');
      res.setHeader('Content-Type', 'application/json').end('{"data":{}}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/api/v1/incoming_payments/1`;
    expect(await sdk.call('getPaymentStatus', { location, accessToken })).toEqual({ data: {} });
    expect(await rejection(client.status(location))).toMatchObject({ reason: 'api_address_refused' });
    expect(stranger).toEqual([`Bearer ${accessToken}`]);
    elsewhere.closeAllConnections();
    await new Promise((resolve) => elsewhere.close(resolve));
  });

  test('it says `Unauthorized` when the token has ended; our client asks again with a new one', async () => {
    const location = await client.requestPayment(minimal());
    kopokopo.expireTokens();
    await expect(sdk.call('getPaymentStatus', { location, accessToken })).rejects.toThrow('Unauthorized');
    expect(await client.status(location)).toMatchObject({ type: 'incoming_payment' });
  });
});
