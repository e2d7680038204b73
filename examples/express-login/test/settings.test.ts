import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen } from '../src/listen';
import { openServices } from '../src/open-services';
import { remaining } from '../src/pages/remaining';
import { readSettings } from '../src/settings';

test('without variables it listens on this computer, and may move', () => {
  const settings = readSettings({ PORT: '', BASE_URL: '' });
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 3000, mayMovePort: true, baseURL: undefined });
  expect(settings.sessionSecret).toHaveLength(43);
  expect(readSettings({}).sessionSecret).not.toBe(settings.sessionSecret);
});

test('with variables it does what they say, or names the one that is wrong', () => {
  const environment = {
    PORT: '8080',
    HOST: '0.0.0.0',
    BASE_URL: 'https://example-business.com/',
    SESSION_SECRET: 's',
  };
  expect(readSettings(environment)).toEqual({
    host: '0.0.0.0',
    port: 8080,
    mayMovePort: false,
    baseURL: 'https://example-business.com',
    sessionSecret: 's',
  });
  expect(() => readSettings({ PORT: '80x' })).toThrow('PORT must be a number');
  expect(() => readSettings({ BASE_URL: 'example-business.com' })).toThrow('BASE_URL must be an origin');
  expect(() => readSettings({ BASE_URL: 'https://example-business.com/shop' })).toThrow('BASE_URL must be');
});

test('a service with its variables is the real one, and the emulator runs only for the others', async () => {
  const environment = { KOOMPI_CLIENT_ID: 'pk_live_1', KOOMPI_CLIENT_SECRET: 's', KONPRO_CLIENT_ID: 'k' };
  const open = await openServices(environment, 'https://example-business.com');
  expect(open.services.map(({ name, isEmulated }) => [name, isEmulated])).toEqual([
    ['koompi', false],
    ['konpro', false],
    ['komerza', true],
  ]);
  const [koompi, , komerza] = open.services;
  expect(koompi?.strategy.client.endpoints.token).toBe('https://oauth.koompi.org/v2/oauth/token');
  expect(koompi?.strategy._callbackURL).toBe('https://example-business.com/api/auth/callback/koompi');
  expect(komerza?.strategy.client.endpoints.token).toMatch(/^http:\/\/127\.0\.0\.1:/);
  await open.close();
});

test('a service that is configured by halves is named', async () => {
  const half = openServices({ KOMERZA_CLIENT_ID: 'x' }, 'http://localhost:3000');
  await expect(half).rejects.toThrow(/Komerza is configured by halves: KOMERZA_CLIENT_SECRET is missing/);
});

test('a busy port is passed over, or named', async () => {
  const [first, second, third] = [createServer(), createServer(), createServer()];
  await new Promise<void>((resolve) => first.listen(0, '127.0.0.1', resolve));
  const { port } = first.address() as AddressInfo;
  expect(await listen(second, '127.0.0.1', port, true)).toBeGreaterThan(port);
  await expect(listen(third, '127.0.0.1', port, false)).rejects.toThrow(`Port ${port} is busy`);
  await Promise.all([first, second].map((server) => new Promise((resolve) => server.close(resolve))));
});

test('a lifetime is told in words', () => {
  const words = [0, 999, 1_000, 59_999, 60_000, 3_599_000, 3_600_000, 90_061_000].map(remaining);
  expect(words).toEqual([
    'Expired',
    'Expired',
    '1 s left',
    '59 s left',
    '1 min left',
    '59 min 59 s left',
    '1 h left',
    '1 d 1 h left',
  ]);
});
