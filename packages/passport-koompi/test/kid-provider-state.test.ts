import { cookieStore } from 'passport-oauth2-base';
import { Strategy } from 'passport-koompi';
import { faults } from 'passport-provider-emulator';
import { Browser } from 'passport-strategy-contract';
import { later } from 'passport-strategy-contract';
import type { LoginApp } from 'passport-strategy-contract';
import { useKid } from './support/kid';

const kid = useKid();
const store = cookieStore({ secret: 'a secret of at least thirty-two characters' });

/** What reached the token endpoint and userinfo while something ran. */
async function requests(run: () => Promise<unknown>): Promise<unknown[]> {
  const from = kid.service.requests.length;
  await run();
  return kid.service.requests
    .slice(from)
    .map(({ endpoint }) => endpoint)
    .filter((endpoint) => endpoint === 'token' || endpoint === 'userProfile');
}

describe.each([
  ['the session', {}, 'state_unknown', 'session_cookie_missing'],
  ['cookies', { store }, 'login_cookie_missing', 'login_cookie_missing'],
])('logins kept in %s', (_where, kept, unknown, noCookie) => {
  const verify = jest.fn(({ profile }: { profile: { id: string } }) => ({ id: profile.id }));
  const options = (): object => ({ ...kid.options, ...kept, profileSource: 'userinfo', verify });
  const tolerant = (): object => ({ ...options(), dangerouslyAcceptProviderState: true });
  const app = (): Promise<LoginApp> => kid.world.appWith(tolerant());

  /** A callback that an attacker got for a login of their own, in a browser of their own. */
  const attackersCallback = (at: LoginApp): Promise<string> => kid.world.consent(at, 'main', new Browser());

  beforeEach(() => {
    verify.mockClear();
    kid.service.switches.replaceState = true;
  });

  describe('without the option', () => {
    test('A6 a state that the service replaced ends the login, and the code is sent nowhere', async () => {
      const strict = await kid.world.appWith(options());
      const callback = await kid.world.consent(strict);
      const sent = await requests(async () => {
        expect(await kid.world.finish(strict, callback)).toMatchObject({ kind: 'fail', reason: unknown });
      });
      expect(sent).toEqual([]);
    });

    test('A6 the name under which the option keeps a login finds none', async () => {
      kid.service.switches.replaceState = false;
      const strict = await kid.world.appWith(options());
      const callback = new URL(await kid.world.consent(strict));
      callback.searchParams.set('state', 'state-of-the-provider');
      const sent = await requests(async () => {
        expect(await kid.world.finish(strict, callback)).toMatchObject({ kind: 'fail', reason: unknown });
      });
      expect(sent).toEqual([]);
    });

    test('a service that gives our state back is no problem', async () => {
      kid.service.switches.replaceState = false;
      expect((await kid.world.login(await kid.world.appWith(options()))).kind).toBe('success');
    });
  });

  describe('with the option', () => {
    test('a login whose state was replaced succeeds, and the token request repeats the new one', async () => {
      const at = await app();
      const login = new URL(await kid.world.start(at));
      const callback = new URL(await kid.service.authorize(login.href));
      expect(callback.searchParams.get('state')).not.toBe(login.searchParams.get('state'));
      const [token] = await kid.received('token', async () => {
        expect(await kid.world.finish(at, callback)).toMatchObject({
          kind: 'success',
          user: { id: kid.service.users[0]?.id },
        });
      });
      expect(token?.body).toMatchObject({ state: callback.searchParams.get('state') });
    });

    test.each([
      ['gives our state back', false],
      ['gives no state back', true],
    ])('a service that %s is no problem', async (_what, omitState) => {
      Object.assign(kid.service.switches, { replaceState: false, omitState });
      expect((await kid.world.login(await app())).kind).toBe('success');
    });

    test('state and returnTo of the application come back', async () => {
      const at = await app();
      at.options.start = { state: { cart: 7 }, returnTo: '/orders?page=2' };
      expect((await kid.world.login(at)).info).toMatchObject({
        state: { cart: 7 },
        returnTo: '/orders?page=2',
      });
    });

    test('A15 returnTo stays in the application', async () => {
      const at = await app();
      at.options.start = { returnTo: 'https://evil.example' };
      expect((await kid.world.login(at)).info?.['returnTo']).toBeUndefined();
    });

    test("A5 an attacker's code in a pending login: refused by the nonce, and nothing else is used", async () => {
      const at = await app();
      await kid.world.start(at);
      const sent = await requests(async () => {
        expect(await kid.world.finish(at, await attackersCallback(at))).toMatchObject({
          kind: 'error',
          reason: 'id_token_nonce',
        });
      });
      expect(sent).toEqual(['token']);
      expect(verify).not.toHaveBeenCalled();
    });

    test.each([
      ['without a nonce', (url: URL): void => url.searchParams.delete('nonce')],
      ['with a nonce that the attacker chose', (url: URL): void => url.searchParams.set('nonce', 'n')],
      ['for a login without `openid`', (url: URL): void => url.searchParams.set('scope', 'profile.basic')],
    ])('A5 a code that the attacker asked for %s: refused', async (_what, change) => {
      const at = await app();
      await kid.world.start(at);
      const url = new URL(await kid.world.start(at, 'main', new Browser()));
      change(url);
      const outcome = await kid.world.finish(at, await kid.service.authorize(url.href));
      expect(outcome.kind).toBe('error');
      expect(['id_token_nonce', 'id_token_missing']).toContain(outcome.reason);
      expect(verify).not.toHaveBeenCalled();
    });

    test("A6 an attacker's whole callback in a browser without cookies: refused before any request", async () => {
      const at = await app();
      const callback = await attackersCallback(at);
      const sent = await requests(async () => {
        expect(await kid.world.finish(at, callback, new Browser())).toMatchObject({
          kind: 'fail',
          reason: noCookie,
        });
      });
      expect(sent).toEqual([]);
    });

    test("A6 an attacker's whole callback in a browser that is signed in: refused before any request", async () => {
      const at = await app();
      await kid.world.login(at);
      const callback = await attackersCallback(at);
      const sent = await requests(async () => {
        expect((await kid.world.finish(at, callback)).kind).toBe('fail');
      });
      expect(sent).toEqual([]);
      expect(verify).toHaveBeenCalledTimes(1);
    });

    test('A8 a login that the attacker began cannot be finished in another browser', async () => {
      const at = await app();
      const [attacker, victim] = [new Browser(), new Browser()];
      const started = await kid.world.start(at, 'main', attacker);
      const callback = await kid.service.authorize(started, { user: 'dara@example-business.com' });
      expect((await kid.world.finish(at, callback, victim)).reason).toBe(noCookie);
      expect(verify).not.toHaveBeenCalled();
    });

    test('A11 of two logins in one browser, the newer one finishes', async () => {
      const at = await app();
      await kid.world.start(at);
      expect((await kid.world.login(at)).kind).toBe('success');
    });

    test('A11 of two logins in one browser, the older one does not', async () => {
      const at = await app();
      const older = await kid.world.consent(at);
      const newer = await kid.world.consent(at);
      expect(await kid.world.finish(at, older)).toMatchObject({ kind: 'error', reason: 'id_token_nonce' });
      // What is given up: a callback that comes first ends the pending login.
      expect((await kid.world.finish(at, newer)).kind).toBe('fail');
      expect(verify).not.toHaveBeenCalled();
    });

    test.each(['success', 'failure'])('A9 a callback counts once, after a %s', async (how) => {
      const at = await app();
      const callback = await kid.world.consent(at);
      if (how === 'failure') kid.service.fault('token', faults.status(503), { times: 1 });
      expect((await kid.world.finish(at, callback)).kind).toBe(how === 'failure' ? 'error' : 'success');
      const sent = await requests(async () => {
        expect((await kid.world.finish(at, callback)).kind).toBe('fail');
      });
      expect(sent).toEqual([]);
    });

    test('A10 a login ends after ten minutes', async () => {
      const at = await app();
      const callback = await kid.world.consent(at);
      const sent = await requests(async () => {
        const outcome = await later(601_000, () => kid.world.finish(at, callback));
        expect(outcome).toMatchObject({ kind: 'fail', reason: 'state_expired' });
      });
      expect(sent).toEqual([]);
    });

    test.each([undefined, 'of-yesterday', '', null])(
      'A19 an id_token with the nonce %p: nobody signs in',
      async (nonce) => {
        kid.service.switches.idToken = ({ header, claims }) => ({ header, claims: { ...claims, nonce } });
        const sent = await requests(async () => {
          expect(await kid.world.login(await app())).toMatchObject({
            kind: 'error',
            reason: 'id_token_nonce',
          });
        });
        expect(sent).toEqual(['token']);
        expect(verify).not.toHaveBeenCalled();
      },
    );

    test('A19 no id_token: nobody signs in', async () => {
      kid.service.fault(
        'token',
        faults.transform((body) => ({ ...(body as object), id_token: undefined })),
      );
      const sent = await requests(async () => {
        expect(await kid.world.login(await app())).toMatchObject({
          kind: 'error',
          reason: 'id_token_missing',
        });
      });
      expect(sent).toEqual(['token']);
      expect(verify).not.toHaveBeenCalled();
    });

    test('A21 an id_token that is not signed binds nothing', async () => {
      kid.service.switches.idToken = (draft, tools) => tools.unsigned(draft, 'none');
      expect((await kid.world.login(await app())).reason).toBe('id_token_algorithm');
      expect(verify).not.toHaveBeenCalled();
    });

    test('A42 what is given up: a forged denial ends the pending login, and says that the user declined', async () => {
      const at = await app();
      const callback = await kid.world.consent(at);
      const forged = `${at.callbackURL('main')}?error=access_denied&state=forged`;
      expect((await kid.world.finish(at, forged)).reason).toBe('access_denied');
      expect((await kid.world.finish(at, callback)).kind).toBe('fail');
    });

    test('A42 a forged denial without a pending login is none', async () => {
      const at = await app();
      const forged = `${at.callbackURL('main')}?error=access_denied&state=forged`;
      expect((await kid.world.finish(at, forged, new Browser())).reason).toBe(noCookie);
    });

    test('A40 parameters that occur twice are refused', async () => {
      const at = await app();
      const callback = `${await kid.world.consent(at)}&state=second`;
      expect((await kid.world.finish(at, callback)).reason).toBe('callback_malformed');
    });

    test('A3 a login is not finished by another strategy of the application', async () => {
      const at = await app();
      at.use('other', kid.world.strategy(at, tolerant(), undefined, 'other'));
      const callback = await kid.world.consent(at);
      const crossed = callback.replace(at.callbackURL('main'), at.callbackURL('other'));
      const sent = await requests(async () => {
        expect((await kid.world.finish(at, crossed)).kind).toBe('fail');
      });
      expect(sent).toEqual([]);
    });

    test('a login of one request without `openid` is not begun', async () => {
      const at = await app();
      at.options.start = { scope: 'profile.basic' };
      expect((await kid.world.browser.open(at.loginURL('main'))).location).toBeUndefined();
      expect(at.last).toMatchObject({ kind: 'error', reason: 'scope_without_openid' });
    });

    test('PKCE may be on beside it', async () => {
      kid.service.switches.pkce = 'required';
      expect((await kid.world.login(await kid.world.appWith({ ...tolerant(), pkce: true }))).kind).toBe(
        'success',
      );
    });
  });
});

test.each<[string, object, RegExp]>([
  ['a scope without `openid`', { scope: ['profile.basic'] }, /Add `openid` to `scope`/],
  ['a scope as text without `openid`', { scope: 'profile.basic profile.contact' }, /Add `openid` to `scope`/],
  ['an empty scope', { scope: [] }, /Add `openid` to `scope`/],
  ['state: false', { state: false }, /`state: false`/],
  ['a state that the caller manages', { dangerouslyCallerManagedState: true }, /contradicts/],
  [
    'a store of another kind',
    { store: { store: (_a: 1, _b: 2, _c: 3, _d: 4, _e: 5) => undefined, verify: () => undefined } },
    /needs a store.*cookieStore/,
  ],
  ['preset v2', { preset: 'v2' }, /needs `preset: 'kid'`/],
])('the option with %s is a TypeError', (_what, different, words) => {
  const good = { clientID: 'a', clientSecret: 'b', callbackURL: '/c', preset: 'kid' };
  const options = { ...good, dangerouslyAcceptProviderState: true, ...different };
  const make = (): Strategy => new Strategy(options as never, () => undefined);
  expect(make).toThrow(TypeError);
  expect(make).toThrow(words);
});
