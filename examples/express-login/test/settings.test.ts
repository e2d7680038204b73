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
  const environment = {
    ALLOW_EMULATORS: '1',
    KOOMPI_CLIENT_ID: 'pk_live_1',
    KOOMPI_CLIENT_SECRET: 's',
    KONPRO_CLIENT_ID: 'k',
  };
  const open = await openServices(environment, 'https://example-business.com');
  expect(open.services.map(({ name, isEmulated }) => [name, isEmulated])).toEqual([
    ['coinpay', true],
    ['coinpay-published', true],
    ['koompi', false],
    ['konpro', false],
    ['komerza', true],
  ]);
  const [, , koompi, , komerza] = open.services;
  expect(koompi?.strategy.client.endpoints.token).toBe('https://oauth.koompi.org/v2/oauth/token');
  expect(koompi?.strategy._callbackURL).toBe('https://example-business.com/api/auth/callback/koompi');
  expect(komerza?.strategy.client.endpoints.token).toMatch(/^http:\/\/127\.0\.0\.1:/);
  await open.close();
});

describe('the real CoinPay', () => {
  const credentials = { COINPAY_OAUTH_CLIENT_ID: 'cpc_1', COINPAY_OAUTH_CLIENT_SECRET: 'cps_1' };
  const baseURL = 'https://example-business.com';
  const redirectURI = `${baseURL}/api/auth/callback/coinpay`;

  test('is one sign-in, with the documented preset', async () => {
    const environment = {
      ...credentials,
      ALLOW_EMULATORS: '1',
      COINPAY_OAUTH_REDIRECT_URI: redirectURI,
    };
    const open = await openServices(environment, baseURL);
    const names = open.services.map(({ name }) => name);
    expect(names).toEqual(['coinpay', 'koompi', 'koompi-kid', 'konpro', 'komerza']);
    const [coinpay] = open.services;
    expect(coinpay?.strategy.client.endpoints).toMatchObject({
      issuer: 'https://coinpayportal.com',
      token: 'https://coinpayportal.com/oauth/token',
    });
    expect(coinpay?.strategy._callbackURL).toBe(redirectURI);
    expect(coinpay?.idTokenCheck).toContain('JWKS');
    await open.close();
  });

  test('has another issuer and another preset on demand', async () => {
    const issuer = 'https://coinpay.example-business.com';
    const environment = { ...credentials, COINPAY_OAUTH_ISSUER: issuer, COINPAY_PRESET: 'published' };
    const open = await openServices(environment, baseURL);
    const [coinpay] = open.services;
    expect(coinpay?.name).toBe('coinpay');
    expect(coinpay?.strategy.client.endpoints.token).toBe(`${issuer}/api/oauth/token`);
    expect(coinpay?.idTokenCheck).toContain('userinfo');
    await open.close();
  });

  test.each([
    [{ COINPAY_PRESET: 'publish' }, /COINPAY_PRESET must be documented or published, not "publish"/],
    [{ COINPAY_OAUTH_REDIRECT_URI: `${redirectURI}/` }, /COINPAY_OAUTH_REDIRECT_URI is .*coinpay\/, but/],
    [{ COINPAY_OAUTH_CLIENT_SECRET: '' }, /CoinPay is only partly configured: COINPAY_OAUTH_CLIENT_SECRET/],
  ])('names the variable that is wrong: %j', async (variables, message) => {
    await expect(openServices({ ...credentials, ...variables }, baseURL)).rejects.toThrow(message);
  });
});

