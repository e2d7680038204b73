import { Strategy as Koompi } from 'passport-koompi';
import { sessionStore, startGuard, type ProviderStrategy } from 'passport-oauth2-base';
import { startEmulator, type Emulator } from 'passport-provider-emulator';
import { codeChallenge } from '../src/pkce';
import { json } from './support/replies';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy, profileIsUser } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor, type Outcome } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

describe('A7: startGuard', () => {
  /** 200 when the request passed. */
  function statusFor(site: string | string[] | undefined, method = 'GET'): { status: number; text: string } {
    const seen = { status: 200, text: '', passed: 0, type: '' };
    const res = {
      statusCode: 200,
      setHeader: (_name: string, value: string) => void (seen.type = value),
      end: (text: string) => Object.assign(seen, { status: res.statusCode, text }),
    };
    const req = { method, url: '/login', headers: site === undefined ? {} : { 'sec-fetch-site': site } };
    startGuard()(req, res, () => (seen.passed += 1));
    expect(seen.passed).toBe(seen.status === 200 ? 1 : 0);
    if (seen.status === 403) expect(seen).toMatchObject({ type: 'text/plain; charset=utf-8' });
    return seen;
  }

  test.each<[string, string | undefined, number]>([
    ['a link of the application', 'same-origin', 200],
    ['a typed address or a bookmark', 'none', 200],
    ['a browser that does not tell', undefined, 200],
    ['another site', 'cross-site', 403],
    ['another host of the same site', 'same-site', 403],
  ])('%s (%s): %d, by GET and by POST', (_who, site, status) => {
    expect(statusFor(site).status).toBe(status);
    expect(statusFor(site, 'POST').status).toBe(status);
  });

  // Defect, small: the guard lists what it refuses, so that whatever it does not know passes. Node joins repeated
  // headers by a comma. Letting only `same-origin`, `none` and no header at all pass would close it.
  test.each([[['cross-site']], ['cross-site, none'], ['Cross-Site']])('%j is refused', (site) => {
    expect(statusFor(site).status).toBe(403);
  });
});

describe('A44: allowedHosts', () => {
  const allowedHosts = ['App.example', 'app.example:8443'];

  async function redirectURI(headers: object, options: object = {}): Promise<unknown> {
    const strategy = makeStrategy(declare(service()), { callbackURL: '/callback', allowedHosts, ...options });
    const request = { headers, socket: { encrypted: true } } as object;
    const { url, reason } = await authenticate(strategy, new Visitor().request(request));
    return url === undefined ? reason : new URL(url).searchParams.get('redirect_uri');
  }

  test.each<[string, object, object, string]>([
    ['an allowed host', { host: 'app.example' }, {}, 'https://app.example/callback'],
    ['an allowed host in capitals', { host: 'APP.EXAMPLE' }, {}, 'https://app.example/callback'],
    [
      'an allowed host with its default port',
      { host: 'app.example:443' },
      {},
      'https://app.example/callback',
    ],
    ['an allowed port', { host: 'app.example:8443' }, {}, 'https://app.example:8443/callback'],
    ['another port', { host: 'app.example:8444' }, {}, 'host_not_allowed'],
    ['another host', { host: 'evil.example' }, {}, 'host_not_allowed'],
    ['a sub-domain', { host: 'a.app.example' }, {}, 'host_not_allowed'],
    ['a longer name', { host: 'app.example.evil.example' }, {}, 'host_not_allowed'],
    ['a trailing dot', { host: 'app.example.' }, {}, 'host_not_allowed'],
    ['a path in Host', { host: 'evil.example/app.example' }, {}, 'host_not_allowed'],
    ['a fragment in Host', { host: 'evil.example#app.example' }, {}, 'host_not_allowed'],
    ['a query in Host', { host: 'evil.example?app.example' }, {}, 'host_not_allowed'],
    ['a backslash in Host', { host: 'evil.example\\app.example' }, {}, 'host_not_allowed'],
    ['a password in Host', { host: 'app.example@evil.example' }, {}, 'callback_url_insecure'],
    ['no Host', {}, {}, 'callback_url_insecure'],
    [
      'a forwarded host without a trusted proxy',
      { host: 'app.example', 'x-forwarded-host': 'evil.example' },
      {},
      'https://app.example/callback',
    ],
    [
      'a forwarded host that is not allowed, behind a trusted proxy',
      { host: 'app.example', 'x-forwarded-host': 'evil.example' },
      { proxy: true },
      'host_not_allowed',
    ],
    [
      'a forwarded host that is allowed, behind a trusted proxy',
      { host: 'internal:3000', 'x-forwarded-host': 'app.example', 'x-forwarded-proto': 'https' },
      { proxy: true },
      'https://app.example/callback',
    ],
    [
      'an absolute callbackURL, which no Host can change',
      { host: 'evil.example' },
      { callbackURL: 'https://elsewhere.example/callback' },
      'https://elsewhere.example/callback',
    ],
    ['a list of nobody', { host: 'app.example' }, { allowedHosts: [] }, 'host_not_allowed'],
  ])('%s', async (_what, headers, options, expected) => {
    expect(await redirectURI(headers, options)).toBe(expected);
  });
});

