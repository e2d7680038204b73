import { cookieStore, sessionStore } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import { Browser } from 'passport-strategy-contract';
import { later } from 'passport-strategy-contract';
import { LoginApp } from 'passport-strategy-contract';
import { newKey, signed } from 'passport-strategy-contract/harness';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { type Declaration, declare, makeStrategy, openIDEndpoints } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const key = newKey('first');
const accepted = { dangerouslyAcceptProviderState: true };

/** An OpenID provider that may send a `state` of its own to the callback. */
function replacing(different: Partial<Declaration> = {}): Declaration {
  return declare(service(), {
    pkce: 'opt_in',
    scope: ['openid', 'name'],
    tokenRequest: { encoding: 'json', forwardState: true },
    replacesState: true,
    openid: openid({ algorithms: ['ES256'] }),
    endpoints: openIDEndpoints(service()),
    profile: { map: (user) => ({ id: user.identifier('sub') }) },
    ...different,
  });
}

function strategyOf(options: object = {}): ReturnType<typeof makeStrategy> {
  return makeStrategy(replacing(), options);
}

/** The next id_token is of this user and carries this nonce. */
function signIn(sub: string, nonce: unknown): void {
  const { origin } = service();
  const now = Math.floor(Date.now() / 1000);
  const id_token = signed(key, { iss: origin, sub, aud: 'client-1', iat: now, exp: now + 600, nonce });
  service().token = { json: { access_token: `token-of-${sub}`, token_type: 'Bearer', id_token } };
  service().user = { json: { sub } };
  service().other = { json: { keys: [key.published] } };
}

const nonceOf = (url: URL): string | null => url.searchParams.get('nonce');
const fromService = { code: 'the-code', state: 'of-the-service' };

describe('without the option', () => {
  test('a state of the service ends the login before the code is sent anywhere', async () => {
    const visitor = new Visitor();
    signIn('ada', nonceOf(await visitor.start(strategyOf())));
    expect(await visitor.finish(strategyOf(), fromService)).toMatchObject({
      kind: 'fail',
      reason: 'state_unknown',
    });
    expect(service().requests).toHaveLength(0);
  });

  test('our own state is repeated in the token request, where the provider wants that', async () => {
    const visitor = new Visitor();
    const url = await visitor.start(strategyOf());
    signIn('ada', nonceOf(url));
    const outcome = await visitor.finish(strategyOf(), { code: 'the-code', state: stateOf(url) });
    expect(outcome).toMatchObject({ kind: 'success', user: { id: 'ada' } });
    expect(JSON.parse(service().at('/token')[0]?.body ?? '')).toMatchObject({ state: stateOf(url) });
  });

  test('a login is not found by its provider', async () => {
    const visitor = new Visitor();
    await visitor.start(strategyOf());
    for (const state of ['state-of-the-provider', '', undefined]) {
      expect((await visitor.finish(strategyOf(), { code: 'c', state })).kind).not.toBe('success');
    }
    expect(service().requests).toHaveLength(0);
  });
});

