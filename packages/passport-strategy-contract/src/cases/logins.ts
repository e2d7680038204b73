import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { faults } from 'passport-provider-emulator';
import { succeeded } from '../expectations';
import { type LoginApp, type Outcome } from '../login-app';
import { type ContractCase, type Done, type World } from '../world';

type Profile = {
  readonly provider: string;
  readonly id: string;
  readonly _json: unknown;
  readonly _raw: string;
};
type Params = Readonly<Record<string, unknown>>;

/** Signs in with this verify function. */
async function loginSeen(
  world: World,
  options: object,
  verify: (...args: never[]) => unknown,
): Promise<Outcome> {
  const outcome = await world.login(await world.appWith(options, verify));
  succeeded(outcome);
  return outcome;
}

async function startWith(world: World, start: Readonly<Record<string, unknown>>): Promise<LoginApp> {
  const app = await world.appWith();
  Object.assign(app.options, { start });
  return app;
}

/** Logins that succeed, with every form of verify. */
export const loginCases: readonly ContractCase[] = [
  {
    name: 'signs in by callback, with a whole profile and a token',
    async run(world) {
      let seen: { accessToken: unknown; profile: Profile } | undefined;
      const outcome = await loginSeen(
        world,
        {},
        (accessToken: string, _refresh: string, profile: Profile, done: Done) => {
          seen = { accessToken, profile };
          done(null, { id: profile.id });
        },
      );
      assert.ok(typeof seen?.accessToken === 'string' && seen.accessToken !== '');
      assert.equal(seen.profile.provider, world.name);
      assert.equal(seen.profile.id, world.userID);
      assert.deepEqual(JSON.parse(seen.profile._raw), JSON.parse(JSON.stringify(seen.profile._json)));
      assert.deepEqual(outcome.user, { id: seen.profile.id });
      assert.ok(!seen.profile._raw.includes(seen.accessToken), 'a token is in _raw');
    },
  },
  {
    name: 'signs in by promise',
    async run(world) {
      const verify = (_access: string, _refresh: string, { id }: Profile): Promise<object> =>
        Promise.resolve({ id });
      const outcome = await loginSeen(world, {}, verify);
      assert.deepEqual(outcome.user, { id: world.userID });
    },
  },
  {
    name: 'signs in by the `verify` option, with tokens that are hidden when they are printed',
    async run(world) {
      let shown = '';
      let token = '';
      const outcome = await loginSeen(
        world,
        {
          verify: ({ tokens, profile }: { tokens: { accessToken: string }; profile: Profile }) => {
            shown = inspect(tokens);
            token = tokens.accessToken;
            assert.ok(
              JSON.stringify(tokens).includes(token),
              'JSON must keep the token: sessions persist by it',
            );
            return Promise.resolve({ id: profile.id });
          },
        },
        undefined as never,
      );
      assert.ok(token !== '' && !shown.includes(token));
      assert.deepEqual(outcome.user, { id: world.userID });
    },
  },
  {
    name: 'gives the token response to a verify callback of five arguments',
    async run(world) {
      let params: Params | undefined;
      await loginSeen(world, {}, (_a: string, _r: string, given: Params, profile: Profile, done: Done) => {
        params = given;
        done(null, { id: profile.id });
      });
      assert.equal(typeof params?.['access_token'], 'string');
      assert.ok(!('refresh_token' in (params ?? {})), 'passport-oauth2 takes the refresh token out');
    },
  },
  {
    name: 'gives the request first under passReqToCallback',
    async run(world) {
      let path: unknown;
      await loginSeen(
        world,
        { passReqToCallback: true },
        (req: { path: string }, _a: string, _r: string, profile: Profile, done: Done) => {
          path = req.path;
          done(null, { id: profile.id });
        },
      );
      assert.equal(path, '/callback/main');
    },
  },
  {
    name: 'gives request and token response to a verify callback of six arguments',
    async run(world) {
      let seen: unknown[] = [];
      await loginSeen(
        world,
        { passReqToCallback: true },
        (req: { path: string }, _a: string, _r: string, params: Params, profile: Profile, done: Done) => {
          seen = [req.path, typeof params['access_token']];
          done(null, { id: profile.id });
        },
      );
      assert.deepEqual(seen, ['/callback/main', 'string']);
    },
  },
  {
    name: 'counts a rest function as the form without the token response (NestJS)',
    async run(world) {
      await loginSeen(world, {}, (...args: unknown[]) => {
        assert.equal(args.length, 4);
        (args[3] as Done)(null, { id: (args[2] as Profile).id });
      });
    },
  },
  {
    name: 'gives back application state, an object or a string',
    async run(world) {
      for (const state of [{ cart: [1, 2] }, 'a string of the application']) {
        const app = await startWith(world, { state });
        const location = new URL(await world.start(app));
        assert.ok(!location.href.includes('application'), 'the state of the application is on the wire');
        const outcome = await world.finish(app, await world.service.authorize(location));
        assert.deepEqual(outcome.info?.['state'], state);
      }
    },
  },
  {
    name: 'gives back returnTo, and only if it stays in the application',
    row: 'A15',
    async run(world) {
      const safe = await startWith(world, { returnTo: '/orders?page=2#top' });
      assert.equal((await world.login(safe)).info?.['returnTo'], '/orders?page=2#top');
      for (const returnTo of [
        '//evil.example',
        '/\\evil.example',
        'https://evil.example',
        '/\t/evil',
        'javascript:1',
      ]) {
        const app = await startWith(world, { returnTo });
        const outcome = await world.login(app);
        succeeded(outcome);
        assert.equal(outcome.info?.['returnTo'], undefined, returnTo);
      }
    },
  },
  {
    name: 'leaves the profile out with skipUserProfile',
    async run(world) {
      const before = world.service.requests.length;
      let profile: unknown = 'untouched';
      await loginSeen(
        world,
        { skipUserProfile: true },
        (_a: string, _r: string, given: unknown, done: Done) => {
          profile = given;
          done(null, { id: 'somebody' });
        },
      );
      assert.equal(profile, undefined);
      const endpoints = world.service.requests.slice(before).map(({ endpoint }) => endpoint);
      assert.ok(!endpoints.includes('userProfile'));
    },
  },
  {
    name: 'works on an object made from the strategy, as Passport does for each request',
    async run(world) {
      const app = await world.app();
      const strategy = world.strategy(app);
      app.use('main', Object.create(strategy) as typeof strategy);
      succeeded(await world.login(app));
    },
  },
  {
    name: 'makes a new session id at login',
    keptIn: 'session',
    row: 'A16',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      const before = world.browser.cookie('connect.sid');
      succeeded(await world.finish(app, callback));
      const after = world.browser.cookie('connect.sid');
      assert.ok(before && after && before !== after);
    },
  },
  {
    name: 'reads a profile whose characters are cut between two packets',
    row: 'A37',
    async run(world) {
      let name: unknown;
      const app = await world.appWith(
        { ...world.contract.profileFromEndpoint },
        (_a: string, _r: string, profile: { _raw: string; id: string }, done: Done) => {
          name = profile._raw;
          done(null, { id: profile.id });
        },
      );
      const callback = await world.consent(app);
      world.service.fault('userProfile', faults.splitCharacter());
      const outcome = await world.finish(app, callback);
      succeeded(outcome);
      assert.ok(typeof name === 'string' && !name.includes('\ufffd'));
    },
  },
];
