import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src';
import { address, reason, send, sendForm, sendJson } from './support/http';

let emulator: Emulator | undefined;
const start = async (options?: EmulatorOptions): Promise<Emulator> =>
  (emulator = await startEmulator(options));

afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

describe('A79 requests are kept within limits', () => {
  test('the last 1,000 of each service, and of all together', async () => {
    const { koompi, konpro, requests } = await start({ providers: ['koompi', 'konpro'] });
    await send('GET', `${konpro.origins['api']}/konpro`);
    for (let index = 0; index < 1_003; index += 1) await send('GET', `${koompi.origins['api']}/${index}`);
    expect([koompi.requests.length, konpro.requests.length, requests.length]).toEqual([1_000, 1, 1_000]);
    expect(koompi.requests.map(({ path }) => path).slice(0, 2)).toEqual(['/3', '/4']);
    expect(requests.at(-1)?.path).toBe('/1002');
  });

  test('keptRequests is another limit', async () => {
    const { koompi } = await start({ providers: ['koompi'], keptRequests: 2 });
    for (const path of ['a', 'b', 'c']) await send('GET', `${koompi.origins['api']}/${path}`);
    expect(koompi.requests.map(({ path }) => path)).toEqual(['/b', '/c']);
  });

  test.each([
    ['16 KiB are kept', 'a'.repeat(16_384), 16_384],
    ['one byte more is cut', 'a'.repeat(16_385), 16_384],
    ['a character at the cut is left out', `${'a'.repeat(16_383)}🌾`, 16_383],
  ])('%s', async (_title, text, length) => {
    const { koompi } = await start({ providers: ['koompi'] });
    await send('POST', `${koompi.origins['api']}/x`, { 'Content-Type': 'text/plain' }, text);
    const { rawBody, bodyBytes } = koompi.requests[0] ?? {};
    expect([rawBody, bodyBytes]).toEqual(['a'.repeat(length), Buffer.byteLength(text)]);
  });

  test('the decoded body of a cut request is left out, but the endpoint gets all of it', async () => {
    const { koompi } = await start({ providers: ['koompi'] });
    const { clientID: client_id, clientSecret: client_secret, tokenURL } = koompi.options;
    const form = { client_id, client_secret, grant_type: 'authorization_code', redirect_uri: 'x' };
    expect(reason(await sendJson(tokenURL, { ...form, padding: 'a'.repeat(20_000), code: 'x' }))).toBe(
      'unknown_code',
    );
    expect(koompi.requests[0]?.body).toBeUndefined();
  });

  test('200 requests of 1 MB leave memory bounded', async () => {
    const { koompi, konpro, kopokopo } = await start({ providers: ['koompi', 'konpro', 'kopokopo'] });
    const padding = 'ä'.repeat(500_000);
    const before = heap();
    for (let index = 0; index < 50; index += 1) {
      await sendJson(koompi.options.tokenURL, { client_id: index, padding });
      await sendForm(konpro.options.tokenURL, { padding: 'a'.repeat(1_000_000) });
      await sendJson(`${kopokopo.options.baseURL}/api/v2/send_money`, { padding });
      await send('POST', `${koompi.origins['api']}/unknown`, { 'Content-Type': 'text/plain' }, padding);
    }
    expect(heap() - before).toBeLessThan(30_000_000);
  });

  test('what Kopo Kopo keeps is limited', async () => {
    const { kopokopo } = await start({ providers: ['kopokopo'] });
    const { clientID: client_id, clientSecret: client_secret, tokenURL, baseURL } = kopokopo.options;
    const issued = await sendForm(tokenURL, { grant_type: 'client_credentials', client_id, client_secret });
    const { access_token } = JSON.parse(issued.text) as { access_token: string };
    const headers = { Authorization: `Bearer ${access_token}` };
    const collection = `${baseURL}/api/v2/send_money`;
    expect(reason(await sendJson(collection, { padding: 'a'.repeat(65_537) }, headers))).toBe(
      'body_too_large',
    );
    for (let index = 0; index < 1_001; index += 1) await sendJson(collection, { index }, headers);
    const listed = JSON.parse((await send('GET', collection, headers)).text) as { data: unknown[] };
    expect(listed.data).toHaveLength(1_000);
  });
});

