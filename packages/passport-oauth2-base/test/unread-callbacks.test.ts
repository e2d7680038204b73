import { cookieStore } from 'passport-oauth2-base';
import { CookieBrowser } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor, type Outcome } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { later } from 'passport-strategy-contract';

const service = eachTestHasService();
const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '70' };

describe('A75: a query that nobody has parsed is read from the URL', () => {
  const rows: readonly (readonly [name: string, query: (search: string) => unknown])[] = [
    ['no query at all', () => undefined],
    ['null', () => null],
    ['an empty object, as with `query parser` false', () => ({})],
    ['an object without prototype', () => Object.create(null) as unknown],
    ['inherited members alone', () => Object.create({ code: 'inherited', state: 'inherited' }) as unknown],
    ['a URLSearchParams', (search) => new URLSearchParams(search)],
    ['a Map', (search) => new Map(new URLSearchParams(search))],
    ['a list', () => []],
    ['text', (search) => search],
  ];
  test.each(rows)('A75: %s', async (_name, query) => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const search = `code=c&state=${stateOf(await visitor.start(strategy))}`;
    const req = { url: `/callback?${search}`, query: query(search) };
    expect((await authenticate(strategy, visitor.request(req))).kind).toBe('success');
  });

  test('A75: where a middleware took the query off `url`, the original URL counts', async () => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const originalUrl = `/callback?code=c&state=${stateOf(await visitor.start(strategy))}`;
    const req = Object.assign(visitor.request({ url: '/callback', query: {} }), { originalUrl });
    expect((await authenticate(strategy, req)).kind).toBe('success');
  });

  test('A40: a parameter that occurs twice in such a URL is refused', async () => {
    const strategy = makeStrategy(declare(service()));
    const req = new Visitor().request({ url: `/callback?code=a&code=b&state=${'h'.repeat(43)}` });
    expect((await authenticate(strategy, req)).reason).toBe('callback_malformed');
  });
});

describe('A75: a POSTed form', () => {
  const at = (req: object): Promise<Outcome> =>
    authenticate(
      makeStrategy(declare(service())),
      new Visitor().request({ method: 'POST', url: '/callback', body: undefined, ...req }),
    );
  const unparsed: readonly (readonly [name: string, req: object])[] = [
    ['without a body parser', { headers: form }],
    ['with a charset', { headers: { ...form, 'content-type': `${form['content-type']}; charset=utf-8` } }],
    ['in capitals', { headers: { ...form, 'content-type': 'Application/X-WWW-Form-URLencoded' } }],
    ['in chunks', { headers: { 'content-type': form['content-type'], 'transfer-encoding': 'chunked' } }],
    ['that express.json() of Express 4 left as {}', { headers: form, body: {} }],
    ['that express.text() read', { headers: form, body: 'code=c' }],
    ['that express.raw() read', { headers: form, body: Buffer.from('code=c') }],
    ['that became a URLSearchParams', { headers: form, body: new URLSearchParams('code=c') }],
    ['at a trailing slash', { headers: form, url: '/callback/' }],
    ['at an encoded path', { headers: form, url: '/%63allback' }],
    ['in a mounted router', { headers: form, url: '/', originalUrl: '/callback' }],
  ];
  test.each(unparsed)('A75: %s is an error that names the parser', async (_name, req) => {
    const outcome = await at(req);
    expect(outcome).toMatchObject({ kind: 'error', reason: 'callback_unparsed', error: { status: 500 } });
    expect(String(outcome.error)).toContain('express.urlencoded');
  });

  const starts: readonly (readonly [name: string, req: object])[] = [
    ['at the login route', { headers: form, url: '/login' }],
    ['of another type', { headers: { ...form, 'content-type': 'application/json' } }],
    ['without a type', { headers: { 'content-length': '70' } }],
    ['that is empty', { headers: { ...form, 'content-length': '0' } }],
    ['without a length', { headers: { 'content-type': form['content-type'] } }],
    ['that was parsed', { headers: form, body: { csrf: 'x' } }],
  ];
  test.each(starts)('a POST %s starts a login', async (_name, req) => {
    const headers = { host: 'app.example', ...(req as { headers: object }).headers };
    expect((await at({ ...req, headers })).kind).toBe('redirect');
  });
});

