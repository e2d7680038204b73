import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { AuthorizationRefusedError, faults } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const credentials = { clientID: 'cpc_1', clientSecret: 'cps_1' };
const byIssuer = { ...published, preset: undefined };
const origin = (): string => coinpay.service.origins['api'] ?? '';

const documentedAt = (host: string): object => ({
  authorization: `${host}/oauth/authorize`,
  token: `${host}/oauth/token`,
  refresh: `${host}/oauth/token`,
  jwks: `${host}/.well-known/jwks.json`,
  userProfile: `${host}/api/oauth/userinfo`,
  api: `${host}/api`,
});
const publishedAt = (host: string): object => ({
  authorization: `${host}/api/oauth/authorize`,
  token: `${host}/api/oauth/token`,
  refresh: `${host}/api/oauth/token`,
  jwks: `${host}/api/oauth/jwks`,
  userProfile: `${host}/api/oauth/userinfo`,
  api: `${host}/api`,
});

describe('addresses', () => {
  test.each([
    ['documented', documentedAt],
    ['published', publishedAt],
  ] as const)('%s: of CoinPay, and of another issuer with and without a slash at its end', (preset, at) => {
    const endpoints = (issuer?: string): object =>
      new CoinPayClient({ ...credentials, preset, issuer }).endpoints;
    expect(endpoints()).toMatchObject({
      issuer: 'https://coinpayportal.com',
      ...at('https://coinpayportal.com'),
    });
    for (const issuer of ['https://pay.example-business.com', 'https://pay.example-business.com/']) {
      expect(endpoints(issuer)).toMatchObject({ issuer, ...at('https://pay.example-business.com') });
    }
    const deep = 'https://example-business.com/coinpay';
    expect(endpoints(deep)).toMatchObject(at(deep));
  });

  test('documented is the default', () => {
    const { endpoints } = new CoinPayClient(credentials);
    expect(endpoints).toEqual(new CoinPayClient({ ...credentials, preset: 'documented' }).endpoints);
    expect(endpoints.revocation).toBeUndefined();
  });

  test('each address can be replaced, the others stay', () => {
    const { endpoints } = new CoinPayClient({ ...credentials, tokenURL: 'https://example-business.com/t' });
    expect(endpoints).toMatchObject({
      ...documentedAt('https://coinpayportal.com'),
      token: 'https://example-business.com/t',
      refresh: 'https://example-business.com/t',
    });
  });

  test.each(['Published', 'legacy', '', 'constructor', '__proto__'])(
    'preset %j is a TypeError that names both',
    (preset) => {
      const make = (): unknown => new CoinPayClient({ ...credentials, preset } as never);
      expect(make).toThrow(TypeError);
      expect(make).toThrow(/`preset` is ".*'documented' or 'published'/);
      const strategy = { ...credentials, preset, callbackURL: '/c' } as never;
      expect(() => new Strategy(strategy, () => undefined)).toThrow(TypeError);
    },
  );
});

describe('issuer', () => {
  test('alone it moves a whole login', async () => {
    const { outcome, sent } = await coinpay.login(byIssuer);
    expect(outcome.kind).toBe('success');
    expect(sent.map(({ path }) => path)).toEqual([
      '/oauth/authorize',
      '/oauth/token',
      '/.well-known/jwks.json',
    ]);
  });

  test('it must equal the iss of the id_token to the letter, and the error tells both', async () => {
    const issuer = `${origin()}/`;
    const { outcome, sent } = await coinpay.login({ ...byIssuer, issuer });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_issuer' });
    const { message } = outcome.error as Error;
    expect(message).toContain(JSON.stringify(origin()));
    expect(message).toContain(JSON.stringify(issuer));
    expect(sent.map(({ path }) => path)).toContain('/oauth/token');
  });

  test('a deployment that calls itself by a name with a slash', async () => {
    coinpay.service.switches.issuer = `${origin()}/`;
    const right = await coinpay.login({ ...byIssuer, issuer: `${origin()}/` });
    expect(right.outcome.kind).toBe('success');
    expect((await coinpay.login(byIssuer)).outcome.reason).toBe('id_token_issuer');
  });

  test('a deployment that was built for another name: issuer and addresses are given apart', async () => {
    coinpay.service.switches.issuer = 'https://coinpay.dev';
    expect((await coinpay.login({ issuer: 'https://coinpay.dev' })).outcome.kind).toBe('success');
  });

  test('published: the discovery document must be of the issuer, before anybody is sent anywhere', async () => {
    coinpay.service.switches.server = 'published';
    const app = await coinpay.world.appWith({ ...published, issuer: `${origin()}/` });
    await expect(coinpay.world.start(app)).rejects.toThrow('The login did not redirect');
    expect(app.last).toMatchObject({ kind: 'error', reason: 'discovery_invalid' });
    expect((app.last?.error as Error).message).toContain(JSON.stringify(origin()));
  });
});

describe('the default preset against the server that CoinPay publishes', () => {
  beforeEach(() => {
    coinpay.service.switches.server = 'published';
  });
  const namesPreset = /The server that CoinPay publishes.*`preset: 'published'`/;

  test('its authorize address is a page that does not exist: no error of ours can explain that', async () => {
    const app = await coinpay.world.appWith(byIssuer);
    const refused = await rejection(coinpay.world.consent(app));
    expect(refused).toBeInstanceOf(AuthorizationRefusedError);
    expect(refused).toMatchObject({ status: 404 });
  });

  test('its token address does not exist: token_refused explains and names the preset', async () => {
    const { outcome } = await coinpay.login({ tokenURL: undefined });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'token_refused' });
    expect(outcome.error).toMatchObject({ responseStatus: 404, endpoint: 'token' });
    expect((outcome.error as Error).message).toMatch(namesPreset);
    expect((outcome.error as { hint: string }).hint).toMatch(/does not exist \(404\)/);
  });

  test('a web page answers at the token address: response_not_json explains and names the preset', async () => {
    coinpay.service.fault('token', faults.html());
    const { outcome } = await coinpay.login();
    expect(outcome.reason).toBe('response_not_json');
    expect((outcome.error as Error).message).toMatch(namesPreset);
  });

  test('with the right addresses: id_token_algorithm explains and names the preset', async () => {
    const { outcome, sent } = await coinpay.login();
    expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_algorithm' });
    expect((outcome.error as Error).message).toMatch(namesPreset);
    expect((outcome.error as Error).message).toMatch(/HS256.*`idTokenSharedSecret`/);
    expect(sent.map(({ endpoint }) => endpoint)).toEqual(['authorization', 'token']);
  });

  test('its JWKS address does not exist: jwks_refused explains and names the preset', async () => {
    coinpay.service.keys.setAlgorithm('RS256');
    const { outcome } = await coinpay.login({ jwksURL: undefined });
    coinpay.service.keys.setAlgorithm(undefined);
    expect(outcome).toMatchObject({ kind: 'error', reason: 'jwks_refused' });
    expect((outcome.error as Error).message).toMatch(namesPreset);
    expect((outcome.error as Error).message).toContain('`jwksURL`');
  });

  test('the published preset is no way to use the documented server without its signature', async () => {
    coinpay.service.switches.server = 'documented';
    expect((await coinpay.login(published)).outcome.kind).toBe('success');
    coinpay.service.switches.idToken = (draft, tools) => tools.signHmac(draft, 'guess');
    expect((await coinpay.login(published)).outcome.reason).toBe('id_token_algorithm');
  });
});
