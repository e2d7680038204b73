import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { Strategy as Komerza } from 'passport-komerza';
import { Strategy as KonPro } from 'passport-konpro';
import { StubService, useService } from 'passport-strategy-contract/harness';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);

const good = {
  clientID: 'cpc_1',
  clientSecret: 'cps_1',
  callbackURL: 'https://example-business.com/api/auth/callback/coinpay',
};
const verify = (): void => undefined;

function make(options: unknown, callback: unknown = verify): Strategy {
  return new Strategy(options as never, callback as never);
}

test("the name and the session key are the service's", () => {
  expect(make(good).name).toBe('coinpay');
});

test.each<[string, object | undefined, RegExp]>([
  ['no options', undefined, /options are missing.*`clientID`/],
  [
    'no clientID',
    { ...good, clientID: undefined },
    /`clientID`.*https:\/\/coinpayportal\.com\/dashboard\/oauth/,
  ],
  ['an empty clientSecret', { ...good, clientSecret: '' }, /`clientSecret`/],
  ['no callbackURL', { ...good, callbackURL: undefined }, /`callbackURL`/],
  [
    'a callbackURL over plain http',
    { ...good, callbackURL: 'http://example-business.com/cb' },
    /`callbackURL`.*https/,
  ],
  ['pkce: false', { ...good, pkce: false }, /CoinPay: the service requires PKCE\. Remove `pkce: false`/],
  ['pkce: false and state: false', { ...good, pkce: false, state: false }, /requires PKCE/],
  ["pkce: 'plain'", { ...good, pkce: 'plain' }, /`pkce`.*S256/],
  [
    'state: false',
    { ...good, state: false },
    /remove `state: false`\. Without state there is no place for the nonce/,
  ],
  ['state: false under published', { ...good, preset: 'published', state: false }, /`state: false`/],
  ['state as text', { ...good, state: 'x' }, /`state`.*authenticate\(name, \{ state \}\)/],
  ['a scope without openid', { ...good, scope: ['profile', 'email'] }, /add `openid` to `scope`/],
  ['a text without openid', { ...good, scope: 'profile openid2' }, /add `openid` to `scope`/],
  ['an empty scope', { ...good, scope: '' }, /add `openid` to `scope`/],
  ['openid behind another separator', { ...good, scope: 'openid,email' }, /add `openid` to `scope`/],
  ['a misspelt option', { ...good, clientId: 'x' }, /unknown option `clientId`; did you mean `clientID`\?/],
  ['jwksUri', { ...good, jwksUrl: 'x' }, /`jwksUrl`; did you mean `jwksURL`\?/],
  ['discover', { ...good, discover: true }, /`discover`; did you mean `discovery`\?/],
  ['max_age', { ...good, max_age: 5 }, /`max_age`; did you mean `maxAge`\?/],
  ['idTokenSecret', { ...good, idTokenSharedSecrets: 'x' }, /did you mean `idTokenSharedSecret`\?/],
  ['profilSource', { ...good, profilSource: 'userinfo' }, /did you mean `profileSource`\?/],
  ['presets', { ...good, presets: 'published' }, /did you mean `preset`\?/],
  ["another provider's option", { ...good, dangerouslyUseEmailAsId: true }, /unknown option/],
  ['issuer over plain http', { ...good, issuer: 'http://pay.example-business.com' }, /`issuer`.*https/],
  ['issuer that is no address', { ...good, issuer: 'coinpayportal.com' }, /`issuer`.*https:\/\//],
  ['jwksURL over plain http', { ...good, jwksURL: 'http://example-business.com/k' }, /`jwksURL`.*https/],
  [
    'revocationURL with a fragment',
    { ...good, revocationURL: 'https://x.example/#x' },
    /`revocationURL`.*fragment/,
  ],
  ['maxAge below 0', { ...good, maxAge: -1 }, /`maxAge`.*seconds/],
  ['maxAge as text', { ...good, maxAge: '60' }, /`maxAge`.*seconds/],
  [
    'a store that cannot keep a verifier',
    { ...good, store: { store: (_a: 1, _b: 2) => 0, verify: () => 0 } },
    /`store`.*five/,
  ],
])('%s is a TypeError that names option and fix', (_case, options, message) => {
  expect(() => make(options)).toThrow(TypeError);
  expect(() => make(options)).toThrow(message);
});

test.each([
  ['clientID', /COINPAY_OAUTH_CLIENT_ID/],
  ['clientSecret', /COINPAY_OAUTH_CLIENT_SECRET/],
])('a missing %s names the variable of the guide', (option, message) => {
  expect(() => make({ ...good, [option]: undefined })).toThrow(message);
});

test.each([
  ['openid alone', 'openid'],
  ['openid anywhere in a list', ['email', 'openid']],
  ['openid anywhere in a text', 'email openid wallet:read'],
])('%s is a good scope', (_case, scope) => {
  expect(() => make({ ...good, scope })).not.toThrow();
});

test('a scope separator of its own', () => {
  expect(() => make({ ...good, scope: 'email,openid', scopeSeparator: ',' })).not.toThrow();
});

test('verify is needed, once', () => {
  expect(() => make(good, null)).toThrow(/verify function is missing/);
  expect(() => make({ ...good, verify })).toThrow(/two verify functions/);
});

test('a scope without openid for one login is an error before anybody is sent anywhere', async () => {
  const app = await coinpay.world.appWith();
  app.options.start = { scope: 'profile' };
  await expect(coinpay.world.start(app)).rejects.toThrow('The login did not redirect');
  expect(app.last).toMatchObject({ kind: 'error', reason: 'scope_without_openid' });
});

test('a scope for one login counts at its callback, too', async () => {
  const app = await coinpay.world.appWith();
  app.options.start = { scope: ['openid', 'did'] };
  expect((await coinpay.world.login(app)).kind).toBe('success');
});

test.each(['jwksURL', 'discovery', 'maxAge', 'idTokenSharedSecret', 'preset'])(
  'KonPro knows no option `%s`',
  (option) => {
    const { clientSecret: _, ...options } = good;
    expect(() => new KonPro({ ...options, [option]: undefined } as never, verify)).toThrow(
      `unknown option \`${option}\``,
    );
  },
);

test.each(['jwksURL', 'discovery', 'maxAge', 'idTokenSharedSecret'])(
  'Komerza knows no option `%s`',
  (option) => {
    expect(() => new Komerza({ ...good, [option]: undefined } as never, verify)).toThrow(
      `unknown option \`${option}\``,
    );
  },
);

test('every address can be replaced, and is used', async () => {
  const { service } = coinpay;
  const { tokenURL, jwksURL } = service.options;
  const local = await new StubService({
    '/u': { sub: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01' },
    '/r': { access_token: 'b', token_type: 'Bearer' },
    '/v': {},
  }).listen();
  const urls = {
    userProfileURL: `${local.origin}/u`,
    refreshURL: `${local.origin}/r`,
    revocationURL: `${local.origin}/v`,
  };
  try {
    const { profile, outcome } = await coinpay.login({
      ...urls,
      tokenURL,
      jwksURL,
      profileSource: 'userinfo',
    });
    expect(outcome.kind).toBe('success');
    expect(profile).not.toHaveProperty('displayName');
    const client = new CoinPayClient({ ...service.options, ...urls });
    expect((await client.refresh('r')).accessToken).toBe('b');
    await client.revoke?.('r');
    expect(local.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /u',
      'POST /r',
      'POST /v',
    ]);
  } finally {
    await local.close();
  }
});

test('an address of the application stands above discovery', async () => {
  const jwksURL = `${coinpay.service.origins['api']}/no-such-page`;
  const { outcome } = await coinpay.login({ discovery: true, tokenURL: undefined, jwksURL });
  expect(outcome).toMatchObject({ kind: 'error', reason: 'jwks_refused' });
});
