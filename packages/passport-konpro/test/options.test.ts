import { KonProClient, Strategy, type KonProProfile } from 'passport-konpro';
import { rejection, StubService, useService } from 'passport-strategy-contract/harness';

const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);

const good = { clientID: 'abc123', callbackURL: 'https://example-business.com/api/auth/callback/konpro' };
const verify = (): void => undefined;

function make(options: unknown, callback: unknown = verify): Strategy {
  return new Strategy(options as never, callback as never);
}

test("the addresses are the guide's", () => {
  const strategy = make(good);
  expect(strategy.name).toBe('konpro');
  expect(strategy.client.endpoints).toMatchObject({
    authorization: 'https://app.konpro.ai/oauth/authorize',
    token: 'https://api.konpro.ai/v1/oauth/token',
    refresh: 'https://api.konpro.ai/v1/oauth/refresh_token',
    userProfile: 'https://api.konpro.ai/v1/pacific/account.get',
    api: 'https://api.konpro.ai/v1',
  });
});

describe('where the profile is', () => {
  const at = (options: object): unknown => make({ ...good, ...options }).client.endpoints.userProfile;

  test.each<[object, string]>([
    [{ profileSource: 'account.get' }, 'https://api.konpro.ai/v1/pacific/account.get'],
    [{ profileSource: 'user/me' }, 'https://api.konpro.ai/v1/user/me'],
    [{ apiURL: 'https://konpro.example/v1' }, 'https://konpro.example/v1/pacific/account.get'],
    [{ apiURL: 'https://konpro.example/v1/', profileSource: 'user/me' }, 'https://konpro.example/v1/user/me'],
    [{ apiURL: 'http://localhost:4000', profileSource: 'user/me' }, 'http://localhost:4000/user/me'],
    [{ apiURL: 'https://a.example/v1', userProfileURL: 'https://b.example/me' }, 'https://b.example/me'],
    [{ userProfileURL: 'https://b.example/me', profileSource: undefined }, 'https://b.example/me'],
  ])('%j: %s', (options, address) => {
    expect(at(options)).toBe(address);
  });

  test('an `apiURL` that may not be used is refused by its own name', () => {
    for (const apiURL of ['http://konpro.example/v1', 'konpro.example', '', 7, 'https://a.example/#x']) {
      expect(() => at({ apiURL })).toThrow(/KonPro: `apiURL`/);
    }
  });

  test.each(['account.get', 'user/me'])(
    '%s and an address are two answers to one question',
    (profileSource) => {
      const options = { ...good, profileSource, userProfileURL: 'https://b.example/me' };
      const message = /`profileSource` and `userProfileURL`.*Remove one of them/;
      expect(() => make(options)).toThrow(TypeError);
      expect(() => make(options)).toThrow(message);
      expect(() => new KonProClient(options as never)).toThrow(message);
    },
  );
});

test.each<[string, object | undefined, RegExp]>([
  ['no options', undefined, /options are missing.*`clientID`/],
  ['no clientID', { ...good, clientID: '' }, /`clientID`.*KONPRO_CLIENT_ID.*https:\/\/docs\.konpro\.ai/],
  [
    'a clientSecret',
    { ...good, clientSecret: 's3cret' },
    /remove `clientSecret`\. The service has public clients only/,
  ],
  ['no callbackURL', { clientID: 'abc123' }, /`callbackURL`/],
  ['pkce: false', { ...good, pkce: false }, /requires PKCE\. Remove `pkce: false`/],
  ["pkce: 'plain'", { ...good, pkce: 'plain' }, /`pkce`.*S256/],
  ['state: false', { ...good, state: false }, /`state: false`.*requires PKCE\. Remove `state: false`/],
  ['a misspelt option', { ...good, callbackUrl: 'x' }, /`callbackUrl`; did you mean `callbackURL`\?/],
  [
    'a misspelt option of its own',
    { ...good, dangerouslyUseEmailAsID: true },
    /did you mean `dangerouslyUseEmailAsId`\?/,
  ],
  ["another provider's option", { ...good, preset: 'v2' }, /unknown option `preset`/],
  [
    'a profileSource that there is not',
    { ...good, profileSource: 'token' },
    /`profileSource`.*'account\.get'.*'user\/me'/,
  ],
  ['a profileSource of Object', { ...good, profileSource: 'toString' }, /`profileSource`.*'account\.get'/],
  ['an apiURL over plain http', { ...good, apiURL: 'http://example-business.com' }, /`apiURL`.*https/],
  [
    'refreshURL over plain http',
    { ...good, refreshURL: 'http://example-business.com' },
    /`refreshURL`.*https/,
  ],
])('%s is a TypeError that names option and fix', (_case, options, message) => {
  expect(() => make(options)).toThrow(TypeError);
  expect(() => make(options)).toThrow(message);
});

