import { cookieStore, type ProviderStrategy } from 'passport-oauth2-base';
import { CookieBrowser } from 'passport-strategy-contract/harness';
import { OAuth2Strategy } from './support/passport-oauth2';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy, profileIsUser, type Declaration } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const [secret, newSecret] = [
  'old secret of more than 32 characters',
  'new secret of more than 32 characters',
];

/** A strategy, as it is made in a process of its own. */
function withStore(
  secrets: string | readonly string[] = secret,
  options: object = {},
  declaration: Partial<Declaration> = {},
): ProviderStrategy {
  return makeStrategy(declare(service(), declaration), {
    store: cookieStore({ secret: secrets }),
    ...options,
  });
}

async function later<Value>(milliseconds: number, run: () => Promise<Value>): Promise<Value> {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + milliseconds);
  return run().finally(() => clock.mockRestore());
}

describe('secrets', () => {
  test.each<[string, unknown]>([
    ['no options', undefined],
    ['no secret', {}],
    ['a null secret', { secret: null }],
    ['a short secret', { secret: 'x'.repeat(31) }],
    ['an empty secret', { secret: '' }],
    ['an empty list', { secret: [] }],
    ['a short secret among others', { secret: [secret, 'short'] }],
    ['a number', { secret: 5 }],
    ['bytes', { secret: Buffer.alloc(32) }],
    ['undefined in a list', { secret: [secret, undefined] }],
  ])('%s: a TypeError that names `secret`', (_what, options) => {
    expect(() => cookieStore(options as never)).toThrow(TypeError);
    expect(() => cookieStore(options as never)).toThrow(/`secret`/);
  });

  test('the error does not quote the secret', () => {
    expect(() => cookieStore({ secret: 'short-canary' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') as string }) as Error,
    );
  });

  test.each<[string, string | string[], string | string[], string]>([
    ['the old one opens while both are known', secret, [newSecret, secret], 'success'],
    ['the old one does not open once it is gone', secret, newSecret, 'login_cookie_invalid'],
    ['the first of several seals', [newSecret, secret], newSecret, 'success'],
    ['the second of several does not seal', [newSecret, secret], secret, 'login_cookie_invalid'],
  ])('rotation: %s', async (_what, before, after, ending) => {
    const browser = new CookieBrowser();
    const state = await browser.start(withStore(before));
    const { kind, reason = kind } = await browser.finish(withStore(after), state);
    expect(reason).toBe(ending);
  });
});

test('R6: started in one process, finished in another with the same secret', async () => {
  const browser = new CookieBrowser();
  const state = await browser.start(withStore(), { state: { cart: 7 }, returnTo: '/cart' });
  const outcome = await browser.finish(withStore(), state);
  expect(outcome).toMatchObject({ kind: 'success', info: { state: { cart: 7 }, returnTo: '/cart' } });
  expect(browser.names()).toEqual([]);
});

describe('A53: a sealed cookie belongs to one login, provider and client', () => {
  test.each<[string, object, Partial<Declaration>]>([
    ['another client', { clientID: 'client-2' }, {}],
    ['another provider', {}, { name: 'other' }],
  ])('under the name of %s: refused', async (_what, options, declaration) => {
    const browser = new CookieBrowser();
    const state = await browser.start(withStore());
    const [ours = ''] = browser.names();
    const elsewhere = withStore(secret, options, declaration);
    expect(await browser.finish(elsewhere, state)).toMatchObject({ reason: 'login_cookie_missing' });
    // The same handle at the other strategy, under the name that it looks for.
    const prefix = ours.slice(0, ours.lastIndexOf('-', ours.length - 17) + 1);
    await browser.start(elsewhere);
    const theirs = browser.names().find((name) => !name.startsWith(prefix)) ?? '';
    browser.jar.set(theirs.slice(0, -16) + ours.slice(-16), browser.jar.get(ours) ?? '');
    expect(await browser.finish(elsewhere, state)).toMatchObject({ reason: 'login_cookie_invalid' });
    expect(service().at('/token')).toEqual([]);
  });

  test('under the name of another login: refused', async () => {
    const browser = new CookieBrowser();
    const strategy = withStore();
    await browser.start(strategy);
    const [first = ''] = browser.names();
    const state = await browser.start(strategy);
    const second = browser.names().find((name) => name !== first) ?? '';
    browser.jar.set(second, browser.jar.get(first) ?? '');
    expect(await browser.finish(strategy, state)).toMatchObject({ reason: 'login_cookie_invalid' });
  });
});

describe('attributes', () => {
  test.each([
    [
      'https://app.example/callback',
      /^__Host-login-acme-[\w-]+=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/,
    ],
    [
      'http://localhost:3000/callback',
      /^login-acme-[\w-]+=[\w-]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
    ],
  ])('for %s', async (callbackURL, line) => {
    const browser = new CookieBrowser();
    await browser.start(withStore(secret, { callbackURL }));
    expect(browser.set).toEqual([expect.stringMatching(line)]);
  });

  test.each([
    ['one', 'theme=dark', ['theme=dark']],
    ['several', ['a=1; Path=/x', 'login-a=2'], ['a=1; Path=/x', 'login-a=2']],
  ])('other Set-Cookie headers of the application are kept: %s', async (_what, set, kept) => {
    const browser = new CookieBrowser();
    await browser.visit(withStore(), {}, { set });
    expect(browser.set).toEqual([...kept, expect.stringContaining('__Host-login-acme-')]);
  });
});

describe('A12: many logins at once', () => {
  const headerOf = (browser: CookieBrowser): string => [...browser.jar].map((it) => it.join('=')).join('; ');

  test('A12: 50 starts stay below 4 KB; the oldest give way', async () => {
    const browser = new CookieBrowser();
    const strategy = withStore();
    const states: string[] = [];
    for (let login = 0; login < 50; login += 1) {
      states.push(await later(login * 10, () => browser.start(strategy)));
      expect(headerOf(browser).length).toBeLessThanOrEqual(4_096);
    }
    const pending = browser.names().length;
    expect(pending).toBeGreaterThan(8);
    expect(await browser.finish(strategy, states[49 - pending] as string)).toMatchObject({
      reason: 'login_cookie_missing',
    });
    expect(await browser.finish(strategy, states[50 - pending] as string)).toMatchObject({ kind: 'success' });
  });

  test('A12: 50 starts at each of five providers, with a returnTo of 2,048 characters', async () => {
    const emitted = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const store = cookieStore({ secret });
    const names = ['koompi', 'coinpay', 'kopokopo', 'konpro', 'komerza'];
    const strategies = names.map((name) => withStore(secret, { store }, { name }));
    const browser = new CookieBrowser();
    let at = 0;
    for (let login = 0; login < 50; login += 1) {
      for (const strategy of strategies) {
        const options = { returnTo: `/${'x'.repeat(2_047)}` };
        const state = await later((at += 10), () => browser.start(strategy, options));
        expect(headerOf(browser).length).toBeLessThanOrEqual(4_096);
        if (login === 49) expect((await browser.finish(strategy, state)).kind).toBe('success');
      }
    }
    emitted.mockRestore();
  });

  test.each([
    ['a state of 1 KiB', { state: 's'.repeat(1_000) }],
    ['a returnTo of 512 characters', { returnTo: `/${'x'.repeat(511)}` }],
  ])('A12: with %s, the newest login is kept', async (_what, options) => {
    const browser = new CookieBrowser();
    const strategies = ['one', 'two', 'three'].map((name) => withStore(secret, {}, { name }));
    for (let login = 0; login < 4; login += 1) {
      for (const strategy of strategies) {
        const state = await browser.start(strategy, options);
        expect(headerOf(browser).length).toBeLessThanOrEqual(4_096);
        expect((await browser.finish(strategy, state)).kind).toBe('success');
        await browser.start(strategy, options);
      }
    }
  });

  test('A12: expired ones go first, and only what is older goes before what cannot be opened', async () => {
    const browser = new CookieBrowser();
    const elsewhere = withStore(newSecret, {}, { name: 'elsewhere' });
    const theirs: string[] = [];
    const nameOf = async (run: () => Promise<string>): Promise<string> => {
      const before = browser.names();
      await run();
      return browser.names().find((name) => !before.includes(name)) ?? '';
    };
    const expired = await nameOf(() => later(-599_990, () => browser.start(withStore())));
    const ours = await nameOf(() => later(10, () => browser.start(withStore())));
    for (const at of [20, 30, 40]) {
      theirs.push(await nameOf(() => later(at, () => browser.start(elsewhere))));
    }
    await later(30_000, () => browser.start(withStore()));
    expect(browser.names()).not.toContain(expired);
    expect(browser.names()).toEqual(expect.arrayContaining([ours, ...theirs]));
    for (let login = 1; browser.names().includes(ours); login += 1) {
      expect(login).toBeLessThan(20);
      expect(browser.names()).toEqual(expect.arrayContaining(theirs));
      await later(30_000 + login, () => browser.start(withStore()));
    }
    expect(browser.names()).toEqual(expect.arrayContaining(theirs.slice(1)));
  });

  test('A12: cookies of the application that begin with `login-` are let alone', async () => {
    const browser = new CookieBrowser();
    const own = [
      'login-theme',
      'login-acme-dark',
      'login-acme-aaaaaa-zzzzzzzz',
      'xlogin-a-aaaaaa-1-0123456789abcdef',
    ];
    for (const name of own) browser.jar.set(name, 'x'.repeat(900));
    for (let login = 0; login < 20; login += 1) await browser.start(withStore());
    expect([...browser.jar.keys()]).toEqual(expect.arrayContaining(own));
  });

  test('A53: a start time in the future does not keep a cookie: it goes first', async () => {
    const browser = new CookieBrowser();
    await browser.start(withStore());
    const planted = (browser.names()[0] ?? '').replace(/-[0-9a-z]+-([\w-]{16})$/, '-zzzzzzzz-$1');
    browser.jar.set(planted, 'x'.repeat(3_000));
    const state = await browser.start(withStore());
    expect(browser.names()).not.toContain(planted);
    expect((await browser.finish(withStore(), state)).kind).toBe('success');
  });

  test('A53: a planted cookie of the same handle does not hide the login', async () => {
    const browser = new CookieBrowser();
    const state = await browser.start(withStore());
    const [name = ''] = browser.names();
    const time = /-([0-9a-z]+)-[\w-]{16}$/.exec(name)?.[1] ?? '';
    const later36 = (parseInt(time, 36) + 1_000).toString(36);
    browser.jar.set(name.replace(`-${time}-`, `-${later36}-`), browser.jar.get(name) ?? '');
    expect((await browser.finish(withStore(), state)).kind).toBe('success');
    expect(browser.names()).toEqual([]);
  });
});

describe('the option `response`', () => {
  /** Sets headers as Fastify's reply does: cookies are added, everything else is replaced. */
  class Reply {
    readonly set: Record<string, unknown> = {};
    getHeader(name: string): unknown {
      return this.set[name.toLowerCase()];
    }
    removeHeader(name: string): this {
      delete this.set[name.toLowerCase()];
      return this;
    }
    header(name: string, value: string[]): this {
      const before = [this.set[name.toLowerCase()] ?? []].flat();
      this.set[name.toLowerCase()] = [...before, ...value];
      return this;
    }
  }

  test("Fastify's reply: signs in, and keeps what others set", async () => {
    const replies: Reply[] = [];
    const response = (req: { reply: Reply }): Reply => req.reply;
    const strategy = withStore(secret, { store: cookieStore({ secret, response }) });
    const browser = new CookieBrowser();
    const visit = (query: object): ReturnType<CookieBrowser['visit']> => {
      const reply = new Reply();
      reply.header('set-cookie', ['theme=dark']);
      replies.push(reply);
      return browser.visit(strategy, query, { res: undefined, reply } as object);
    };
    const state = new URL((await visit({})).url ?? '').searchParams.get('state');
    const [started] = replies;
    expect(started?.getHeader('Set-Cookie')).toEqual([
      'theme=dark',
      expect.stringMatching(/^__Host-login-acme-/),
    ]);
    const [name = '', value = ''] = String((started?.getHeader('Set-Cookie') as string[])[1]).split(/[=;]/);
    browser.jar.set(name, value);
    expect((await visit({ code: 'c', state })).kind).toBe('success');
    expect(replies[1]?.getHeader('Set-Cookie')).toEqual([
      'theme=dark',
      expect.stringMatching(new RegExp(`^${name}=; Path=/; Max-Age=0; `)),
    ]);
  });

  test("Node's response: `res` of the request does not count then", async () => {
    const set: string[][] = [];
    const nodes = {
      getHeader: () => undefined,
      setHeader: (_name: string, value: string[]) => void set.push(value),
    };
    const strategy = withStore(secret, { store: cookieStore({ secret, response: () => nodes }) });
    const browser = new CookieBrowser();
    expect((await browser.visit(strategy)).kind).toBe('redirect');
    expect([browser.set, set.length]).toEqual([[], 1]);
  });

  test.each([undefined, null, {}, { setHeader: () => undefined }, { getHeader: () => undefined }, 'res'])(
    'a response that is %j: response_missing',
    async (response) => {
      const store = cookieStore({ secret, response: () => response as never });
      const outcome = await new CookieBrowser().visit(withStore(secret, { store }));
      expect(outcome).toMatchObject({ kind: 'error', reason: 'response_missing' });
    },
  );

  test.each([null, {}, 'res', true])('that is %j: a TypeError', (response) => {
    expect(() => cookieStore({ secret, response: response as never })).toThrow(
      /`response` must be a function/,
    );
  });
});

describe('what can go wrong', () => {
  test('no response on the request: response_missing, at the start and at the callback', async () => {
    const bare = { res: undefined } as object;
    expect(await new CookieBrowser().visit(withStore(), {}, bare)).toMatchObject({
      reason: 'response_missing',
    });
    const callback = await new CookieBrowser().finish(withStore(), 'x'.repeat(43), bare);
    expect(callback).toMatchObject({ kind: 'error', reason: 'response_missing' });
  });

  test('A9: a replay in the same process, even with the cookie put back: state_used', async () => {
    const browser = new CookieBrowser();
    const strategy = withStore();
    const state = await browser.start(strategy);
    const before = [...browser.jar];
    expect(await browser.finish(strategy, state)).toMatchObject({ kind: 'success' });
    for (const [name, value] of before) browser.jar.set(name, value);
    expect(await browser.finish(strategy, state)).toMatchObject({ kind: 'fail', reason: 'state_used' });
    expect(service().at('/token')).toHaveLength(1);
  });

  test('A10: after ten minutes: state_expired, and not before', async () => {
    const browser = new CookieBrowser();
    const strategy = withStore();
    const [early, late] = [await browser.start(strategy), await browser.start(strategy)];
    expect(await later(599_000, () => browser.finish(strategy, early))).toMatchObject({ kind: 'success' });
    const expired = await later(601_000, () => browser.finish(strategy, late));
    expect(expired).toMatchObject({ kind: 'fail', reason: 'state_expired' });
  });

  test.each([
    ['1,024 bytes', 'redirect', 'x'.repeat(1_022)],
    ['1,025 bytes', 'state_too_large', 'x'.repeat(1_023)],
    ['few characters of many bytes', 'state_too_large', '🌾'.repeat(256)],
  ])('application state of %s: %s', async (_what, ending, state) => {
    const { kind, reason = kind } = await new CookieBrowser().visit(withStore(), {}, { options: { state } });
    expect(reason).toBe(ending);
  });

  test('A54: a POSTed callback, to which browsers send no cookie: the hint names SameSite', async () => {
    const browser = new CookieBrowser();
    const strategy = withStore();
    const body = { code: 'c', state: await browser.start(strategy) };
    browser.jar.clear();
    const outcome = await browser.visit(strategy, {}, { method: 'POST', body });
    expect(outcome).toMatchObject({ kind: 'fail', status: 403, reason: 'login_cookie_missing' });
    expect((outcome.info as { hint: string }).hint).toContain('SameSite');
  });
});

test('works with a plain passport-oauth2 strategy', async () => {
  const { origin } = service();
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: `${origin}/authorize`,
      tokenURL: `${origin}/token`,
      clientID: 'client-1',
      clientSecret: 'secret',
      callbackURL: 'https://app.example/callback',
      skipUserProfile: true,
      pkce: 'S256',
      store: cookieStore({ secret }),
    },
    profileIsUser,
  ) as ProviderStrategy;
  const browser = new CookieBrowser();
  const state = await browser.start(strategy, { state: { own: 1 } });
  expect(await browser.finish(strategy, 'x'.repeat(43))).toMatchObject({ kind: 'fail' });
  const outcome = await browser.finish(strategy, state);
  expect(outcome).toMatchObject({ kind: 'success', info: { state: { own: 1 } } });
  expect(new URLSearchParams(service().at('/token')[0]?.body).get('code_verifier')).toMatch(/^[\w-]{43}$/);
});
