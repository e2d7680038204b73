import { gunzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { type Emulator, faults, startEmulator } from '../src';
import { address, json, reason, send, sendForm } from './support/http';

let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

/** user/me answers a non-ASCII name without any login. */
function me(): ReturnType<typeof send> {
  const { origins, users } = emulator.konpro;
  return send('GET', `${origins['api']}/v1/user/me`, { 'X-API-KEY': users[0]?.apiToken ?? '' });
}

test('status, with body and headers', async () => {
  emulator.konpro.fault('userMe', faults.status(503, 'down', { 'Retry-After': '9' }));
  const reply = await me();
  expect([reply.status, reply.text, reply.headers['retry-after']]).toEqual([503, 'down', '9']);
  expect(emulator.konpro.requests.at(-1)).toMatchObject({ endpoint: 'userMe', status: 503 });
});

test('html, body and json', async () => {
  emulator.konpro.fault('userMe', faults.html());
  expect((await me()).headers['content-type']).toContain('text/html');
  emulator.konpro.fault('userMe', faults.body('{"a":'));
  expect((await me()).text).toBe('{"a":');
  emulator.konpro.fault('userMe', faults.json(null, 201));
  expect(await me()).toMatchObject({ status: 201, text: 'null' });
});

test('redirect', async () => {
  emulator.konpro.fault('userMe', faults.redirect('http://127.0.0.1:1/', 301));
  expect(await me()).toMatchObject({ status: 301, headers: { location: 'http://127.0.0.1:1/' } });
});

test('oversized', async () => {
  emulator.konpro.fault('userMe', faults.oversized(3_000_000));
  const reply = await me();
  expect(reply.text).toHaveLength(3_000_000);
  expect(json(reply)['access_token']).toBe('oversized');
});

test('slow: headers at once, the body in drips', async () => {
  emulator.konpro.fault('userMe', faults.slow(300));
  const start = performance.now();
  const response = await fetch(`${emulator.konpro.origins['api']}/v1/user/me`, {
    headers: { 'X-API-KEY': emulator.konpro.users[0]?.apiToken ?? '' },
  });
  const headersAt = performance.now() - start;
  const body = (await response.json()) as { last_name: string };
  expect(body.last_name).toBe('Núñez 🌾');
  expect(performance.now() - start).toBeGreaterThan(250);
  expect(headersAt).toBeLessThan(200);
});

test('gzip', async () => {
  emulator.konpro.fault('userMe', faults.gzip());
  const { origins, users } = emulator.konpro;
  const raw = await rawRequest(
    `${origins['api']}`,
    `GET /v1/user/me HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: ${users[0]?.apiToken}\r\nConnection: close\r\n\r\n`,
  );
  const split = raw.indexOf('\r\n\r\n');
  expect(raw.subarray(0, split).toString()).toMatch(/content-encoding: gzip/i);
  expect(JSON.parse(gunzipSync(raw.subarray(split + 4)).toString())).toHaveProperty('last_name', 'Núñez 🌾');
});

test('splitCharacter: two chunks, cut inside a character', async () => {
  emulator.konpro.fault('userMe', faults.splitCharacter());
  const response = await fetch(`${emulator.konpro.origins['api']}/v1/user/me`, {
    headers: { 'X-API-KEY': emulator.konpro.users[0]?.apiToken ?? '' },
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  expect(chunks).toHaveLength(2);
  expect(chunks[0]?.at(-1)).toBeGreaterThanOrEqual(0xc0);
  expect(Buffer.concat(chunks).toString()).toContain('Núñez 🌾');
});

test('splitCharacter adds a character to a response that has none to cut', async () => {
  emulator.konpro.fault('token', faults.splitCharacter());
  expect(json(await sendForm(emulator.konpro.options.tokenURL, {}))).toMatchObject({
    error: expect.anything() as unknown,
    splitCharacter: 'é',
  });
});

test('transform', async () => {
  emulator.konpro.fault(
    'userMe',
    faults.transform((body) => ({ ...(body as object), username: '' })),
  );
  expect(json(await me())).toMatchObject({ username: '', first_name: 'Sokha' });
});

test('halfBody and reset break the connection', async () => {
  emulator.konpro.fault('userMe', faults.halfBody());
  await expect(me()).rejects.toThrow(/aborted|ECONNRESET/);
  expect(emulator.requests.at(-1)?.status).toBe(200);
  emulator.konpro.fault('userMe', faults.reset());
  await expect(me()).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(emulator.requests.at(-1)?.status).toBe(0);
});

test('rateLimited speaks the error form of each service', async () => {
  emulator.koompi.fault('token', faults.rateLimited(7));
  emulator.konpro.fault('token', faults.rateLimited(7));
  emulator.komerza.fault('userProfile', faults.rateLimited(7));
  const koompi = await send('POST', emulator.koompi.options.tokenURL);
  const konpro = await send('POST', emulator.konpro.options.tokenURL);
  const komerza = await send('GET', emulator.komerza.options.userProfileURL);
  for (const reply of [koompi, konpro, komerza]) {
    expect([reply.status, reply.headers['retry-after']]).toEqual([429, '7']);
  }
  expect(json(koompi)).toHaveProperty('error_description');
  expect(json(konpro)).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED' } });
  expect(json(komerza)).toMatchObject({ success: false, code: 'RateLimited', data: null });
});

test('a fault of the authorization endpoint reaches authorize()', async () => {
  const { options } = emulator.komerza;
  emulator.komerza.fault('authorization', faults.status(500, 'no page today'));
  const url = address(options.authorizationURL, { client_id: options.clientID });
  await expect(emulator.komerza.authorize(url)).rejects.toThrow('no page today');
});

test('times, undefined and clearFaults', async () => {
  emulator.konpro.fault('userMe', faults.status(500), { times: 2 });
  expect([(await me()).status, (await me()).status, (await me()).status]).toEqual([500, 500, 200]);
  emulator.konpro.fault('userMe', faults.status(500));
  emulator.konpro.fault('userMe', undefined);
  expect((await me()).status).toBe(200);
  emulator.konpro.fault('userMe', faults.status(500));
  emulator.konpro.clearFaults();
  expect((await me()).status).toBe(200);
});

test('a fault that replaces the answer leaves the genuine endpoint alone', async () => {
  emulator.komerza.fault('userProfile', faults.json({ success: true }));
  const reply = await send('GET', emulator.komerza.options.userProfileURL);
  expect([reply.status, reason(reply)]).toEqual([200, undefined]);
});

test('an endpoint that the service does not have is refused', () => {
  expect(() => emulator.komerza.fault('refresh', faults.html())).toThrow(/Komerza has no endpoint refresh/);
});

test('close() waits neither for a silent nor for a slow answer', async () => {
  emulator.konpro.fault('userMe', faults.silent());
  emulator.koompi.fault('userProfile', faults.slow(60_000));
  const pending = [me(), send('GET', emulator.koompi.options.userProfileURL)];
  const outcomes = Promise.allSettled(pending);
  while (emulator.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  const start = performance.now();
  await emulator.close();
  expect(performance.now() - start).toBeLessThan(1_000);
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

function rawRequest(origin: string, text: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => resolve(Buffer.concat(chunks)));
    socket.on('error', reject);
  });
}

test('a transform that throws is reported, not swallowed', async () => {
  const broken = (): never => {
    throw new Error('wrong expectation');
  };
  emulator.konpro.fault('userMe', faults.transform(broken));
  const reply = await me();
  expect([reply.status, reason(reply)]).toEqual([500, 'emulator_defect']);
  expect(reply.text).toContain('wrong expectation');
});
