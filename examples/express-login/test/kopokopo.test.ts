import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faults, startEmulator } from 'passport-provider-emulator';
import { KopoKopoClient } from 'passport-kopokopo';
import request from 'supertest';
import { createApp } from '../src/app';
import { press, startExample, textOf, type Agent, type Example, type Reply } from './support/example';

let example: Example;
let agent: Agent;

beforeEach(async () => {
  example = await startExample();
  agent = example.agent();
});
afterEach(() => example.close());

/** Presses a button of the page and opens the page that follows. */
async function send(kind: string): Promise<Reply> {
  const answer = await press(agent, await agent.get('/kopokopo'), '/kopokopo/webhooks', { kind });
  expect([answer.status, answer.headers['location']]).toEqual([303, '/kopokopo']);
  return agent.get('/kopokopo');
}

test('the page tells what the token is worth, and never the token', async () => {
  const page = await agent.get('/kopokopo');
  expect(page.status).toBe(200);
  expect(textOf(page)).toMatch(/Application kopokopo-emulator Introspection Active since \d\d:\d\d:\d\d UTC/);
  expect(textOf(page)).toMatch(/Lifetime (59 min \d+ s|1 h) left/);
  const { accessToken } = await example.kopokopo.client.applicationToken();
  const { clientSecret, apiKey } = example.emulator.kopokopo.options;
  for (const secret of [accessToken, clientSecret, apiKey]) expect(page.text).not.toContain(secret);
});

test('however often the page is shown, the token is requested once', async () => {
  for (let round = 0; round < 3; round += 1) await agent.get('/kopokopo');
  const paths = example.emulator.kopokopo.requests.map(({ path }) => path);
  expect(paths.filter((path) => path === '/oauth/token')).toHaveLength(1);
});

test('a token that is no longer active is shown as such', async () => {
  example.emulator.kopokopo.fault('introspection', faults.json({ active: false }));
  expect(textOf(await agent.get('/kopokopo'))).toContain('Introspection Not active');
});

test('a signed webhook arrives, is listed, and counts once', async () => {
  expect(textOf(await agent.get('/kopokopo'))).toContain('None yet.');
  const first = await send('signed');
  expect(textOf(first)).toContain('sent a signed webhook, and this application answered 200');
  const { id } = JSON.parse(example.emulator.kopokopo.deliveries[0]?.body ?? '{}') as { id?: string };
  expect(textOf(first)).toMatch(new RegExp(`buygoods_transaction_received ${id} \\d\\d:\\d\\d:\\d\\d UTC`));
  expect(textOf(first)).not.toContain('Duplicate');

  const second = await send('again');
  expect(textOf(second)).toMatch(
    new RegExp(`_received Duplicate ${id} \\d.* buygoods_transaction_received ${id}`),
  );
  expect(textOf(await agent.get('/kopokopo'))).not.toContain('The emulator sent');
});

test('a forged webhook is refused with 401, and is not listed', async () => {
  const page = await send('forged');
  expect(textOf(page)).toContain('this application refused it with 401. It is not in the list.');
  expect(textOf(page)).toContain('None yet.');
  expect(example.emulator.kopokopo.deliveries).toMatchObject([{ status: 401 }]);
});

test('only the newest webhooks are listed', async () => {
  const url = `${example.baseURL}/api/webhooks/kopokopo`;
  const { kopokopo } = example.emulator;
  for (let count = 0; count < 12; count += 1) {
    expect(await kopokopo.sendWebhook(url, { body: { topic: 'customer_created', id: `n${count}` } })).toBe(
      200,
    );
  }
  const listed = [...(await agent.get('/kopokopo')).text.matchAll(/<code>(n\d+)<\/code>/g)];
  expect(listed.map(([, id]) => id)).toEqual(Array.from({ length: 10 }, (_, index) => `n${11 - index}`));
});

test('the signature is over the bytes, whatever they are parsed to', async () => {
  const url = `${example.baseURL}/api/webhooks/kopokopo`;
  const { kopokopo } = example.emulator;
  expect(await kopokopo.sendWebhook(url, { form: 'restless' })).toBe(200);
  expect(await kopokopo.sendWebhook(url, { sign: 'missing' })).toBe(401);
  expect(await kopokopo.sendWebhook(url, { body: '[]' })).toBe(400);
  expect(
    await kopokopo.sendWebhook(url, { body: { data: { id: '<b>1</b>', type: 'incoming_payment' } } }),
  ).toBe(200);
  const page = await agent.get('/kopokopo');
  expect(page.text).toContain('&lt;b&gt;1&lt;/b&gt;');
  expect(textOf(page)).toContain('result of a payment');
});

test('the buttons take the token of the session, and their own three words', async () => {
  const page = await agent.get('/kopokopo');
  const forged = await agent.post('/kopokopo/webhooks').type('form').send({ kind: 'signed', csrfToken: 'x' });
  expect(forged.status).toBe(403);
  expect((await press(agent, page, '/kopokopo/webhooks', { kind: 'toString' })).status).toBe(404);
  expect((await press(agent, page, '/kopokopo/webhooks')).status).toBe(404);
  expect(example.emulator.kopokopo.deliveries).toEqual([]);
});

test('a Kopo Kopo that is down is a problem page that leads back here', async () => {
  example.emulator.kopokopo.fault('token', faults.status(503));
  const page = await agent.get('/kopokopo');
  expect(page.status).toBe(502);
  expect(textOf(page)).toContain('Kopo Kopo did not answer as it should');
  expect(page.text).toMatch(/href="\/kopokopo"\s*>Try again with Kopo Kopo</);
});

test('the real Kopo Kopo has no buttons, and visitors get no cookie', async () => {
  const emulator = await startEmulator({ providers: ['kopokopo'] });
  const { clientID, clientSecret, baseURL, apiKey } = emulator.kopokopo.options;
  const client = new KopoKopoClient({ clientID, clientSecret, baseURL });
  const { sendWebhook: _sendWebhook, ...kopokopo } = example.kopokopo;
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on(
    'request',
    createApp({
      services: example.services,
      kopokopo: { ...kopokopo, isEmulated: false, client },
      baseURL: own,
      sessionSecret: 'test',
    }),
  );
  const page = await request(server).get('/kopokopo');
  expect(page.status).toBe(200);
  expect(page.headers['set-cookie']).toBeUndefined();
  expect(page.text).not.toContain('<form');
  expect(textOf(page)).toContain('Live');
  expect(apiKey).toBe(kopokopo.apiKey);
  expect(await emulator.kopokopo.sendWebhook(`${own}/api/webhooks/kopokopo`)).toBe(200);
  expect(textOf(await request(server).get('/kopokopo'))).toContain('buygoods_transaction_received');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await emulator.close();
});
