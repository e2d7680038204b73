import { KomerzaClient, Strategy, type KomerzaProfile } from 'passport-komerza';
import { faults } from 'passport-provider-emulator';
import { rejection, StubService, useService } from 'passport-strategy-contract/harness';

const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);

const good = {
  clientID: 'e1a7c0de-0000-4000-8000-00000000000f',
  clientSecret: 'kmz_secret',
  callbackURL: 'https://example-business.com/api/auth/callback/komerza',
};
const verify = (): void => undefined;

function make(options: unknown, callback: unknown = verify): Strategy {
  return new Strategy(options as never, callback as never);
}

test("the addresses are the documentation's", () => {
  const strategy = make(good);
  expect(strategy.name).toBe('komerza');
  expect(strategy.client.endpoints).toMatchObject({
    authorization: 'https://dashboard.komerza.com/auth/authorize',
    token: 'https://api.komerza.com/oauth2/{client_id}/exchange/{code}',
    userProfile: 'https://api.komerza.com/user',
  });
});

test.each<[string, object | undefined, RegExp]>([
  ['no options', undefined, /options are missing.*`clientID`/],
  [
    'no clientID',
    { ...good, clientID: undefined },
    /`clientID`.*KOMERZA_CLIENT_ID.*https:\/\/docs\.komerza\.com/,
  ],
  ['no clientSecret', { ...good, clientSecret: undefined }, /`clientSecret`.*KOMERZA_CLIENT_SECRET/],
  ['no callbackURL', { ...good, callbackURL: '' }, /`callbackURL`/],
  ['pkce: true', { ...good, pkce: true }, /does not support PKCE\. Remove `pkce`/],
  ["pkce: 'S256'", { ...good, pkce: 'S256' }, /does not support PKCE\. Remove `pkce`/],
  ['state: false with a store', { ...good, state: false, store: {} }, /`state: false` contradicts `store`/],
  ['a misspelt option', { ...good, clientsecret: 'x' }, /`clientsecret`; did you mean `clientSecret`\?/],
  [
    'a misspelt option of its own',
    { ...good, dangerouslyKeepWholeuser: true },
    /did you mean `dangerouslyKeepWholeUser`\?/,
  ],
  ['tokenURL over plain http', { ...good, tokenURL: 'http://api.komerza.com/{code}' }, /`tokenURL`.*https/],
])('%s is a TypeError that names option and fix', (_case, options, message) => {
  expect(() => make(options)).toThrow(TypeError);
  expect(() => make(options)).toThrow(message);
});

test('pkce: false says what is so anyway', () => {
  expect(() => make({ ...good, pkce: false })).not.toThrow();
});

test('state: false gives up the protection, as it says', async () => {
  const { sent, outcome } = await komerza.login({ state: false });
  expect(outcome.kind).toBe('success');
  expect(Object.keys(sent[0]?.query ?? {}).sort()).toEqual(['client_id', 'redirect_uri']);
});

test('every address can be replaced, and is used; the exchange is a template', async () => {
  const service = await new StubService({
    '/x/id/c%2Fd': { success: true, data: 'token' },
    '/u': { success: true, data: { id: 'u1' } },
    '/v': {},
  }).listen();
  const urls = {
    authorizationURL: 'https://example-business.com/a',
    tokenURL: `${service.origin}/x/{client_id}/{code}`,
    userProfileURL: `${service.origin}/u`,
    revocationURL: `${service.origin}/v`,
  };
  try {
    const app = await komerza.world.appWith({ ...urls, clientID: 'id' });
    const start = new URL(await komerza.world.start(app));
    expect(start.origin + start.pathname).toBe('https://example-business.com/a');
    const callback = `${app.callbackURL('main')}?code=c%2Fd&state=${start.searchParams.get('state')}`;
    expect((await komerza.world.finish(app, callback)).user).toEqual({ id: 'u1' });
    await new KomerzaClient({ ...komerza.service.options, ...urls }).revoke?.('t');
    expect(service.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /x/id/c%2Fd',
      'GET /u',
      'POST /v',
    ]);
  } finally {
    await service.close();
  }
});

test('an application without user.view: permission_missing, and what to do', async () => {
  komerza.service.switches.permissions = ['stores.view'];
  const { outcome } = await komerza.login();
  expect(outcome).toMatchObject({
    kind: 'error',
    error: {
      name: 'ProviderError',
      reason: 'permission_missing',
      fault: 'configuration',
      endpoint: 'user_profile',
      responseStatus: 403,
      code: 'AccessDenied',
    },
  });
  const { hint } = outcome.error as { hint: string };
  expect(hint).toContain('`user.view`');
  expect(hint).toContain('https://docs.komerza.com');
  expect(hint).toContain('skipUserProfile');
});

test('skipUserProfile signs in without the permission', async () => {
  komerza.service.switches.permissions = ['stores.view'];
  const { outcome, profile } = await komerza.login({ skipUserProfile: true });
  expect(outcome.kind).toBe('success');
  expect(profile).toBeUndefined();
});