describe('A5: dangerouslyCallerManagedState', () => {
  const managed = (): ProviderStrategy =>
    makeStrategy(declare(service()), { dangerouslyCallerManagedState: true });
  const sentVerifier = (): string =>
    new URLSearchParams(service().at('/token').at(-1)?.body).get('code_verifier') ?? '';

  test('a string goes over the wire as it is, and its verifier is found again', async () => {
    const [strategy, visitor] = [managed(), new Visitor()];
    const url = await visitor.start(strategy, { state: 'their own ✓' });
    expect(stateOf(url)).toBe('their own ✓');
    const outcome = await visitor.finish(strategy, { code: 'c', state: 'their own ✓' });
    expect(outcome).toMatchObject({ kind: 'success', info: { state: 'their own ✓' } });
    expect(codeChallenge(sentVerifier())).toBe(url.searchParams.get('code_challenge'));
  });

  test.each<[string, unknown]>([
    ['an object', { own: 1 }],
    ['nothing', undefined],
  ])('with %s, the state on the wire is still ours', async (_what, state) => {
    const [strategy, visitor] = [managed(), new Visitor()];
    const handle = stateOf(await visitor.start(strategy, { state }));
    expect(handle).toMatch(/^[\w-]{43}$/);
    expect(await visitor.finish(strategy, { code: 'c', state: handle })).toMatchObject({ kind: 'success' });
  });

  test('two starts with the same string: the newer one counts, once', async () => {
    const [strategy, visitor] = [managed(), new Visitor()];
    await visitor.start(strategy, { state: 'same' });
    const url = await visitor.start(strategy, { state: 'same' });
    expect(await visitor.finish(strategy, { code: 'c', state: 'same' })).toMatchObject({ kind: 'success' });
    expect(codeChallenge(sentVerifier())).toBe(url.searchParams.get('code_challenge'));
    const again = await visitor.finish(strategy, { code: 'c', state: 'same' });
    expect(again).toMatchObject({ kind: 'fail', reason: 'state_unknown' });
  });

  test('a browser that began nothing: refused before the token request', async () => {
    const strategy = managed();
    await new Visitor().start(strategy, { state: 'known' });
    const outcome = await new Visitor().finish(strategy, { code: 'c', state: 'known' });
    expect(outcome).toMatchObject({ kind: 'fail', reason: 'state_unknown' });
    expect(service().at('/token')).toEqual([]);
  });

  test.each<[string, object, object, RegExp]>([
    ['a service without PKCE', { pkce: 'unsupported' }, {}, /needs PKCE or an id_token/],
    ['PKCE turned off', {}, { pkce: false }, /needs PKCE or an id_token/],
    ['a store', {}, { store: sessionStore() }, /Remove `store`/],
    ['state: false', {}, { state: false }, /`state: false`/],
    ['state: false and no PKCE', {}, { state: false, pkce: false }, /needs PKCE or an id_token/],
  ])('%s: a TypeError', (_what, declaration, options, message) => {
    const make = (): ProviderStrategy =>
      makeStrategy(declare(service(), declaration), { ...options, dangerouslyCallerManagedState: true });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  test("an attacker's code under the victim's known state fails at the service, by PKCE", async () => {
    const emulator: Emulator = await startEmulator({ providers: ['koompi'] });
    try {
      const { koompi } = emulator;
      const callbackURL = koompi.client.callbackURLs[0] as string;
      const options = { ...koompi.options, callbackURL, dangerouslyCallerManagedState: true };
      const strategy = new Koompi(options, profileIsUser) as unknown as ProviderStrategy;
      const [victim, attacker] = [new Visitor(), new Visitor()];
      const authorize = async (visitor: Visitor, user: number): Promise<object> => {
        const url = await visitor.start(strategy, { state: 'known' });
        return Object.fromEntries(new URL(await koompi.authorize(url, { user })).searchParams);
      };
      const [own, injected] = [await authorize(victim, 0), await authorize(attacker, 1)];
      expect(injected).toMatchObject({ state: 'known' });
      const outcome = await victim.finish(strategy, injected as never);
      expect(outcome).toMatchObject({ kind: 'error', reason: 'token_refused' });
      expect(koompi.requests.at(-1)).toMatchObject({ endpoint: 'token', status: 400 });
      expect(koompi.requests.at(-1)?.reason).toMatch(/verifier/);
      expect(await victim.finish(strategy, own as never)).toMatchObject({ reason: 'state_unknown' });
    } finally {
      await emulator.close();
    }
  });
});

describe('what ends a process under peers', () => {
  const login = (options: object = {}, verify = profileIsUser): Promise<Outcome> =>
    new Visitor().login(makeStrategy(declare(service()), options, verify));

  test('A37: a token body that is `null`', async () => {
    service().token = { body: 'null', headers: json };
    expect(await login()).toMatchObject({ kind: 'error', reason: 'token_response_invalid' });
  });

  test('A56: an async verify that rejects', async () => {
    const error = new Error('the database is away');
    expect(await login({}, () => Promise.reject(error))).toEqual({ kind: 'error', error, reason: undefined });
  });

  test('A37: a userinfo answer that is no JSON', async () => {
    service().user = { body: '<html>sign in</html>', headers: { 'content-type': 'text/html' } };
    expect(await login()).toMatchObject({ kind: 'error', reason: 'response_not_json' });
  });

  test('A38: an id_token that is a number', async () => {
    service().token = { json: { access_token: 'a', token_type: 'Bearer', id_token: 5 } };
    expect(await login()).toMatchObject({ kind: 'error', reason: 'token_response_invalid' });
  });

  test('A56: a verify that answers twice', async () => {
    const outcome = await login(
      {},
      (_a: string, _r: unknown, _p: unknown, done: (...args: unknown[]) => void) => {
        done(null, { id: 'first' });
        done(new Error('second'));
        done(null, { id: 'third' });
      },
    );
    expect(outcome).toMatchObject({ kind: 'success', user: { id: 'first' } });
  });

  test.each(['token', 'user'] as const)('A37: a body that is cut in half, at %s', async (endpoint) => {
    service()[endpoint] = (res) => {
      res.writeHead(200, { ...json, 'content-length': 100 });
      res.write('{"access_token":"a","id":"u-1",', () => res.socket?.destroy());
    };
    expect(await login()).toMatchObject({ kind: 'error', reason: 'response_truncated' });
  });

  test('A37: a character that is split between two chunks', async () => {
    service().user = (res) => {
      const bytes = Buffer.from('{"id":"u-1","name":"Núñez 🌾"}');
      res.writeHead(200, json);
      res.write(bytes.subarray(0, bytes.length - 4));
      setTimeout(() => res.end(bytes.subarray(bytes.length - 4)), 30);
    };
    expect(await login()).toMatchObject({ kind: 'success', user: { displayName: 'Núñez 🌾' } });
  });

  test.each(['Authorization', 'authorization'])(
    'R85: %s in customHeaders does not reach userinfo',
    async (name) => {
      expect(await login({ customHeaders: { [name]: 'Basic c2VjcmV0' } })).toMatchObject({ kind: 'success' });
      expect(service().at('/token')[0]?.headers.authorization).toBe('Basic c2VjcmV0');
      expect(service().at('/user')[0]?.headers.authorization).toBe('Bearer opaque-access-token');
    },
  );
});
