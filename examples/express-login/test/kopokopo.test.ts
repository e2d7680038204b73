import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faults, startEmulator } from 'passport-provider-emulator';
import { KopoKopoClient } from 'passport-kopokopo';
import request from 'supertest';
import { createApp } from '../src/app';
import { press, signIn, startExample, textOf, type Agent, type Example, type Reply } from './support/example';

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

test('the real Kopo Kopo is for its operator: visitors get no cookie, see nothing of it and cause no calls', async () => {
  const emulator = await startEmulator({ providers: ['kopokopo'] });
  const { clientID, clientSecret, baseURL } = emulator.kopokopo.options;
  const client = new KopoKopoClient({ clientID, clientSecret, baseURL });
  const { sendWebhook: _sendWebhook, ...emulated } = example.kopokopo;
  const operator = 'konpro username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87';
  const kopokopo = { ...emulated, isEmulated: false, client, operator };
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { services } = example;
  server.on('request', createApp({ services, kopokopo, leftOut: [], baseURL: own, sessionSecret: 'test' }));
  expect(await emulator.kopokopo.sendWebhook(`${own}/api/webhooks/kopokopo`)).toBe(200);

  const stranger = request.agent(server);
  const other = request.agent(server);
  await signIn(example, other, 'komerza');
  for (const visitor of [stranger, other]) {
    const page = await visitor.get('/kopokopo');
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('action="/kopokopo');
    expect(textOf(page)).toContain('Live');
    expect(textOf(page)).toContain('Only the operator of this site sees its payments and webhooks');
    expect(textOf(page)).not.toContain('buygoods_transaction_received');
    expect((await visitor.get('/kopokopo/payments/x')).status).toBe(404);
  }
  expect((await stranger.get('/kopokopo')).headers['set-cookie']).toBeUndefined();
  expect(emulator.kopokopo.requests).toEqual([]);

  const owner = request.agent(server);
  await signIn(example, owner, 'konpro');
  expect(textOf(await owner.get('/kopokopo'))).toContain('buygoods_transaction_received');
  expect(emulator.kopokopo.requests.map(({ path }) => path)).toContain('/oauth/token');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await emulator.close();
});