test('an unset secret in the environment is no contradiction', () => {
  expect(() => make({ ...good, clientSecret: undefined })).not.toThrow();
  expect(() => make({ ...good, clientSecret: '' })).not.toThrow();
});

test('pkce: true and S256 say what is so anyway', () => {
  expect(() => make({ ...good, pkce: true })).not.toThrow();
  expect(() => make({ ...good, pkce: 'S256' })).not.toThrow();
});

test('every address can be replaced, and is used', async () => {
  const service = await new StubService({
    '/t': { access_token: 'a', refresh_token: 'r' },
    '/u': { username: 'u1' },
    '/r': { access_token: 'b' },
    '/v': {},
  }).listen();
  const urls = {
    authorizationURL: 'https://example-business.com/a',
    tokenURL: `${service.origin}/t`,
    userProfileURL: `${service.origin}/u`,
    refreshURL: `${service.origin}/r`,
    revocationURL: `${service.origin}/v`,
  };
  try {
    const app = await konpro.world.appWith(urls);
    const start = new URL(await konpro.world.start(app));
    expect(start.origin + start.pathname).toBe('https://example-business.com/a');
    const callback = `${app.callbackURL('main')}?code=c&state=${start.searchParams.get('state')}`;
    expect((await konpro.world.finish(app, callback)).user).toEqual({ id: 'username:u1' });
    const client = new KonProClient({ ...konpro.service.options, ...urls });
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

test("tokens asked for at the application's host are its web page: response_not_json", async () => {
  const { app } = konpro.service.origins;
  const { outcome } = await konpro.login({ tokenURL: `${app}/v1/oauth/token` });
  expect([outcome.kind, outcome.reason]).toEqual(['error', 'response_not_json']);
});

test('a refresh at the token endpoint is refused: the two have their own paths', async () => {
  const { tokens } = await konpro.login();
  const { tokenURL, ...others } = konpro.service.options;
  const client = new KonProClient({ ...others, tokenURL, refreshURL: tokenURL });
  expect(await rejection(client.refresh(tokens.refreshToken ?? ''))).toMatchObject({
    reason: 'token_refused',
  });
});

test("the API's error form, where `error` is an object", async () => {
  const error = await rejection(new KonProClient(konpro.service.options).userProfile('no-such-token'));
  expect(error).toMatchObject({
    name: 'ProviderError',
    reason: 'profile_refused',
    responseStatus: 401,
    code: 'INVALID_API_KEY',
  });
  expect(error['message']).toContain('The access token is unknown');
});

// What the token endpoint's errors look like is not documented: three forms are understood.
test.each<[typeof konpro.service.switches.tokenErrorForm, string]>([
  ['konpro', 'INVALID_REQUEST'],
  ['oauth', 'invalid_grant'],
  ['code-message', '400'],
])("token error form '%s': a TokenError with code %s", async (form, code) => {
  konpro.service.switches.tokenErrorForm = form;
  const { outcome } = await konpro.login({}, { meanwhile: () => konpro.emulator.advance(601_000) });
  expect(outcome).toMatchObject({
    kind: 'error',
    error: {
      name: 'TokenError',
      message: 'The code has expired',
      code,
      reason: 'token_refused',
      responseStatus: 400,
      provider: 'konpro',
    },
  });
});