describe('a denial without any parameter', () => {
  async function denied(): Promise<{
    app: Awaited<ReturnType<typeof komerza.world.appWith>>;
    callback: string;
  }> {
    komerza.service.switches.denial = 'bare';
    const app = await komerza.world.appWith();
    const start = await komerza.world.start(app);
    const callback = await komerza.service.authorize(start, { decision: 'deny' });
    expect(callback).toBe(app.callbackURL('main'));
    return { app, callback };
  }

  test('is a failed login when the browser says that another site sent it', async () => {
    const { app, callback } = await denied();
    const page = await komerza.world.browser.open(callback, { 'Sec-Fetch-Site': 'cross-site' });
    expect(page.location).toBeUndefined();
    expect(app.last).toMatchObject({ kind: 'fail', reason: 'callback_incomplete' });
    expect(app.last?.info).toMatchObject({ hint: expect.stringContaining('declined') as string });
  });

  test.each(['', '/', '?'])(
    'A75 is a failed login when the browser says nothing, at the callback%s',
    async (end) => {
      const { app, callback } = await denied();
      const page = await komerza.world.browser.open(callback + end);
      expect(page.location).toBeUndefined();
      expect(app.last).toMatchObject({ kind: 'fail', reason: 'callback_incomplete' });
    },
  );

  test('A75 starts a login where the browser says nothing and none is pending', async () => {
    const app = await komerza.world.appWith();
    const page = await komerza.world.browser.open(app.callbackURL('main'));
    expect(page.location).toMatch(/\/auth\/authorize\?/);
  });

  test('does not stop a login that begins at a link of another site', async () => {
    const app = await komerza.world.appWith();
    const page = await komerza.world.browser.open(app.loginURL('main'), { 'Sec-Fetch-Site': 'cross-site' });
    expect(page.location).toMatch(/\/auth\/authorize\?/);
  });
});

test('a code after its minute: token_refused with code_expired', async () => {
  const { outcome } = await komerza.login({}, { meanwhile: () => komerza.emulator.advance(60_000) });
  expect(outcome).toMatchObject({
    kind: 'error',
    error: { name: 'TokenError', reason: 'token_refused', code: 'code_expired', responseStatus: 403 },
  });
});

test('a code within its minute is good', async () => {
  const { outcome } = await komerza.login({}, { meanwhile: () => komerza.emulator.advance(59_000) });
  expect(outcome.kind).toBe('success');
});

type ExchangeError = keyof typeof komerza.service.switches.exchangeStatus;

// Which status each error carries is not documented: the three of the schema are tried.
describe.each([401, 403, 404])('exchange errors with status %i', (status) => {
  async function refused(
    code: ExchangeError,
    options: object,
    meanwhile = (): void => undefined,
  ): Promise<void> {
    const { exchangeStatus } = komerza.service.switches;
    komerza.service.switches.exchangeStatus = { ...exchangeStatus, [code]: status };
    const { outcome } = await komerza.login(options, { meanwhile });
    expect(outcome).toMatchObject({
      kind: 'error',
      error: {
        name: 'TokenError',
        reason: 'token_refused',
        code,
        responseStatus: status,
        provider: 'komerza',
      },
    });
  }

  test('invalid_client_secret', () => refused('invalid_client_secret', { clientSecret: 'kmz_wrong' }));
  test('invalid_code', () => refused('invalid_code', {}, () => void komerza.service.revokeUserGrant()));
  test('code_expired', () => refused('code_expired', {}, () => komerza.emulator.advance(61_000)));
  test('app_not_found', () => {
    // The application is deleted between consent and callback.
    const tokenURL = komerza.service.options.tokenURL.replace('{client_id}', 'deleted');
    return refused('app_not_found', { tokenURL });
  });
});

test('the client says the same without Passport', async () => {
  const client = new KomerzaClient(komerza.service.options);
  const exchange = client.exchange({ code: 'unknown code', callbackURL: good.callbackURL });
  expect(await rejection(exchange)).toMatchObject({
    name: 'ProviderError',
    reason: 'token_refused',
    code: 'invalid_code',
    endpoint: 'token',
  });
});

function failExchange(code: string, status: number): void {
  komerza.service.fault('token', faults.json({ success: false, message: 'No', code, data: null }, status));
}

test('an error inside a 200 is an error', async () => {
  failExchange('invalid_code', 200);
  const { outcome } = await komerza.login();
  expect(outcome).toMatchObject({ kind: 'error', error: { name: 'TokenError', code: 'invalid_code' } });
});

test.each([
  ['RateLimited', 429, 'rate_limited'],
  ['InternalServerError', 500, 'provider_unavailable'],
  ['BadToken', 401, 'profile_refused'],
])('GET /user answers %s %i: %s', async (code, status, reason) => {
  const body = JSON.stringify({ success: false, message: 'No', code, data: null });
  const type = { 'Content-Type': 'application/json', 'Retry-After': '7' };
  komerza.service.fault('userProfile', faults.status(status, body, type));
  const error = await rejection(new KomerzaClient(komerza.service.options).userProfile('any'));
  expect(error).toMatchObject({ reason, code, responseStatus: status, retryAfter: 7 });
});
