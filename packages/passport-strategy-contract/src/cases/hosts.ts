import assert from 'node:assert/strict';
import { type Browser } from '../browser';
import { ended, succeeded } from '../expectations';
import { type LoginApp } from '../login-app';
import { type ContractCase, type Done, type World } from '../world';

type Robot = readonly [who: string, headers: Readonly<Record<string, string>>, method: 'HEAD' | undefined];

const robots: readonly Robot[] = [
  ['a HEAD request', {}, 'HEAD'],
  ['a prefetch', { 'Sec-Purpose': 'prefetch' }, undefined],
  ['a prerender', { 'Sec-Purpose': 'prefetch;prerender' }, undefined],
  ['a prefetch of an older browser', { Purpose: 'prefetch' }, undefined],
];

/** A request that no person made. Gives why it was refused. */
async function visit(world: World, app: LoginApp, url: string, [, headers, method]: Robot): Promise<unknown> {
  app.last = undefined;
  const page = await world.browser.open(url, headers, method === undefined ? {} : { method });
  assert.equal(page.location, undefined, 'the login was started');
  const { kind, error } = (app.last ?? {}) as { kind?: string; error?: { status?: unknown } };
  return [kind, error?.status];
}

const automatedCases = robots.map((robot): ContractCase => ({
  name: `signs in after ${robot[0]} of the login and of the callback`,
  row: 'A74',
  async run(world) {
    const refused = ['error', robot[2] === 'HEAD' ? 405 : 503];
    const app = await world.appWith();
    for (let i = 0; i < 6; i += 1) {
      assert.deepEqual(await visit(world, app, app.loginURL('main'), robot), refused);
    }
    assert.deepEqual(world.browser.cookieNames(), [], 'something was stored');
    const callback = await world.consent(app);
    const before = world.tokenRequests;
    assert.deepEqual(await visit(world, app, callback, robot), refused);
    assert.equal(world.tokenRequests, before, 'the code was sent to the token endpoint');
    succeeded(await world.finish(app, callback));
  },
}));

const parsers: readonly (readonly [name: string, parse: (search: string) => unknown])[] = [
  ['not parsed', () => undefined],
  ['an empty object (`query parser` false)', () => ({})],
  ['a URLSearchParams', (search) => new URLSearchParams(search)],
  ['a Map', (search) => new Map(new URLSearchParams(search))],
];

const unparsedCases = parsers.map(([what, parseQuery]): ContractCase => ({
  name: `reads a callback whose query is ${what}`,
  row: 'A75',
  async run(world) {
    const app = await world.appWith();
    Object.assign(app.options, { parseQuery });
    succeeded(await world.login(app));
  },
}));

const dotted = ['/..//evil.example', '/.//evil.example', '/foo/..//evil.example', '/%2e%2e//evil.example'];

/** Five strategies of one application; `main` is the last. */
async function fiveClients(world: World, verify?: (...args: never[]) => unknown): Promise<LoginApp> {
  const app = await world.app();
  for (const name of ['one', 'two', 'three', 'four']) {
    app.use(name, world.strategy(app, { clientID: `client-${name}` }, undefined, 'main'));
  }
  app.use('main', world.strategy(app, verify ? { passReqToCallback: true } : {}, verify));
  Object.assign(app.options, { start: { returnTo: `/${'x'.repeat(2_047)}` } });
  return app;
}

/** 50 starts at each of them. Gives the callback of the last. */
async function flood(world: World, app: LoginApp, check: () => void): Promise<string> {
  for (let login = 0; login < 50; login += 1) {
    for (const name of ['one', 'two', 'three', 'four', 'main']) {
      await world.start(app, name);
      check();
    }
  }
  return world.consent(app);
}

function headerOf(browser: Browser): string {
  return browser
    .cookieNames()
    .map((name) => `${name}=${browser.cookie(name) ?? ''}`)
    .join('; ');
}

/** What the application around a strategy does, and who visits it. */
export const hostCases: readonly ContractCase[] = [
  ...automatedCases,
  ...unparsedCases,
  {
    name: 'says that a posted callback needs a body parser, and does not start over',
    row: 'A75',
    async run(world) {
      const app = await world.appWith();
      const callback = new URL(await world.consent(app));
      app.last = undefined;
      const page = await world.browser.open(
        app.callbackURL('main'),
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        { method: 'POST', body: callback.search.slice(1) },
      );
      assert.equal(page.location, undefined, 'the login was started over');
      ended(app.last as never, 'error', 'callback_unparsed');
      assert.match(String((app.last as never as { error: unknown }).error), /express\.urlencoded/);
      succeeded(await world.finish(app, callback));
    },
  },
  {
    name: 'refuses a returnTo whose dots lead to another host',
    row: 'A69',
    async run(world) {
      for (const returnTo of dotted) {
        const app = await world.appWith();
        Object.assign(app.options, { start: { returnTo } });
        const outcome = await world.login(app);
        succeeded(outcome);
        assert.equal(outcome.info?.['returnTo'], undefined, returnTo);
      }
    },
  },
  {
    name: 'keeps 50 logins of each of five clients within 4 KB of cookies, and the newest works',
    row: 'A12',
    keptIn: 'cookie',
    async run(world) {
      const app = await fiveClients(world);
      const callback = await flood(world, app, () => {
        assert.ok(headerOf(world.browser).length <= 4_096, `${headerOf(world.browser).length} bytes`);
      });
      succeeded(await world.finish(app, callback));
    },
  },
  {
    name: 'keeps 50 logins of each of five clients within 2 KB of the session, and the newest works',
    row: 'A12',
    keptIn: 'session',
    async run(world) {
      let pending = '';
      const verify = (
        { session }: { session: object },
        _access: string,
        _refresh: string,
        { id }: { id: string },
        done: Done,
      ): void => {
        pending = JSON.stringify(
          Object.fromEntries(Object.entries(session).filter(([name]) => name !== 'cookie')),
        );
        done(null, { id });
      };
      const app = await fiveClients(world, verify);
      succeeded(await world.finish(app, await flood(world, app, () => undefined)));
      assert.ok(pending.length > 1_000 && pending.length <= 2_048, `${pending.length} bytes`);
    },
  },
];
