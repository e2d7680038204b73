import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  AuthorizationRefusedError,
  type Emulator,
  type EmulatorOptions,
  providerNames,
  startEmulator,
} from '../src';
import { address, parameter, reason, send, sendJson } from './support/http';

let emulator: Emulator | undefined;
const start = async (options?: EmulatorOptions): Promise<Emulator> =>
  (emulator = await startEmulator(options));

afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

function koompiURL({ koompi }: Emulator, changes: Record<string, string> = {}): string {
  const redirect_uri = koompi.client.callbackURLs[0];
  return address(koompi.options.authorizationURL, {
    client_id: koompi.client.clientID,
    redirect_uri,
    ...changes,
  });
}

test('all services by default, and every service that has a folder', async () => {
  const { providers } = await start();
  const folders = readdirSync(join(__dirname, '../src/services'), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(providers.map(({ name }) => name)).toEqual(providerNames);
  expect([...providerNames].sort()).toEqual(names.sort());
  for (const provider of providers) expect(provider.users.length).toBeGreaterThanOrEqual(2);
});

test('each origin that the README names is at its own loopback port, and no other', async () => {
  const { providers } = await start();
  const origins = providers.flatMap((provider) => Object.values(provider.origins));
  expect(new Set(origins).size).toBe(origins.length);
  for (const origin of origins) expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
  for (const provider of providers) {
    const [, list = ''] =
      new RegExp(`^\\*\\*${provider.title}\\*\\* \\(origins? (.+?)\\)`, 'm').exec(readme) ?? [];
    expect([provider.name, Object.keys(provider.origins)]).toEqual([
      provider.name,
      list.replaceAll('`', '').split(', '),
    ]);
  }
});

test('a service that was not started says so', async () => {
  const running = await start({ providers: ['komerza'] });
  expect(running.komerza.origins).toHaveProperty('dashboard');
  expect(() => running.koompi).toThrow('koompi was not started');
});

test.each([
  [{ provider: ['koompi'] }, /Unknown option `provider`/],
  [{ providers: ['github'] }, /Unknown provider `github`/],
  [{ providers: [{ name: 'acme' }] }, /Unknown provider `\{ name: 'acme' \}`/],
  [{ providers: [null] }, /Unknown provider `null`/],
  [{ port: -1 }, /`port`/],
  [{ port: 1.5 }, /`port`/],
  [{ callbackURLs: ['/callback'] }, /callback URL/],
  [{ callbackURLs: ['http://localhost/#x'] }, /callback URL/],
])('%j is a TypeError', async (options, message) => {
  await expect(startEmulator(options as EmulatorOptions)).rejects.toThrow(message);
});

test('a port that is taken rejects, and leaves nothing behind', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(startEmulator({ providers: ['konpro'], port: port - 1 })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
  await new Promise((resolve) => server.close(resolve));
  const running = await start({ providers: ['konpro'], port: port - 1 });
  expect(running.konpro.origins['api']).toBe(`http://127.0.0.1:${port}`);
});

test('automatic mode approves a plain GET as the first user; without it a page asks', async () => {
  const running = await start({ providers: ['koompi'], automatic: true });
  const reply = await send('GET', koompiURL(running));
  expect(reply.status).toBe(302);
  expect(reply.headers.location).toMatch(/\?code=/);
  await running.close();
  const asking = await start({ providers: ['koompi'] });
  expect((await send('GET', koompiURL(asking))).status).toBe(200);
});

describe('authorize()', () => {
  test('chooses the user by position, id or e-mail', async () => {
    const running = await start({ providers: ['koompi'] });
    const { koompi } = running;
    const { clientID, clientSecret, tokenURL } = koompi.options;
    for (const user of [1, '507f1f77bcf86cd799439012', 'dara@example-business.com']) {
      const code = parameter(await koompi.authorize(koompiURL(running), { user }), 'code');
      const reply = await sendJson(tokenURL, {
        grant_type: 'authorization_code',
        code,
        client_id: clientID,
        client_secret: clientSecret,
        redirect_uri: koompi.client.callbackURLs[0],
      });
      expect(reply.text).toContain('Dara Lim');
    }
    await expect(koompi.authorize(koompiURL(running), { user: 9 })).rejects.toMatchObject({
      reason: 'unknown_user',
    });
  });

  test('replaces or drops the state, as an attacker would', async () => {
    const running = await start({ providers: ['koompi'] });
    const url = koompiURL(running, { state: 'mine' });
    expect(parameter(await running.koompi.authorize(url, { state: 'för🌾' }), 'state')).toBe('för🌾');
    expect(await running.koompi.authorize(url, { state: null })).not.toContain('state');
  });

  test('throws an error with the text, and never calls a foreign host', async () => {
    const running = await start({ providers: ['koompi'] });
    const refused = running.koompi.authorize(koompiURL(running, { client_id: 'x' }));
    await expect(refused).rejects.toBeInstanceOf(AuthorizationRefusedError);
    await expect(refused).rejects.toThrow('No application has this client_id');
    await expect(running.koompi.authorize('https://oauth.koompi.org/v2/oauth')).rejects.toThrow(TypeError);
  });
});

test('callbacks: the usual ones, those of the options, and those added later, without repetition', async () => {
  const further = 'https://app.example-business.com/callback?tenant=1';
  const running = await start({ providers: ['koompi'], callbackURLs: [further] });
  const { koompi } = running;
  koompi.registerCallback('http://127.0.0.1:9/cb');
  koompi.registerCallback(further);
  expect(koompi.client.callbackURLs).toEqual([
    'http://localhost:3000/api/auth/callback/koompi',
    'http://127.0.0.1:3000/api/auth/callback/koompi',
    further,
    'http://127.0.0.1:9/cb',
  ]);
  expect(await koompi.authorize(koompiURL(running, { redirect_uri: further }))).toMatch(/\?tenant=1&code=/);
  expect(() => koompi.registerCallback('nowhere')).toThrow(TypeError);
});

test('requests are recorded in order, over all services and per service', async () => {
  const running = await start();
  await send('GET', `${running.komerza.origins['api']}/user?a=1&a=2&b=%20`);
  await sendJson(`${running.koompi.origins['api']}/nowhere`, { x: [1] });
  expect(running.requests).toMatchObject([
    {
      provider: 'komerza',
      origin: 'api',
      endpoint: 'userProfile',
      path: '/user',
      query: { a: ['1', '2'], b: ' ' },
    },
    { provider: 'koompi', path: '/nowhere', rawBody: '{"x":[1]}', body: { x: [1] }, status: 404 },
  ]);
  expect(running.requests[1]?.endpoint).toBeUndefined();
  expect(running.koompi.requests).toHaveLength(1);
});

test('a body over 1 MiB is refused', async () => {
  const running = await start({ providers: ['koompi'] });
  const reply = await sendJson(running.koompi.options.tokenURL, 'x'.repeat(4_000_000));
  expect(reason(reply)).toBe('body_too_large');
  expect(running.requests.at(-1)).toMatchObject({ status: 413, reason: 'body_too_large' });
});

test('the injected clock counts', async () => {
  let time = 0;
  const running = await start({ providers: ['koompi'], now: () => time });
  const code = parameter(await running.koompi.authorize(koompiURL(running)), 'code');
  time = 600_000;
  const { clientID, clientSecret, tokenURL } = running.koompi.options;
  const reply = await sendJson(tokenURL, {
    grant_type: 'authorization_code',
    code,
    client_id: clientID,
    client_secret: clientSecret,
    redirect_uri: running.koompi.client.callbackURLs[0],
  });
  expect(reason(reply)).toBe('code_expired');
  expect(() => running.advance(Number.NaN)).toThrow(TypeError);
});

test('close() ends connections that are kept alive, and may be called twice', async () => {
  const running = await start({ providers: ['koompi'] });
  await (await fetch(`${running.koompi.origins['api']}/`)).text();
  await running.close();
  await running.close();
  await expect(fetch(`${running.koompi.origins['api']}/`)).rejects.toThrow();
});