/** Bytes in use after a garbage collection. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('A79 the Host header', () => {
  const own = ['localhost', 'LOCALHOST:3000', '127.0.0.1', '127.8.9.1:80', '[::1]:4400', 'koompi.localhost'];
  const others = [
    'attacker.example',
    'attacker.example:4400',
    '127.0.0.1.attacker.example',
    'localhost.attacker.example',
    'attackerlocalhost',
    '0.0.0.0',
    '10.0.0.7',
    'localhost@attacker.example',
    'localhost/x',
    'idp',
    ' ',
  ];

  test.each([...own.map((host) => [host, true] as const), ...others.map((host) => [host, false] as const)])(
    '%s is allowed: %s',
    async (Host, isAllowed) => {
      const { koompi } = await start({ providers: ['koompi'] });
      const reply = await send('GET', koompi.options.userProfileURL, { Host });
      expect(reason(reply)).toBe(isAllowed ? 'missing_token' : 'host_not_allowed');
      expect([reply.status, koompi.requests.at(-1)?.status]).toEqual(isAllowed ? [401, 401] : [421, 421]);
    },
  );

  test('every origin of every service checks it, and nothing is done', async () => {
    const { providers } = await start({ automatic: true });
    for (const provider of providers) {
      for (const origin of Object.values(provider.origins)) {
        const reply = await send('POST', `${origin}/oauth/token`, { Host: 'attacker.example' }, '{}');
        expect([provider.name, reply.status]).toEqual([provider.name, 421]);
        expect(reply.text).not.toContain('access_token');
      }
    }
  });

  test('a request without it is refused', async () => {
    const { koompi } = await start({ providers: ['koompi'] });
    const { port } = new URL(koompi.options.tokenURL);
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET / HTTP/1.0\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
      socket.on('end', () => resolve(received)).on('error', reject);
    });
    expect(text).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('allowHosts names the origins; this computer may still call', async () => {
    const { koompi } = await start({ providers: ['koompi'], host: '0.0.0.0', allowHosts: ['idp', 'other'] });
    const { userProfileURL, authorizationURL, clientID: client_id } = koompi.options;
    expect(userProfileURL).toMatch(/^http:\/\/idp:\d+\//);
    const onLoopback = userProfileURL.replace('idp', '127.0.0.1');
    for (const Host of ['idp', 'other:4400', 'localhost'])
      expect(reason(await send('GET', onLoopback, { Host }))).toBe('missing_token');
    expect(reason(await send('GET', onLoopback, { Host: 'third' }))).toBe('host_not_allowed');
    const [redirect_uri] = koompi.client.callbackURLs;
    const callback = await koompi.authorize(address(authorizationURL, { client_id, redirect_uri }));
    expect(callback).toContain('?code=');
  });

  test.each([
    [{ host: '0.0.0.0' }, /`allowHosts`/],
    [{ host: '::' }, /`allowHosts`/],
    [{ host: '192.0.2.1' }, /`allowHosts`/],
    [{ allowHosts: ['idp'] }, /`allowHosts` needs a `host`/],
    [{ host: '127.0.0.1', allowHosts: ['idp'] }, /`allowHosts` needs a `host`/],
    [{ host: 'idp', allowHosts: ['idp'] }, /IP address/],
    [{ host: '0.0.0.0', allowHosts: ['idp:4400'] }, /without a port/],
    [{ host: '0.0.0.0', allowHosts: ['*'] }, /without a port/],
    [{ keptRequests: -1 }, /`keptRequests`/],
    [{ keptRequests: 1.5 }, /`keptRequests`/],
  ])('%j is a TypeError', async (options, message) => {
    await expect(startEmulator(options)).rejects.toThrow(message);
  });
});
