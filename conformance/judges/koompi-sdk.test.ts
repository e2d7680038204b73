import Koompi, { type KoompiProfile } from 'passport-koompi';
import { type RecordedRequest } from 'passport-provider-emulator';
import { useService } from 'passport-strategy-contract/harness';
import { Judge } from './support/judge';

interface Tokens {
  readonly access_token: string;
  readonly user: { readonly _id: string };
}

/** KOOMPI's own SDK, which speaks the first generation. */
describe('@koompi/oauth at the emulator, and passport-koompi beside it', () => {
  const koompi = useService<'koompi', KoompiProfile>('koompi', Koompi);
  const redirectUri = 'http://localhost:3000/callback';
  let sdk: Judge;
  beforeAll(() => {
    sdk = new Judge('koompi-sdk.mjs');
  });
  afterAll(() => sdk.close());
  beforeEach(async () => {
    const { service } = koompi;
    service.switches.v1Paths = true;
    service.registerCallback(redirectUri);
    await sdk.call('configure', { ...credentials(), defaultScope: ['profile.basic', 'profile.contact'] });
  });

  const credentials = (): Record<string, unknown> => ({
    clientId: koompi.service.options.clientID,
    clientSecret: koompi.service.options.clientSecret,
    redirectUri,
    origin: koompi.service.origins['api'],
  });

  /** `passport-koompi`, first generation, at the emulator. */
  const v1 = (): object => {
    const base = `${koompi.service.origins['api']}/v1/oauth`;
    return {
      preset: 'v1',
      scope: ['profile.basic', 'profile.contact'],
      authorizationURL: base,
      tokenURL: `${base}/token`,
      userProfileURL: `${base}/userinfo`,
    };
  };

  async function signInWithSDK(exchange: object = {}): Promise<Tokens> {
    const url = (await sdk.call('loginURL')) as string;
    const callback = await koompi.service.authorize(url);
    return (await sdk.call('exchange', { callback, ...exchange })) as Tokens;
  }

  test('the SDK completes a login, with its PKCE', async () => {
    koompi.service.switches.pkce = 'required';
    const paths = await requestsOf(async () => {
      const tokens = await signInWithSDK();
      expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
      expect(await sdk.call('userInfo', { accessToken: tokens.access_token })).toMatchObject({
        status: 'success',
        user: { _id: koompi.service.users[0]?.id, fullname: koompi.service.users[0]?.name },
      });
    });
    expect(paths.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /v1/oauth 302',
      'POST /v1/oauth/token 200',
      'GET /v1/oauth/userinfo 200',
    ]);
  });

  test('the SDK completes a login without a verifier, as the official starter does', async () => {
    expect(await signInWithSDK({ withVerifier: false })).toMatchObject({ token_type: 'Bearer' });
  });

  test('passport-koompi signs the same user in with `preset: v1`', async () => {
    const tokens = await signInWithSDK();
    const paths = await requestsOf(async () => {
      const { outcome, profile } = await koompi.login(v1());
      expect(outcome.kind).toBe('success');
      expect(profile.id).toBe(tokens.user._id);
    });
    expect(paths.map(({ path }) => path)).toEqual(['/v1/oauth', '/v1/oauth/token']);
  });

  test('both read the same user at userinfo', async () => {
    const { access_token: accessToken } = await signInWithSDK();
    const { user } = (await sdk.call('userInfo', { accessToken })) as { user: Record<string, unknown> };
    const { profile } = await koompi.login({ ...v1(), profileSource: 'userinfo' });
    expect(profile).toMatchObject({
      id: user['_id'],
      displayName: user['fullname'],
      username: user['username'],
      emails: [{ value: user['email'] }],
      photos: [{ value: user['profile'] }],
    });
    expect(profile._json).toEqual(user);
  });

  test("a token of the SDK's login opens the profile for our client", async () => {
    const { access_token: accessToken } = await signInWithSDK();
    const client = new Koompi.KoompiClient({ ...koompi.service.options, ...v1() });
    expect(await client.userProfile(accessToken)).toMatchObject({ id: koompi.service.users[0]?.id });
  });

  test('both send the same token request, as far as they both say something', async () => {
    const ofSDK = await tokenRequestOf(() => signInWithSDK());
    const ours = await tokenRequestOf(() => koompi.login(v1()));
    const names = ['client_id', 'client_secret', 'code', 'code_verifier', 'grant_type', 'redirect_uri'];
    expect(Object.keys(ours).sort()).toEqual(names);
    // The SDK repeats the state, which only the newer service asks for.
    expect(Object.keys(ofSDK).sort()).toEqual([...names, 'state']);
    for (const name of ['client_id', 'client_secret', 'grant_type']) expect(ours[name]).toBe(ofSDK[name]);
  });

  test('the SDK is refused where the switch is off, and so are we', async () => {
    koompi.service.switches.v1Paths = false;
    const url = (await sdk.call('loginURL')) as string;
    await expect(koompi.service.authorize(url)).rejects.toMatchObject({ status: 404 });
    await expect(koompi.login(v1())).rejects.toMatchObject({ status: 404 });
  });

  async function requestsOf(run: () => Promise<unknown>): Promise<readonly RecordedRequest[]> {
    const from = koompi.service.requests.length;
    await run();
    return koompi.service.requests.slice(from);
  }

  async function tokenRequestOf(run: () => Promise<unknown>): Promise<Record<string, unknown>> {
    const requests = await requestsOf(run);
    return requests.find(({ path }) => path === '/v1/oauth/token')?.body as Record<string, unknown>;
  }
});
