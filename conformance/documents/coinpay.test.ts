import { CoinPayClient, CoinPayScope, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { providerReadme } from './provider-readme';
import { rejection, useService } from 'passport-strategy-contract/harness';

const readme = providerReadme('coinpay', Strategy, {
  second: 'The two CoinPays',
  environment: {
    COINPAY_OAUTH_CLIENT_ID: ({ coinpay: { client } }) => client.clientID,
    COINPAY_OAUTH_CLIENT_SECRET: ({ coinpay: { client } }) => client.clientSecret ?? '',
    COINPAY_OAUTH_REDIRECT_URI: (_emulator, callbackURL) => callbackURL,
    COINPAY_OAUTH_ISSUER: ({ coinpay: { options } }) => options.issuer,
  },
});
const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);

type Stored = { accessToken: string; refreshToken: string; expiresAt: string; claims: object };

let warnings: jest.SpyInstance<void, unknown[]>;
beforeEach(() => {
  warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});
afterEach(() => warnings.mockRestore());

const credentials = (callbackURL: string): Record<string, string> => ({
  COINPAY_OAUTH_CLIENT_ID: coinpay.service.options.clientID,
  COINPAY_OAUTH_CLIENT_SECRET: coinpay.service.options.clientSecret,
  COINPAY_OAUTH_REDIRECT_URI: callbackURL,
  COINPAY_OAUTH_ISSUER: coinpay.service.options.issuer,
});

test('the second section is that of the two CoinPays', () => {
  const [, , second] = readme.readme.text.split('\n## ');
  expect(second).toMatch(/^The two CoinPays\n/);
});

test('snippet published: signs in at the published server, from issuer and credentials alone', async () => {
  coinpay.service.switches.server = 'published';
  const app = await coinpay.world.app();
  const strategy = readme.readme.run('published', { env: credentials(app.callbackURL('main')) });
  app.use('main', strategy as Strategy);
  expect(await coinpay.world.login(app)).toMatchObject({
    kind: 'success',
    user: { id: expect.any(String) as string },
  });
});

test('snippet refresh: keeps a good token, and replaces an old one together with its refresh token', async () => {
  let stored: Stored | undefined;
  const verify = ({ tokens, claims }: { tokens: object; claims: object }): object => {
    stored = JSON.parse(JSON.stringify({ ...tokens, claims })) as Stored;
    return { id: 'somebody' };
  };
  await coinpay.login({ verify });
  if (!stored) throw new Error('Nobody signed in');
  const { accessToken, refreshToken } = stored;
  const accessTokenOf = readme.readme.run('refresh', { env: credentials('') }) as (
    stored: Stored,
  ) => Promise<string>;

  expect(await accessTokenOf(stored)).toBe(accessToken);
  stored.expiresAt = new Date(Date.now() + 30_000).toISOString();
  const fresh = await accessTokenOf(stored);
  expect(stored.accessToken).toBe(fresh);
  expect(stored.refreshToken).not.toBe(refreshToken);
  expect(Date.parse(stored.expiresAt)).toBeGreaterThan(Date.now() + 3_500_000);
  expect((await new CoinPayClient(coinpay.service.options).userProfile(fresh)).id).toMatch(/^6f9b2f0e/);

  coinpay.service.switches.refreshIdToken = ({ header, claims }) => ({
    header,
    claims: { ...claims, sub: 'x' },
  });
  stored.expiresAt = new Date().toISOString();
  await expect(accessTokenOf(stored)).rejects.toMatchObject({ reason: 'id_token_changed' });
});

/** Signs the first user in with the strategy of a snippet. */
async function signedIn(name: string, env: object = {}): Promise<unknown> {
  const app = await coinpay.world.app();
  const strategy = readme.readme.run(name, { env: { ...credentials(app.callbackURL('main')), ...env } });
  app.use('main', strategy as Strategy);
  return coinpay.world.login(app);
}

test('snippet shared-secret: checks the signature of a server of your own', async () => {
  coinpay.service.switches.server = 'published';
  const OIDC_SIGNING_SECRET = coinpay.service.keys.secret;
  expect(await signedIn('shared-secret', { OIDC_SIGNING_SECRET })).toMatchObject({ kind: 'success' });
  coinpay.service.switches.idToken = (draft, tools) => tools.signHmac(draft, 'of-somebody-else');
  expect(await signedIn('shared-secret', { OIDC_SIGNING_SECRET })).toMatchObject({
    kind: 'error',
    reason: 'id_token_signature',
  });
});

test.each([
  [['openid', 'profile', 'did', 'payments', 'wallet:read'], true],
  [['openid', 'profile', 'did', 'wallet:read'], false],
])('snippet missing-scope: of an application registered with %j', async (registered, mayPay) => {
  coinpay.service.switches.registeredScopes = registered;
  expect(await signedIn('missing-scope')).toMatchObject({
    kind: 'success',
    user: {
      id: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01',
      did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
      wallets: [{ chain: 'BTC' }, { chain: 'ETH' }],
      mayPay,
    },
  });
});

test('snippet api-wallets: the addresses of a currency that are switched on', async () => {
  const { tokens } = await coinpay.login({ scope: ['openid', 'wallet:read'] });
  const addressesOf = readme.readme.run('api-wallets', { env: credentials('') }) as (
    accessToken: string,
    currency: string,
    businessId?: string,
  ) => Promise<string[]>;
  const of = (currency: string, business?: string): Promise<string[]> =>
    addressesOf(tokens.accessToken, currency, business);

  expect(await of('BTC')).toEqual(['bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq']);
  expect(await of('SOL')).toEqual([]); // Switched off.
  expect(await of('ETH', '3b1e5c77-52a0-4a86-8a0e-9f5f6a1d2c10')).toHaveLength(1);
  expect(await of('BTC', '3b1e5c77-52a0-4a86-8a0e-9f5f6a1d2c10')).toEqual([]);
  expect(await rejection(of('BTC', ''))).toMatchObject({ reason: 'argument_invalid' });
});

test('snippet api-registration: the scopes that the application was not registered with', async () => {
  coinpay.service.switches.registeredScopes = ['openid', 'profile'];
  const notRegistered = readme.readme.run('api-registration', { env: credentials('') }) as (
    wanted: string[],
  ) => Promise<string[]>;
  expect(await notRegistered(['openid', CoinPayScope.payments])).toEqual(['payments']);
});

test('the scopes of the table are those of CoinPayScope', () => {
  const rows = [...readme.readme.text.matchAll(/^\| `([\w:]+)` +\| `(\w+)` +\| [^|]+\|$/gm)];
  const scopes = rows.filter(([, , name = '']) => Object.hasOwn(CoinPayScope, name));
  expect(Object.fromEntries(scopes.map(([, scope, name = '']) => [name, scope]))).toEqual(CoinPayScope);
});
