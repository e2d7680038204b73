import CoinPay, { type CoinPayProfile } from 'passport-coinpay';
import { useService } from 'passport-strategy-contract/harness';
import { Judge } from './support/judge';

interface SignedIn {
  readonly tokens: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** A certified client, which knows nothing of us. */
describe("openid-client at the emulator's CoinPay", () => {
  const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', CoinPay);
  const redirectURI = 'http://localhost:3000/callback';
  let judge: Judge;
  beforeAll(() => {
    judge = new Judge('openid-client.mjs');
  });
  afterAll(() => judge.close());
  beforeEach(() => coinpay.service.registerCallback(redirectURI));

  async function configure(different: object = {}): Promise<unknown> {
    const { issuer, clientID, clientSecret } = coinpay.service.options;
    return judge.call('configure', { issuer, clientID, clientSecret, ...different });
  }

  async function signIn(scope = 'openid profile email'): Promise<SignedIn> {
    const url = (await judge.call('loginURL', { redirectURI, scope })) as string;
    return (await judge.call('exchange', { callback: await coinpay.service.authorize(url) })) as SignedIn;
  }

  const ada = (): unknown => coinpay.service.users[0]?.id;

  test('discovers the documented server', async () => {
    const { issuer, authorizationURL, tokenURL, jwksURL } = coinpay.service.options;
    expect(await configure()).toMatchObject({
      issuer,
      authorization_endpoint: authorizationURL,
      token_endpoint: tokenURL,
      jwks_uri: jwksURL,
    });
  });

  test.each([false, true])('signs in, with the signature checked (Basic: %s)', async (basic) => {
    await configure({ basic });
    const { claims, tokens } = await signIn();
    expect(claims).toMatchObject({
      iss: coinpay.service.options.issuer,
      sub: ada(),
      aud: coinpay.service.options.clientID,
    });
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  });

  test('signs the same user in as passport-coinpay', async () => {
    await configure();
    const { claims } = await signIn();
    expect((await coinpay.login()).profile.id).toBe(claims['sub']);
  });

  test('reads userinfo of the same user', async () => {
    await configure();
    const { tokens, claims } = await signIn();
    const accessToken = tokens['access_token'];
    expect(await judge.call('userInfo', { accessToken, subject: claims['sub'] })).toMatchObject({
      sub: ada(),
    });
  });

  test('refreshes, and the old refresh token is used up', async () => {
    await configure();
    const { tokens } = await signIn();
    const refreshToken = tokens['refresh_token'];
    expect(await judge.call('refresh', { refreshToken })).toMatchObject({ token_type: 'bearer' });
    await expect(judge.call('refresh', { refreshToken })).rejects.toThrow('ResponseBodyError');
  });

  test('checks a refreshed id_token, where the server sends one', async () => {
    coinpay.service.switches.refreshIdToken = true;
    await configure();
    const { tokens } = await signIn();
    expect(await judge.call('refresh', { refreshToken: tokens['refresh_token'] })).toHaveProperty('id_token');
  });

  test('revokes, where the server can', async () => {
    coinpay.service.switches.revocation = true;
    await configure();
    const { tokens } = await signIn();
    await judge.call('revoke', { token: tokens['refresh_token'] });
    await expect(judge.call('refresh', { refreshToken: tokens['refresh_token'] })).rejects.toThrow();
  });

  test('accepts `iss` where it is right, and refuses it where it is wrong, as we do', async () => {
    coinpay.service.switches.sendIssuer = 'right';
    await configure();
    await signIn();
    coinpay.service.switches.sendIssuer = 'wrong';
    await expect(signIn()).rejects.toThrow('unexpected "iss"');
    expect((await coinpay.login()).outcome).toMatchObject({ kind: 'fail', reason: 'issuer_mismatch' });
  });

  test.each([
    ['iss', 'id_token_issuer'],
    ['aud', 'id_token_audience'],
    ['nonce', 'id_token_nonce'],
  ])('refuses an id_token with another `%s`, as we do', async (claim, reason) => {
    await configure();
    coinpay.service.switches.idToken = ({ header, claims }) => ({
      header,
      claims: { ...claims, [claim]: 'another' },
    });
    await expect(signIn()).rejects.toThrow(new RegExp(`unexpected .*"${claim}"`));
    expect((await coinpay.login()).outcome).toMatchObject({ kind: 'error', reason });
  });

  test('refuses a broken signature, as we do', async () => {
    await configure();
    coinpay.service.switches.idToken = (token, tools) => tools.breakSignature(tools.sign(token));
    await expect(signIn()).rejects.toThrow('signature verification failed');
    expect((await coinpay.login()).outcome).toMatchObject({ reason: 'id_token_signature' });
  });
});
