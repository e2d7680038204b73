import assert from 'node:assert/strict';
import { Browser } from '../browser';
import { ended, succeeded } from '../expectations';
import { type LoginApp } from '../login-app';
import { type ContractCase, type World } from '../world';

const isLogin = (name: string): boolean => /^(?:__Host-)?login-/.test(name);

function loginCookies(browser: Browser): readonly string[] {
  return browser.cookieNames().filter(isLogin);
}

/** Starts a login and changes its cookie before the callback. */
async function withSpoilt(world: World, spoil: (value: string) => string): Promise<LoginApp> {
  const app = await world.appWith();
  const callback = await world.consent(app);
  const [name = ''] = loginCookies(world.browser);
  world.browser.setCookie(name, spoil(world.browser.cookie(name) ?? ''));
  const before = world.tokenRequests;
  await world.finish(app, callback);
  assert.equal(world.tokenRequests, before, 'the code was sent to the token endpoint');
  return app;
}

/** The sealed text with one character changed. */
function flipped(value: string, at: number): string {
  const other = value[at] === 'A' ? 'B' : 'A';
  return value.slice(0, at) + other + value.slice(at + 1);
}

/** Pending logins that are kept in cookies. */
export const cookieCases: readonly ContractCase[] = [
  {
    name: 'signs in with no session middleware at all',
    keptIn: 'cookie',
    async run(world) {
      const app = await world.app(false);
      app.use('main', world.strategy(app));
      succeeded(await world.login(app));
      assert.deepEqual(world.browser.cookieNames(), []);
    },
  },
  {
    name: 'finishes two tabs in either order',
    row: 'A11',
    keptIn: 'cookie',
    async run(world) {
      const app = await world.appWith();
      const [first, second] = [await world.consent(app), await world.consent(app)];
      succeeded(await world.finish(app, second));
      succeeded(await world.finish(app, first));
      const [third, fourth] = [await world.consent(app), await world.consent(app)];
      succeeded(await world.finish(app, third));
      succeeded(await world.finish(app, fourth));
    },
  },
  {
    name: 'finishes logins that began at the same moment',
    row: 'A11',
    keptIn: 'cookie',
    async run(world) {
      const app = await world.appWith();
      const callbacks = await Promise.all([1, 2, 3, 4].map(() => world.consent(app)));
      for (const callback of callbacks) succeeded(await world.finish(app, callback));
    },
  },
  {
    name: 'encrypts the login in its cookie, and deletes the cookie at the end',
    row: 'A43',
    keptIn: 'cookie',
    async run(world) {
      const app = await world.appWith();
      Object.assign(app.options, { start: { state: { cart: 'visible-canary' } } });
      const callback = await world.consent(app);
      const [name = ''] = loginCookies(world.browser);
      const value = world.browser.cookie(name) ?? '';
      const decoded = Buffer.from(value, 'base64url').toString('latin1');
      assert.ok(value !== '' && !decoded.includes('visible-canary') && !decoded.includes('verifier'));
      assert.deepEqual((await world.finish(app, callback)).info?.['state'], { cart: 'visible-canary' });
      assert.deepEqual(loginCookies(world.browser), []);
    },
  },
  ...[
    ['a changed first character', (value: string) => flipped(value, 0)],
    ['a changed character of the tag', (value: string) => flipped(value, 20)],
    ['a changed character of the text', (value: string) => flipped(value, value.length - 3)],
    ['its end cut off', (value: string) => value.slice(0, -8)],
    ['only its beginning', (value: string) => value.slice(0, 10)],
    ['nothing in it', () => ''],
    ['something else in it', () => Buffer.from('{"handle":"x"}').toString('base64url')],
  ].map(([what, spoil]): ContractCase => ({
    name: `refuses a login cookie with ${what as string}`,
    row: 'A53',
    keptIn: 'cookie',
    async run(world) {
      const app = await withSpoilt(world, spoil as (value: string) => string);
      ended(app.last as never, 'fail', 'login_cookie_invalid');
    },
  })),
  {
    name: "refuses another login's cookie under its own name",
    row: 'A53',
    keptIn: 'cookie',
    async run(world) {
      const attacker = new Browser();
      const app = await world.appWith();
      await world.consent(app, 'main', attacker);
      const [theirs = ''] = loginCookies(attacker);
      const callback = await world.consent(app);
      const [ours = ''] = loginCookies(world.browser);
      world.browser.setCookie(ours, attacker.cookie(theirs) ?? '');
      ended(await world.finish(app, callback), 'fail', 'login_cookie_invalid');
    },
  },
  {
    name: 'reports state_too_large if the state of the application does not fit into a cookie',
    keptIn: 'cookie',
    async run(world) {
      const app = await world.appWith();
      Object.assign(app.options, { start: { state: { large: 'x'.repeat(1_100) } } });
      await world.browser.open(app.loginURL('main'));
      ended(app.last as never, 'error', 'state_too_large');
    },
  },
];