describe('the real KOOMPI', () => {
  const credentials = { KOOMPI_CLIENT_ID: 'pk_live_1', KOOMPI_CLIENT_SECRET: 's' };

  test.each([
    [{}, 'https://oauth.koompi.org/v2/oauth/token', 'https://oauth.koompi.org/v2'],
    [{ KOOMPI_PRESET: 'kid' }, 'https://api.kid.koompi.org/oauth/token', undefined],
    [
      { KOOMPI_PRESET: 'kid', KOOMPI_API_URL: 'https://api.kid.koompi.org/v2' },
      'https://api.kid.koompi.org/oauth/token',
      'https://api.kid.koompi.org/v2',
    ],
  ])('is one sign-in: %j', async (variables, token, api) => {
    const open = await openServices({ ...credentials, ...variables }, 'http://localhost:3000');
    const koompi = open.services.filter(({ title }) => title === 'KOOMPI');
    expect(koompi.map(({ name, isEmulated }) => [name, isEmulated])).toEqual([['koompi', false]]);
    expect(koompi[0]?.strategy.client.endpoints).toMatchObject({ token, api });
    expect(koompi[0]?.walletTokens).toEqual([]);
    await open.close();
  });

  test.each([
    [{ KOOMPI_PRESET: 'v3' }, 'KOOMPI_PRESET must be v2 or kid, not "v3"'],
    [{ KOOMPI_TOKENS: 'RICE' }, 'KOOMPI_TOKENS must be like SYMBOL:0x'],
    [{ KOOMPI_API_URL: 'http://example-business.com' }, 'apiURL'],
  ])('names the variable that is wrong: %j', async (variables, message) => {
    await expect(openServices({ ...credentials, ...variables }, 'http://localhost:3000')).rejects.toThrow(
      message,
    );
  });
});

describe('the real Kopo Kopo', () => {
  const credentials = { KOPOKOPO_CLIENT_ID: 'k', KOPOKOPO_CLIENT_SECRET: 's', KOPOKOPO_API_KEY: 'a' };

  test.each([
    [{}, 'https://api.kopokopo.com/oauth/token'],
    [{ KOPOKOPO_ENVIRONMENT: 'sandbox' }, 'https://sandbox.kopokopo.com/oauth/token'],
  ])('%j', async (variables, token) => {
    const open = await openServices({ ...credentials, ...variables }, 'http://localhost:3000');
    expect(open.kopokopo).toMatchObject({ isEmulated: false, apiKey: 'a', client: { endpoints: { token } } });
    expect(open.kopokopo?.sendWebhook).toBeUndefined();
    await open.close();
  });

  test('has an operator of a service that is live', async () => {
    const variables = {
      KOPOKOPO_TILL_NUMBER: 'K1',
      KOPOKOPO_OPERATOR: 'konpro somebody',
      KONPRO_CLIENT_ID: 'k',
    };
    const open = await openServices({ ...credentials, ...variables }, 'http://localhost:3000');
    expect(open.kopokopo).toMatchObject({ tillNumber: 'K1', operator: 'konpro somebody' });
    await open.close();
  });

  test.each([
    [{ KOPOKOPO_OPERATOR: 'konpro 3f9a1c0de4b24b7f8a6d5e2c1b0a9f87' }, 'must be the name of a live service'],
    [{ KOPOKOPO_OPERATOR: 'nobody 1' }, 'KOPOKOPO_OPERATOR must be'],
    [{ KOPOKOPO_OPERATOR: 'konpro', KONPRO_CLIENT_ID: 'k' }, 'KOPOKOPO_OPERATOR must be'],
    [{ KOPOKOPO_ENVIRONMENT: 'live' }, 'KOPOKOPO_ENVIRONMENT must be production or sandbox, not "live"'],
    [{ KOPOKOPO_API_KEY: undefined }, 'Kopo Kopo is only partly configured: KOPOKOPO_API_KEY is missing'],
  ])('names the variable that is wrong: %j', async (variables, message) => {
    const open = openServices({ ...credentials, ...variables }, 'http://localhost:3000');
    await expect(open).rejects.toThrow(message);
  });
});

test('a service that is only partly configured is named', async () => {
  const half = openServices({ KOMERZA_CLIENT_ID: 'x' }, 'http://localhost:3000');
  await expect(half).rejects.toThrow(/Komerza is only partly configured: KOMERZA_CLIENT_SECRET is missing/);
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
