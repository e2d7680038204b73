import { AccountStrategy, KopoKopoClient, Strategy } from 'passport-kopokopo';

const good = { clientID: 'c', clientSecret: 's' };
const make = (options: unknown, verify: unknown = () => undefined): Strategy =>
  new Strategy(options as never, verify as never);

test.each([
  ['production is the default', {}, 'https://api.kopokopo.com'],
  ['production', { environment: 'production' }, 'https://api.kopokopo.com'],
  ['sandbox', { environment: 'sandbox' }, 'https://sandbox.kopokopo.com'],
  ['baseURL', { baseURL: 'https://app.kopokopo.com' }, 'https://app.kopokopo.com'],
  ['baseURL with a slash', { baseURL: 'https://app.kopokopo.com/' }, 'https://app.kopokopo.com'],
  [
    'baseURL above environment',
    { environment: 'sandbox', baseURL: 'https://x.example' },
    'https://x.example',
  ],
  ['undefined members', { environment: undefined, baseURL: undefined }, 'https://api.kopokopo.com'],
] as const)('%s', (_case, options, host) => {
  expect(new KopoKopoClient({ ...good, ...options }).endpoints).toMatchObject({
    token: `${host}/oauth/token`,
    introspection: `${host}/oauth/introspect`,
    revocation: `${host}/oauth/revoke`,
    userProfile: `${host}/oauth/token/info`,
    api: `${host}/api`,
    authorization: undefined,
    jwks: undefined,
  });
});

test('OAuth at the host of the guide and the API where it is: by single addresses, or by baseURL and apiURL', () => {
  const { endpoints } = new KopoKopoClient({
    ...good,
    tokenURL: 'https://app.kopokopo.com/oauth/token',
    introspectionURL: 'https://app.kopokopo.com/oauth/introspect',
    revocationURL: 'https://app.kopokopo.com/oauth/revoke',
    userProfileURL: 'https://app.kopokopo.com/oauth/token/info',
  });
  const apiURL = 'https://api.kopokopo.com/api';
  const baseURL = 'https://app.kopokopo.com';
  expect(endpoints).toEqual(new KopoKopoClient({ ...good, baseURL, apiURL }).endpoints);
});

test.each<[string, unknown, RegExp]>([
  ['no options', undefined, /options are missing.*`clientID`/],
  [
    'no clientID',
    { clientSecret: 's' },
    /`clientID`.*KOPOKOPO_CLIENT_ID.*https:\/\/developers\.kopokopo\.com/,
  ],
  ['an empty clientSecret', { ...good, clientSecret: '' }, /`clientSecret`.*KOPOKOPO_CLIENT_SECRET/],
  [
    'an unknown environment',
    { ...good, environment: 'test' },
    /`environment` is "test".*'production' or 'sandbox'/,
  ],
  ['an environment of every object', { ...good, environment: 'constructor' }, /`environment`/],
  ['a misspelt option', { ...good, enviroment: 'sandbox' }, /did you mean `environment`\?/],
  ['a misspelt baseURL', { ...good, baseUrl: 'https://x.example' }, /did you mean `baseURL`\?/],
  ["the webhook's key as a number", { ...good, apiKey: 5 }, /`apiKey`.*a string/],
  ['an option of OpenID providers', { ...good, jwksURL: 'https://x.example' }, /unknown option `jwksURL`/],
  ['a baseURL over plain http', { ...good, baseURL: 'http://api.kopokopo.com' }, /https/],
  ['tokenURL over plain http', { ...good, tokenURL: 'http://api.kopokopo.com/t' }, /`tokenURL`.*https/],
  ['apiURL over plain http', { ...good, apiURL: 'http://api.kopokopo.com/api' }, /`apiURL`.*https/],
  ['an unknown apiVersion', { ...good, apiVersion: 'v3' }, /`apiVersion` is "v3".*'v1' or 'v2'/],
  ['an apiVersion that is a number', { ...good, apiVersion: 2 }, /`apiVersion`/],
  ['a misspelt apiVersion', { ...good, apiversion: 'v2' }, /did you mean `apiVersion`\?/],
  ['timeout 0', { ...good, timeout: 0 }, /`timeout`.*milliseconds/],
])('%s is a TypeError that names option and fix', (_case, options, message) => {
  expect(() => make(options)).toThrow(TypeError);
  expect(() => make(options)).toThrow(message);
  expect(() => new KopoKopoClient(options as never)).toThrow(message);
});

test.each([
  ['over plain http', 'http://api.kopokopo.com'],
  ['that is empty', ''],
  ['that is a number', 5],
])('a baseURL %s: the TypeError names it', (_what, baseURL) => {
  expect(() => make({ ...good, baseURL })).toThrow(/`baseURL`/);
});

test('verify is needed, once', () => {
  const verify = (): void => undefined;
  expect(() => make(good, null)).toThrow(/verify function is missing/);
  expect(() => make({ ...good, verify }, verify)).toThrow(/two verify functions/);
});

test('the version of the API is v1 unless it is given', () => {
  expect(new KopoKopoClient(good).apiVersion).toBe('v1');
  expect(make({ ...good, apiVersion: 'v2' }).client.apiVersion).toBe('v2');
});

test('there is no refresh; introspect, revoke and applicationToken are there', () => {
  const client = new KopoKopoClient(good);
  expect('refresh' in client).toBe(false);
  for (const method of ['introspect', 'revoke', 'applicationToken', 'tokenInfo'] as const) {
    expect(typeof client[method]).toBe('function');
  }
});

describe('AccountStrategy', () => {
  const account = (options: object): unknown =>
    new AccountStrategy({ ...good, ...options } as never, () => undefined);
  const authorizationURL = 'https://api.kopokopo.com/oauth/authorize';

  test('needs authorizationURL, because no document of Kopo Kopo has one', () => {
    expect(() => account({ callbackURL: '/c' })).toThrow(TypeError);
    expect(() => account({ callbackURL: '/c' })).toThrow(/`authorizationURL`.*documents none/);
  });

  test.each<[string, object, RegExp]>([
    ['no callbackURL', { authorizationURL }, /`callbackURL`/],
    [
      'authorizationURL over plain http',
      { authorizationURL: 'http://x.example', callbackURL: '/c' },
      /`authorizationURL`.*https/,
    ],
    ['state: false', { authorizationURL, callbackURL: '/c', state: false }, /`state: false`/],
    ["pkce: 'plain'", { authorizationURL, callbackURL: '/c', pkce: 'plain' }, /`pkce`/],
  ])('%s is a TypeError', (_case, options, message) => {
    expect(() => account(options)).toThrow(message);
  });
});
