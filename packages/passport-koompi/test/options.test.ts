import { KoompiClient, Strategy, type KoompiProfile } from 'passport-koompi';
import { rejection, StubService, useService } from 'passport-strategy-contract/harness';

const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);

const good = {
  clientID: 'pk_live_1',
  clientSecret: 'sk_live_1',
  callbackURL: 'https://example-business.com/api/auth/callback/koompi',
};
const verify = (): void => undefined;

function make(options: unknown, callback: unknown = verify): Strategy {
  return new Strategy(options as never, callback as never);
}

test("the addresses are the documentation's", () => {
  const strategy = make(good);
  expect(strategy.name).toBe('koompi');
  expect(strategy.client.endpoints).toMatchObject({
    authorization: 'https://oauth.koompi.org/v2/oauth',
    token: 'https://oauth.koompi.org/v2/oauth/token',
    refresh: 'https://oauth.koompi.org/v2/oauth/refresh',
    userProfile: 'https://oauth.koompi.org/v2/oauth/userinfo',
  });
});

test.each<[string, object | undefined, RegExp]>([
  ['no options', undefined, /options are missing.*`clientID`/],
  [
    'no clientID',
    { ...good, clientID: undefined },
    /`clientID`.*KOOMPI_CLIENT_ID.*https:\/\/dash\.koompi\.org/,
  ],
  ['an empty clientSecret', { ...good, clientSecret: '' }, /`clientSecret`.*KOOMPI_CLIENT_SECRET/],
  ['no callbackURL', { ...good, callbackURL: undefined }, /`callbackURL`/],
  [
    'a callbackURL over plain http',
    { ...good, callbackURL: 'http://example-business.com/cb' },
    /`callbackURL`.*https/,
  ],
  ['a misspelt option', { ...good, clientId: 'x' }, /unknown option `clientId`; did you mean `clientID`\?/],
  [
    'a misspelt option of its own',
    { ...good, profilSource: 'token' },
    /`profilSource`; did you mean `profileSource`\?/,
  ],
  [
    "another provider's option",
    { ...good, dangerouslyUseEmailAsId: true },
    /unknown option `dangerouslyUseEmailAsId`/,
  ],
  ['tokenURL over plain http', { ...good, tokenURL: 'http://example-business.com/t' }, /`tokenURL`.*https/],
  ['userProfileURL that is no address', { ...good, userProfileURL: '/me' }, /`userProfileURL`.*https:\/\//],
  [
    'refreshURL with a fragment',
    { ...good, refreshURL: 'https://example-business.com/#x' },
    /`refreshURL`.*fragment/,
  ],
  ["pkce: 'plain'", { ...good, pkce: 'plain' }, /`pkce`.*S256/],
  ['state: false with PKCE', { ...good, state: false }, /`state: false`.*`pkce: false`/],
  ['state as text', { ...good, state: 'x' }, /`state`.*authenticate\(name, \{ state \}\)/],
  [
    'a store that cannot keep a verifier',
    { ...good, store: { store: (_a: 1, _b: 2) => 0, verify: () => 0 } },
    /`store`.*five/,
  ],
  ['an unknown preset', { ...good, preset: 'v3' }, /`preset` is "v3", but must be 'v2' or 'v1' or 'kid'/],
  ['an unknown preset before its options', { ...good, discovery: true, preset: 'v3' }, /`preset` is "v3"/],
  ['a preset named like a member of every object', { ...good, preset: 'constructor' }, /`preset`.*must be/],
  ['discovery under v2', { ...good, discovery: true }, /`discovery` needs `preset: 'kid'`/],
  [
    'discovery: false under v1',
    { ...good, discovery: false, preset: 'v1' },
    /`discovery` needs `preset: 'kid'`/,
  ],
  [
    'jwksURL under v2',
    { ...good, jwksURL: 'https://example-business.com/k' },
    /`jwksURL` needs `preset: 'kid'`/,
  ],
  ['maxAge under v2', { ...good, maxAge: 60 }, /`maxAge` needs `preset: 'kid'`.*no id_token/],
  [
    'dangerouslyAcceptProviderState under v2',
    { ...good, dangerouslyAcceptProviderState: true },
    /`dangerouslyAcceptProviderState` needs `preset: 'kid'`.*`state`/,
  ],
  [
    'dangerouslyAcceptProviderState under v1',
    { ...good, preset: 'v1', dangerouslyAcceptProviderState: false },
    /`dangerouslyAcceptProviderState` needs `preset: 'kid'`/,
  ],
  ['a shared secret under v2', { ...good, idTokenSharedSecret: 's' }, /remove `idTokenSharedSecret`.*RS256/],
  [
    'a shared secret under KID, which would let HS256 in',
    { ...good, preset: 'kid', idTokenSharedSecret: 's'.repeat(32) },
    /remove `idTokenSharedSecret`.*RS256/,
  ],
  ['an empty apiKey', { ...good, apiKey: '' }, /`apiKey` is empty/],
  ['an apiKey with a line end', { ...good, apiKey: 'key\n' }, /`apiKey`.*line end/],
  ['an apiKey that is a number', { ...good, apiKey: 7 }, /`apiKey` is 7, but must be a string/],
  ['apiURL over plain http', { ...good, apiURL: 'http://example-business.com/v2' }, /`apiURL`.*https/],
  [
    'state: false under KID',
    { ...good, preset: 'kid', state: false, pkce: false },
    /`state: false`.*id_token/,
  ],
  [
    'an issuer over plain http',
    { ...good, preset: 'kid', issuer: 'http://example-business.com' },
    /`issuer`.*https/,
  ],
  ['timeout 0', { ...good, timeout: 0 }, /`timeout`.*milliseconds/],
  ['maxResponseBytes as text', { ...good, maxResponseBytes: '1' }, /`maxResponseBytes`.*bytes/],
])('%s is a TypeError that names option and fix', (_case, options, message) => {
  expect(() => make(options)).toThrow(TypeError);
  expect(() => make(options)).toThrow(message);
});

test('verify is needed, once', () => {
  expect(() => make(good, null)).toThrow(/verify function is missing/);
  expect(() => make({ ...good, verify })).toThrow(/two verify functions/);
});

test('state: false and pkce: false together give up both protections, as they say', async () => {
  const { sent, outcome } = await koompi.login({ state: false, pkce: false });
  expect(outcome.kind).toBe('success');
  expect(sent[0]?.query).not.toHaveProperty('state');
});

test('every address can be replaced, and is used', async () => {
  const service = await new StubService({
    '/t': { access_token: 'a', refresh_token: 'r', expires_in: 60 },
    '/u': { user: { _id: 'u1' } },
    '/r': { access_token: 'b' },
    '/v': {},
  }).listen();
  const urls = {
    authorizationURL: 'https://example-business.com/a?keep=1',
    tokenURL: `${service.origin}/t`,
    userProfileURL: `${service.origin}/u`,
    refreshURL: `${service.origin}/r`,
    revocationURL: `${service.origin}/v`,
  };
  try {
    const app = await koompi.world.appWith(urls);
    const start = new URL(await koompi.world.start(app));
    expect(start.origin + start.pathname).toBe('https://example-business.com/a');
    expect(start.searchParams.get('keep')).toBe('1');
    const callback = `${app.callbackURL('main')}?code=c&state=${start.searchParams.get('state')}`;
    expect((await koompi.world.finish(app, callback)).user).toEqual({ id: 'u1' });
    const client = new KoompiClient({ ...koompi.service.options, ...urls });
    expect((await client.refresh('r')).accessToken).toBe('b');
    await client.revoke?.('r');
    expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /t',
      'GET /u',
      'POST /r',
      'POST /v',
    ]);
  } finally {
    await service.close();
  }
});