describe('with the option', () => {
  test('the login is found by its provider, and the state goes back to the service', async () => {
    const visitor = new Visitor();
    const url = await visitor.start(strategyOf(accepted), { state: { cart: 7 }, returnTo: '/orders' });
    signIn('ada', nonceOf(url));
    expect(await visitor.finish(strategyOf(accepted), fromService)).toMatchObject({
      kind: 'success',
      user: { id: 'ada' },
      info: { state: { cart: 7 }, returnTo: '/orders' },
    });
    expect(JSON.parse(service().at('/token')[0]?.body ?? '')).toMatchObject({ state: 'of-the-service' });
  });

  test('what goes over the wire is random, and names no login', async () => {
    const states = await Promise.all(
      Array.from({ length: 3 }, async () => stateOf(await new Visitor().start(strategyOf(accepted)))),
    );
    expect(new Set(states).size).toBe(3);
    for (const state of states) expect(state).toMatch(/^[\w-]{43}$/);
  });

  test("an attacker's code in the victim's pending login: the nonce ends it, and nothing else is used", async () => {
    const verify = jest.fn((_a: string, _r: unknown, _p: unknown, done: (...of: unknown[]) => void) =>
      done(null, {}),
    );
    const strategy = makeStrategy(replacing(), accepted, verify);
    const [attacker, victim] = [new Visitor(), new Visitor()];
    const url = await attacker.start(strategy);
    await victim.start(strategy);
    signIn('mallory', nonceOf(url));
    const outcome = await victim.finish(strategy, fromService);
    expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_nonce' });
    expect(verify).not.toHaveBeenCalled();
    expect(service().at('/user')).toHaveLength(0);
  });

  test("an attacker's callback in a browser without a pending login: refused before any request", async () => {
    const attacker = new Visitor();
    signIn('mallory', nonceOf(await attacker.start(strategyOf(accepted))));
    const outcome = await new Visitor().finish(strategyOf(accepted), fromService);
    expect(outcome).toMatchObject({ kind: 'fail', reason: 'state_unknown' });
    expect(service().requests).toHaveLength(0);
  });

  test.each([undefined, '', 'another', 7, null])(
    'an id_token whose nonce is %p is refused',
    async (nonce) => {
      const visitor = new Visitor();
      await visitor.start(strategyOf(accepted));
      signIn('ada', nonce);
      const outcome = await visitor.finish(strategyOf(accepted), fromService);
      expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_nonce' });
    },
  );

  test.each([
    { name: 'that checks `state`', options: {} },
    { name: 'whose state the caller manages', options: { dangerouslyCallerManagedState: true } },
  ])('A6: no callback finishes it at another strategy of the same client, $name', async ({ options }) => {
    const other = strategyOf({ scope: ['name'], ...options });
    const victim = new Visitor();
    await victim.start(strategyOf(accepted));
    const kept = JSON.stringify(victim.session);
    signIn('mallory', 'any');
    for (const state of ['state-of-the-provider', 'state-of-the-provider ', 'x']) {
      const outcome = await victim.finish(other, { code: 'mallorys', state });
      expect([outcome.kind, JSON.stringify(victim.session)]).toEqual(['fail', kept]);
    }
    expect(service().requests).toHaveLength(0);
  });

  test('a caller who chooses that very state gets a random one', async () => {
    const strategy = strategyOf({ dangerouslyCallerManagedState: true });
    const url = await new Visitor().start(strategy, { state: 'state-of-the-provider' });
    expect(stateOf(url)).toMatch(/^[\w-]{43}$/);
  });

  test('no id_token, no login', async () => {
    const visitor = new Visitor();
    await visitor.start(strategyOf(accepted));
    signIn('ada', 'any');
    service().token = { json: { access_token: 'token', token_type: 'Bearer' } };
    const outcome = await visitor.finish(strategyOf(accepted), fromService);
    expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_missing' });
    expect(service().at('/user')).toHaveLength(0);
  });

  test('one login is pending in a browser: the newer one', async () => {
    const visitor = new Visitor();
    const older = await visitor.start(strategyOf(accepted));
    const newer = await visitor.start(strategyOf(accepted));
    const { session } = visitor;
    signIn('ada', nonceOf(older));
    expect(await visitor.finish(strategyOf(accepted), fromService)).toMatchObject({
      reason: 'id_token_nonce',
    });
    visitor.session = JSON.parse(JSON.stringify(session)) as Record<string, unknown>;
    await visitor.start(strategyOf(accepted));
    expect(nonceOf(newer)).not.toBe(nonceOf(older));
  });

  test('a callback counts once', async () => {
    const visitor = new Visitor();
    const strategy = strategyOf(accepted);
    signIn('ada', nonceOf(await visitor.start(strategy)));
    expect((await visitor.finish(strategy, fromService)).kind).toBe('success');
    expect(await visitor.finish(strategy, fromService)).toMatchObject({ kind: 'fail' });
    expect(service().at('/token')).toHaveLength(1);
  });

  test('a callback counts once, also where the session is the old one again, as in a cookie', async () => {
    const visitor = new Visitor();
    const strategy = strategyOf(accepted);
    signIn('ada', nonceOf(await visitor.start(strategy)));
    const kept = JSON.stringify(visitor.session);
    expect((await visitor.finish(strategy, fromService)).kind).toBe('success');
    visitor.session = JSON.parse(kept) as Record<string, unknown>;
    expect(await visitor.finish(strategy, fromService)).toMatchObject({ kind: 'fail', reason: 'state_used' });
    expect(service().at('/token')).toHaveLength(1);
    signIn('ada', nonceOf(await visitor.start(strategy)));
    expect((await visitor.finish(strategy, fromService)).kind).toBe('success');
  });

  test('a callback counts once, also with the same sealed cookie', async () => {
    const app = await new LoginApp(false).listen();
    const strategy = strategyOf({
      ...accepted,
      store: cookieStore({ secret: 's'.repeat(32) }),
      callbackURL: app.callbackURL('main'),
    });
    app.use('main', strategy);
    const browser = new Browser();
    const { location } = await browser.open(app.loginURL('main'));
    signIn('ada', nonceOf(new URL(location ?? '')));
    const [name = ''] = browser.cookieNames();
    const sealed = browser.cookie(name) ?? '';
    const callback = `${app.callbackURL('main')}?${new URLSearchParams(fromService).toString()}`;
    await browser.open(callback);
    expect(app.last).toMatchObject({ kind: 'success' });
    browser.setCookie(name, sealed);
    await browser.open(callback);
    expect(app.last).toMatchObject({ kind: 'fail', reason: 'state_used' });
    expect(service().at('/token')).toHaveLength(1);
    await app.close();
  });

  test('the client exchanges a code with its `state`, too; a service that wants none gets none', async () => {
    const client = strategyOf(accepted).client;
    const parameters = { code: 'c', callbackURL: 'https://app.example/callback', state: 'of-the-service' };
    await client.exchange(parameters);
    expect(JSON.parse(service().at('/token')[0]?.body ?? '')).toMatchObject({ state: 'of-the-service' });
    await makeStrategy(declare(service())).client.exchange(parameters);
    expect(service().at('/token')[1]?.body).not.toContain('of-the-service');
  });

  test('a login ends after ten minutes', async () => {
    const visitor = new Visitor();
    signIn('ada', nonceOf(await visitor.start(strategyOf(accepted))));
    const outcome = await later(660_000, () => visitor.finish(strategyOf(accepted), fromService));
    expect(outcome).toMatchObject({ kind: 'fail', reason: 'state_expired' });
    expect(service().requests).toHaveLength(0);
  });

  test('a denial is a denial, and ends the pending login', async () => {
    const visitor = new Visitor();
    const strategy = strategyOf(accepted);
    await visitor.start(strategy);
    expect(await visitor.finish(strategy, { error: 'access_denied', state: 'x' })).toMatchObject({
      kind: 'fail',
      reason: 'access_denied',
    });
    expect(await visitor.finish(strategy, fromService)).toMatchObject({ kind: 'fail' });
  });

  test('a login of this request without `openid` is not begun', async () => {
    const visitor = new Visitor();
    const outcome = await authenticate(strategyOf(accepted), visitor.request(), { scope: 'name' });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'scope_without_openid' });
  });

  const refused: readonly (readonly [name: string, options: object, words: RegExp])[] = [
    ['a scope without `openid`', { scope: ['name'] }, /Add `openid` to `scope`/],
    ['a scope as text without `openid`', { scope: 'name' }, /Add `openid` to `scope`/],
    ['a state that the caller manages', { dangerouslyCallerManagedState: true }, /contradicts/],
    [
      'a store of another kind',
      { store: { store: (..._: [1, 2, 3, 4, 5]) => undefined, verify: () => undefined } },
      /needs a store/,
    ],
  ];
  test.each(refused.map(([name, options, words]) => ({ name, options, words })))(
    '$name is a TypeError',
    ({ options, words }) => {
      expect(() => strategyOf({ ...accepted, ...options })).toThrow(TypeError);
      expect(() => strategyOf({ ...accepted, ...options })).toThrow(words);
    },
  );

  test.each([
    { name: 'sessionStore', store: sessionStore() },
    { name: 'cookieStore', store: cookieStore({ secret: 's'.repeat(32) }) },
    { name: 'true', store: true },
  ])('the store $name will do', ({ store }) => {
    expect(() => strategyOf({ ...accepted, store })).not.toThrow();
  });

  test('a provider that never replaces `state` does not know the option', () => {
    const { replacesState: _, ...plain } = replacing();
    expect(() => makeStrategy(plain, accepted)).toThrow(/unknown option `dangerouslyAcceptProviderState`/);
  });
});

describe('PKCE that the application must turn on', () => {
  test('no challenge without the option', async () => {
    const url = await new Visitor().start(strategyOf());
    expect(url.searchParams.has('code_challenge')).toBe(false);
    expect(nonceOf(url)).toMatch(/^[\w-]{43}$/);
  });

  test.each([true, 'S256'])('a challenge with `pkce: %s`, and its verifier', async (pkce) => {
    const visitor = new Visitor();
    const url = await visitor.start(strategyOf({ pkce }));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    signIn('ada', nonceOf(url));
    const outcome = await visitor.finish(strategyOf({ pkce }), { code: 'c', state: stateOf(url) });
    expect(outcome.kind).toBe('success');
    expect(JSON.parse(service().at('/token')[0]?.body ?? '')).toHaveProperty('code_verifier');
  });

  test('without it and without an id_token, the state of a caller is refused', () => {
    const { openid: _, ...plain } = replacing();
    const options = { dangerouslyCallerManagedState: true };
    expect(() => makeStrategy(plain, options)).toThrow(/needs PKCE or an id_token/);
  });
});
