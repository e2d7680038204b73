import { inspect } from 'node:util';
import { ProviderClient, ProviderStrategy } from 'passport-oauth2-base';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import {
  declare,
  everyday,
  makeClient,
  makeStrategy,
  profileIsUser,
  type Declaration,
} from 'passport-strategy-contract/harness';
import { Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const publicClient = { clientAuthentication: 'none', pkce: 'required' } as const;

describe('options that are refused, by name and with the fix', () => {
  const rows: readonly (readonly [
    name: string,
    options: object,
    words: RegExp,
    different?: Partial<Declaration>,
  ])[] = [
    ...[undefined, null, '', 1, {}, ['x']].flatMap((value) => [
      [`clientID ${JSON.stringify(value)}`, { clientID: value }, /`clientID`.*ACME_CLIENT_ID/] as const,
      [
        `clientSecret ${JSON.stringify(value)}`,
        { clientSecret: value },
        /`clientSecret`.*ACME_CLIENT_SECRET/,
      ] as const,
      [`callbackURL ${JSON.stringify(value)}`, { callbackURL: value }, /`callbackURL`/] as const,
    ]),
    [
      'a secret for a public client',
      {},
      /remove `clientSecret`\. The service has public clients only/,
      publicClient,
    ],
    ...['plain', 'S512', '', 1, null, {}].map(
      (pkce) => [`pkce ${JSON.stringify(pkce)}`, { pkce }, /`pkce` is .*only S256/] as const,
    ),
    [
      'pkce false where it is required',
      { pkce: false, clientSecret: undefined },
      /requires PKCE\. Remove `pkce: false`/,
      publicClient,
    ],
    [
      'pkce where it is unknown',
      { pkce: true },
      /does not support PKCE\. Remove `pkce`/,
      { pkce: 'unsupported' },
    ],
    ['state false under PKCE', { state: false }, /`state: false`.*PKCE.*`pkce: false`/],
    [
      'state false where PKCE is required',
      { state: false, clientSecret: undefined },
      /Remove `state: false`/,
      publicClient,
    ],
    [
      'state false with a store',
      { state: false, pkce: false, store: true },
      /`state: false` contradicts `store`/,
    ],
    ...['string', 1, null, {}].map(
      (state) =>
        [`state ${JSON.stringify(state)}`, { state }, /`state` must be a boolean.*authenticate/] as const,
    ),
    ...[0, -1, NaN, Infinity, '5000', null, {}].flatMap((value) => [
      [
        `timeout ${inspect(value)}`,
        { timeout: value },
        /`timeout` must be a positive number of milliseconds/,
      ] as const,
      [
        `maxResponseBytes ${inspect(value)}`,
        { maxResponseBytes: value },
        /`maxResponseBytes` must be .* bytes/,
      ] as const,
    ]),
    // setTimeout takes more for 1 ms.
    ...['x', {}, null].map(
      (fetch) => [`fetch ${JSON.stringify(fetch)}`, { fetch }, /`fetch` must be a function/] as const,
    ),
    ['a store without methods', { store: {} }, /`store` must have the methods `store` and `verify`/],
    ...[2, 3, 4].map(
      (length) =>
        [
          `a store of ${length} arguments under PKCE`,
          { store: storeOf(length) },
          /`store` cannot keep the PKCE verifier/,
        ] as const,
    ),
    ['no verify', { verify: null }, /verify function is missing/],
    ['a verify that is none', { verify: 'x' }, /verify/],
  ];
  test.each(rows.map(([name, options, words, different = {}]) => ({ name, options, words, different })))(
    'A57: $name',
    ({ options, words, different }) => {
      const verify = 'verify' in options ? undefined : profileIsUser;
      const all = { ...everyday, ...options } as never;
      const make = () =>
        new ProviderStrategy(new ProviderClient(declare(service(), different), all), all, verify);
      expect(make).toThrow(TypeError);
      expect(make).toThrow(words);
      expect(make).not.toThrow(/canary/);
    },
  );

  test('A57: both verify functions', () => {
    expect(() => makeStrategy(declare(service()), { verify: () => 1 }, profileIsUser)).toThrow(
      /two verify functions/,
    );
  });

  test.each([undefined, null, 'options', 5])('R87: %j instead of options', (options) => {
    expect(() => new ProviderClient(declare(service()), options as never)).toThrow(TypeError);
  });

  const misspelt: readonly (readonly [name: string, meant: string | undefined])[] = [
    ['callbackUrl', 'callbackURL'],
    ['clientId', 'clientID'],
    ['pcke', 'pkce'],
    ['scopes', 'scope'],
    ['client_secret', 'clientSecret'],
    ['userProfileUrl', 'userProfileURL'],
    ['tokenUrl', 'tokenURL'],
    ['timeOut', 'timeout'],
    ['customHeader', 'customHeaders'],
    ['somethingElse', undefined],
    ['constructor', undefined],
    ['x'.repeat(5_000), undefined],
  ];
  test.each(misspelt)('A57: unknown option %s', (name, meant) => {
    const make = () => makeClient(declare(service()), { [name]: 'x' });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(meant ? `did you mean \`${meant}\`?` : `unknown option \`${name}\`.`);
  });

  test('A57: an own `__proto__` among parsed options is unknown, too', () => {
    const options = JSON.parse('{"clientID":"a","clientSecret":"b","__proto__":{"pkce":false}}') as never;
    expect(() => new ProviderClient(declare(service()), options)).toThrow(/unknown option `__proto__`/);
  });

  test('an option of the provider is known', () => {
    expect(() =>
      makeClient(declare(service(), { options: { preset: ['v1', 'v2'] } }), { preset: 'v1' }),
    ).not.toThrow();
  });
});

describe('the options object stays the application’s', () => {
  test('frozen options are accepted, and nothing is changed in others', () => {
    const options = {
      ...everyday,
      scope: Object.freeze(['a']),
      customHeaders: Object.freeze({ 'X-A': '1' }),
    };
    const before = JSON.stringify(options);
    makeStrategy(declare(service()), Object.freeze(options));
    expect(JSON.stringify(options)).toBe(before);
  });

  test('a scope list that changes later has no effect', async () => {
    const scope = ['a'];
    const strategy = makeStrategy(declare(service()), { scope });
    scope.push('admin');
    expect((await new Visitor().start(strategy)).searchParams.get('scope')).toBe('a');
  });

  test('options that change later have no effect', async () => {
    const options: Record<string, unknown> = { ...everyday };
    const strategy = new ProviderStrategy(
      new ProviderClient(declare(service()), options as never),
      options as never,
      profileIsUser,
    );
    Object.assign(options, {
      clientID: 'evil',
      clientSecret: 'evil',
      tokenURL: 'https://evil.example',
      callbackURL: 'https://evil.example',
      pkce: false,
    });
    expect((await new Visitor().login(strategy)).kind).toBe('success');
    expect(service().at('/token')[0]?.body).not.toContain('evil');
  });

  test('customHeaders that change later have no effect', async () => {
    const customHeaders: Record<string, string> = { 'X-A': '1' };
    const client = makeClient(declare(service()), { customHeaders });
    customHeaders['X-B'] = '2';
    await client.userProfile('t');
    expect(service().requests[0]?.headers).toMatchObject({ 'x-a': '1' });
    expect(service().requests[0]?.headers).not.toHaveProperty('x-b');
  });
});

/** A store whose methods take so many arguments. */
function storeOf(length: number): object {
  const method = Object.defineProperty(() => undefined, 'length', { value: length });
  return { store: method, verify: method };
}