test('a tokenURL alone leaves the refresh at its own address', () => {
  const { endpoints } = make({ ...good, tokenURL: 'https://example-business.com/t' }).client;
  expect(endpoints.refresh).toBe('https://oauth.koompi.org/v2/oauth/refresh');
});

describe("preset: 'v1', the generation that @koompi/oauth speaks", () => {
  test('has addresses of its own, and no refresh', () => {
    const { client } = make({ ...good, preset: 'v1' });
    expect(client.endpoints).toMatchObject({
      authorization: 'https://oauth.koompi.org/v1/oauth',
      token: 'https://oauth.koompi.org/v1/oauth/token',
      userProfile: 'https://oauth.koompi.org/v1/oauth/userinfo',
    });
    expect('refresh' in client).toBe(false);
  });

  test('signs in', async () => {
    koompi.service.switches.v1Paths = true;
    const { api } = koompi.service.origins;
    const { profile, sent } = await koompi.login({
      preset: 'v1',
      authorizationURL: `${api}/v1/oauth`,
      tokenURL: `${api}/v1/oauth/token`,
      userProfileURL: `${api}/v1/oauth/userinfo`,
      profileSource: 'userinfo',
    });
    expect(profile.username).toBe('sokha');
    expect(sent.map(({ path }) => path)).toEqual(['/v1/oauth', '/v1/oauth/token', '/v1/oauth/userinfo']);
  });
});

