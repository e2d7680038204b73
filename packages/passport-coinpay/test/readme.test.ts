import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { providerReadme } from '../../../test/support/provider-readme';
import { useService } from '../../../test/support/use-service';

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
