import { createHmac } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Emulator, type WebhookOptions, startEmulator } from '../src';

interface Received {
  readonly body: Buffer;
  readonly signature: string | undefined;
  readonly type: string | undefined;
}

let emulator: Emulator;
let application: Server;
let url: string;
let received: Received[];

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['kopokopo'] });
  received = [];
  application = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const signature = incoming.headers['x-kopokopo-signature'] as string | undefined;
      received.push({ body: Buffer.concat(chunks), signature, type: incoming.headers['content-type'] });
      outgoing.writeHead(incoming.url === '/refuse' ? 401 : 200).end();
    });
  });
  await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(application.address() as AddressInfo).port}`;
});
afterEach(async () => {
  application.close();
  await emulator.close();
});

async function receive(options?: WebhookOptions): Promise<Received> {
  expect(await emulator.kopokopo.sendWebhook(url, options)).toBe(200);
  const last = received.at(-1);
  if (!last) throw new Error('nothing arrived');
  return last;
}

function hmac(key: string, body: Buffer): string {
  return createHmac('sha256', key).update(body).digest('hex');
}

const apiKey = 'kopokopo-emulator-api-key';

test('the documented body, signed with the API key', async () => {
  const { body, signature, type } = await receive();
  expect(signature).toBe(hmac(apiKey, body));
  expect(type).toBe('application/json');
  const webhook = JSON.parse(body.toString()) as Record<string, Record<string, Record<string, unknown>>>;
  expect(Object.keys(webhook)).toEqual(['topic', 'id', 'created_at', 'event', '_links']);
  expect(Object.keys(webhook['event']?.['resource'] ?? {})).toEqual([
    'id',
    'amount',
    'status',
    'system',
    'currency',
    'reference',
    'till_number',
    'sender_phone_number',
    'hashed_sender_phone',
    'origination_time',
    'sender_first_name',
    'sender_middle_name',
    'sender_last_name',
  ]);
  expect(webhook['event']?.['resource']).toMatchObject({ amount: '100.0' });
  expect(JSON.stringify(webhook)).toBe(body.toString());
});

test('the client secret as key, and the switch of the same', async () => {
  const { body, signature } = await receive({ key: 'clientSecret' });
  expect(signature).toBe(hmac('kopokopo-emulator-secret', body));
  emulator.kopokopo.switches.webhookKey = 'clientSecret';
  const next = await receive();
  expect(next.signature).toBe(hmac('kopokopo-emulator-secret', next.body));
});

test('signatures that are not right', async () => {
  const good = async (sign: WebhookOptions['sign']): Promise<[string | undefined, string]> => {
    const { signature, body } = await receive({ sign });
    return [signature, hmac(apiKey, body)];
  };
  const [bad, right] = await good('bad');
  expect(bad).toMatch(/^[0-9a-f]{64}$/);
  expect(bad).not.toBe(right);
  const [truncated, whole] = await good('truncated');
  expect(truncated).toBe(whole.slice(0, 32));
  const [upper, lower] = await good('uppercase');
  expect(upper).toBe(lower.toUpperCase());
  expect((await good('missing'))[0]).toBeUndefined();
});

test('bodies that change when they are parsed and written again', async () => {
  const again = (body: Buffer): string => JSON.stringify(JSON.parse(body.toString()));
  const spaced = await receive({ form: 'spaced' });
  expect(spaced.body.toString()).not.toBe(again(spaced.body));
  const { body, signature } = await receive({ form: 'restless' });
  const text = body.toString();
  expect(text).toContain('"amount": 100.0');
  expect(text).toContain('N\\u00fa\\u00f1ez');
  expect(text).toContain('{"10": "ten", "2": "two"}');
  expect(again(body)).toContain('"amount":100,');
  expect(again(body)).toContain('{"2":"two","10":"ten"}');
  expect(signature).toBe(hmac(apiKey, body));
});

test('a given body: an object, a text and bytes, and the same one twice', async () => {
  const webhook = emulator.kopokopo.createWebhook('customer_created');
  expect(webhook).toMatchObject({ topic: 'customer_created', event: { type: 'Customer Created' } });
  const [first, second] = [await receive({ body: webhook }), await receive({ body: webhook })];
  expect(second.body).toEqual(first.body);
  expect((await receive({ body: ' {"a" : 1.0}\n' })).body.toString()).toBe(' {"a" : 1.0}\n');
  const bytes = Buffer.from([0xff, 0x00, 0x7b]);
  const raw = await receive({ body: bytes });
  expect([raw.body, raw.signature]).toEqual([bytes, hmac(apiKey, bytes)]);
  expect((await receive({ topic: 'b2b_transaction_received' })).body.toString()).toContain('B2b Transaction');
});

test('the status of the reply is answered and kept', async () => {
  expect(await emulator.kopokopo.sendWebhook(`${url}/refuse`)).toBe(401);
  expect(emulator.kopokopo.deliveries).toMatchObject([{ url: `${url}/refuse`, status: 401 }]);
  expect(emulator.kopokopo.signWebhook('x')).toBe(hmac(apiKey, Buffer.from('x')));
});

test.each([
  'https://example-business.com/',
  'http://10.0.0.1/',
  'https://127.0.0.1/',
  'http://127.0.0.1.evil/',
])('never to %s', async (address) => {
  await expect(emulator.kopokopo.sendWebhook(address)).rejects.toThrow(TypeError);
});