describe('a denial without any parameter', () => {
  const callbackURL = 'https://app.example/api/callback/caf%C3%A9';
  const komerzaLike = (options: object = {}): ReturnType<typeof makeStrategy> =>
    makeStrategy(declare(service(), { bareDenial: true }), { callbackURL, ...options });
  const get = (
    visitor: Visitor,
    url: string,
    site: string | undefined,
    strategy = komerzaLike(),
    method = 'GET',
  ): Promise<Outcome> => {
    const headers = { cookie: 'session=1', ...(site === undefined ? {} : { 'sec-fetch-site': site }) };
    return authenticate(strategy, visitor.request({ method, url, headers, query: {} }));
  };

  const paths = [
    '/api/callback/caf%C3%A9',
    '/api/callback/caf%c3%a9',
    '/api/callback/caf%C3%A9/',
    '/api/callback/café',
    '/api/c%61llback/caf%C3%A9',
    '/API/Callback/caf%C3%A9',
    '/callback/caf%C3%A9',
    '/callback/caf%C3%A9/?',
    '/caf%C3%A9',
  ];
  test.each(paths)('A75: another site sent the browser to %s', async (path) => {
    expect((await get(new Visitor(), path, 'cross-site')).reason).toBe('callback_incomplete');
  });

  test.each([
    '/login',
    '/',
    '',
    '/api',
    '/api/callback',
    '/back/caf%C3%A9',
    '/%',
    '/x/api/callback/caf%C3%A9',
  ])('%j is no callback: a login starts', async (path) => {
    expect((await get(new Visitor(), path, 'cross-site')).kind).toBe('redirect');
  });

  const browsers = [
    [undefined, true, 'callback_incomplete'],
    [undefined, false, 'redirect'],
    ['same-site', true, 'callback_incomplete'],
    ['same-site', false, 'redirect'],
    ['cross-site', false, 'callback_incomplete'],
    ['same-origin', true, 'redirect'],
    ['none', true, 'redirect'],
  ] as const;
  test.each(browsers)(
    'A75: Sec-Fetch-Site %s, a login pending: %s gives %s',
    async (site, pending, ending) => {
      const visitor = new Visitor();
      const strategy = komerzaLike();
      if (pending) await visitor.start(strategy);
      const { kind, reason = kind } = await get(visitor, '/callback/caf%C3%A9', site, strategy);
      expect(reason).toBe(ending);
    },
  );

  test('A75: it ends the newest login, so that the next visit of one route for both starts', async () => {
    const visitor = new Visitor();
    const strategy = komerzaLike();
    const older = stateOf(await visitor.start(strategy));
    const newer = stateOf(await visitor.start(strategy));
    expect((await get(visitor, '/callback/caf%C3%A9', undefined, strategy)).kind).toBe('fail');
    expect((await visitor.finish(strategy, { code: 'c', state: newer })).reason).toBe('state_used');
    expect((await visitor.finish(strategy, { code: 'c', state: older })).kind).toBe('success');
    expect((await get(visitor, '/callback/caf%C3%A9', undefined, strategy)).kind).toBe('redirect');
  });

  test('A6: another site cannot end a pending login by it', async () => {
    const visitor = new Visitor();
    const strategy = komerzaLike();
    const state = stateOf(await visitor.start(strategy));
    await get(visitor, '/callback/caf%C3%A9', 'cross-site', strategy);
    expect((await visitor.finish(strategy, { code: 'c', state })).kind).toBe('success');
  });

  test.each([
    ['is over', {}, 601_000],
    ["is another client's", { clientID: 'client-2', sessionKey: 'same' }, 0],
    ['goes to another callback', { callbackURL: 'https://app.example/other', sessionKey: 'same' }, 0],
  ])('a login that %s is not pending', async (_name, options, after) => {
    const visitor = new Visitor();
    await visitor.start(komerzaLike({ sessionKey: 'same', ...options }));
    const strategy = komerzaLike({ sessionKey: 'same' });
    const { kind } = await later(after, () => get(visitor, '/callback/caf%C3%A9', undefined, strategy));
    expect(kind).toBe('redirect');
  });

  test('A75: the cookie store knows what is pending, too', async () => {
    const store = cookieStore({ secret: 'a secret of more than 32 characters' });
    const [strategy, browser] = [komerzaLike({ store }), new CookieBrowser()];
    await browser.start(strategy);
    const bare = (): Promise<Outcome> => browser.visit(strategy, {}, { url: '/callback/caf%C3%A9' });
    expect((await bare()).reason).toBe('callback_incomplete');
    expect(browser.names()).toEqual([]);
    expect((await bare()).kind).toBe('redirect');
  });

  test('a store of the application cannot be asked: the login starts over', async () => {
    const store = {
      store: (_r: unknown, _v: unknown, _s: unknown, _m: unknown, done: (e: null, h: string) => void) =>
        done(null, 'handle'),
      verify: () => undefined,
    };
    const [strategy, visitor] = [komerzaLike({ store }), new Visitor()];
    await visitor.start(strategy);
    expect((await get(visitor, '/callback/caf%C3%A9', undefined, strategy)).kind).toBe('redirect');
  });

  test('a POST is none, and neither is a GET at a service that does not do so', async () => {
    const { kind } = await get(new Visitor(), '/callback/caf%C3%A9', 'cross-site', komerzaLike(), 'POST');
    expect(kind).toBe('redirect');
    const plain = makeStrategy(declare(service()), { callbackURL });
    expect((await get(new Visitor(), '/callback/caf%C3%A9', 'cross-site', plain)).kind).toBe('redirect');
  });
});