test('issuer is compared with iss in the callback', async () => {
  const app = await koompi.world.appWith({ issuer: 'https://oauth.koompi.org' });
  const wrong = `${await koompi.world.consent(app)}&iss=https://evil.example`;
  expect((await koompi.world.finish(app, wrong)).reason).toBe('issuer_mismatch');
  const right = `${await koompi.world.consent(app)}&iss=https://oauth.koompi.org`;
  expect((await koompi.world.finish(app, right)).kind).toBe('success');
});

test('an expired code: token_refused', async () => {
  const { outcome } = await koompi.login({}, { meanwhile: () => koompi.emulator.advance(601_000) });
  expect(outcome).toMatchObject({
    kind: 'error',
    error: { name: 'TokenError', code: 'invalid_grant', reason: 'token_refused', responseStatus: 400 },
  });
});

// KOOMPI documents no error body: each form that it may have is understood.
test.each<[typeof koompi.service.switches.errorForm, string, string | undefined]>([
  ['oauth', 'TokenError', 'invalid_client'],
  ['error-message', 'TokenError', 'invalid_client'],
  ['message', 'InternalOAuthError', undefined],
  ['status', 'InternalOAuthError', undefined],
  ['text', 'InternalOAuthError', undefined],
])("error form '%s': the login ends in %s with code %p", async (form, name, code) => {
  koompi.service.switches.errorForm = form;
  const { outcome } = await koompi.login({ clientSecret: 'sk_wrong' });
  const error = outcome.error as Error & { cause: Error };
  expect(error).toMatchObject({ name, reason: 'token_refused', responseStatus: 401, provider: 'koompi' });
  expect((error as { code?: string }).code).toBe(code);
  expect(error.cause.message).toContain('The client_secret is wrong');

  const client = new KoompiClient({ ...koompi.service.options, clientSecret: 'sk_wrong' });
  const refused = await rejection(client.refresh('any'));
  expect(refused).toMatchObject({ name: 'ProviderError', reason: 'token_refused', responseStatus: 401 });
  expect(refused['code']).toBe(code);
  expect(refused['message']).toContain('The client_secret is wrong');
});

test('a token that the service does not accept: profile_refused', async () => {
  const client = new KoompiClient(koompi.service.options);
  expect(await rejection(client.userProfile('no-such-token'))).toMatchObject({
    reason: 'profile_refused',
    responseStatus: 401,
    code: 'invalid_token',
  });
});

test.each(['v2', 'v1'])('options of KID that are undefined are none under %s', (preset) => {
  const none = {
    discovery: undefined,
    jwksURL: undefined,
    maxAge: undefined,
    dangerouslyAcceptProviderState: undefined,
  };
  expect(() => make({ ...good, ...none, preset })).not.toThrow();
});

test('no TypeError of the options holds a secret', () => {
  const secret = 'sk_live_canary';
  for (const wrong of [
    { apiKey: `${secret}\n` },
    { idTokenSharedSecret: secret },
    { clientSecret: `${secret}\r` },
  ]) {
    expect(() => make({ ...good, ...wrong })).toThrow(TypeError);
    expect(() => make({ ...good, ...wrong })).not.toThrow(secret);
  }
});

test('a service that puts its own state into the callback cannot be used: state_unknown', async () => {
  koompi.service.switches.replaceState = true;
  const { outcome } = await koompi.login();
  expect([outcome.kind, outcome.reason]).toEqual(['fail', 'state_unknown']);
});
