import assert from 'node:assert/strict';
import { Browser } from '../browser';
import { later } from '../clock';
import { ended, succeeded } from '../expectations';
import { type ContractCase, type World } from '../world';

/** A callback with its `state` replaced or removed. */
function withState(callback: string, state: string | undefined): URL {
  const url = new URL(callback);
  if (state === undefined) url.searchParams.delete('state');
  else url.searchParams.set('state', state);
  return url;
}

/** Asserts that nothing was sent to the token endpoint meanwhile. */
async function withoutTokenRequest(world: World, run: () => Promise<void>): Promise<void> {
  const before = world.tokenRequests;
  await run();
  assert.equal(world.tokenRequests, before, 'the code was sent to the token endpoint');
}

const forged = 'A'.repeat(43);

/** Callbacks that belong to no login of this browser. */
export const stateCases: readonly ContractCase[] = [
  {
    name: 'refuses a wrong state',
    row: 'A6',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      await withoutTokenRequest(world, async () => {
        ended(await world.finish(app, withState(callback, forged)), 'fail', world.unknown('state_unknown'));
      });
      assert.equal(app.last?.status, 403);
    },
  },
  {
    name: 'refuses a missing state',
    row: 'A6',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      await withoutTokenRequest(world, async () => {
        ended(await world.finish(app, withState(callback, undefined)), 'fail', 'state_missing');
      });
    },
  },
  {
    name: "refuses a callback in a browser that has no cookie (somebody else's code)",
    row: 'A6',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      await withoutTokenRequest(world, async () => {
        ended(
          await world.finish(app, callback, new Browser()),
          'fail',
          world.unknown('session_cookie_missing'),
        );
      });
    },
  },
  {
    name: 'refuses a callback in a browser with another session',
    row: 'A8',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      const victim = new Browser();
      await world.start(app, 'main', victim);
      await withoutTokenRequest(world, async () => {
        ended(await world.finish(app, callback, victim), 'fail', world.unknown('state_unknown'));
      });
    },
  },
  {
    name: 'refuses a callback that was used, after a success',
    row: 'A9',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      succeeded(await world.finish(app, callback));
      await withoutTokenRequest(world, async () => {
        ended(await world.finish(app, callback), 'fail', 'state_used');
      });
    },
  },
  {
    name: 'refuses a callback that was used, after a failure',
    row: 'A9',
    async run(world) {
      const app = await world.appWith();
      const denied = await world.service.authorize(await world.start(app), { decision: 'deny' });
      ended(await world.finish(app, denied), 'fail', 'access_denied');
      ended(await world.finish(app, denied), 'fail', 'state_used');
    },
  },
  {
    name: 'accepts one of two callbacks that arrive at the same moment',
    row: 'A9',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      const before = world.tokenRequests;
      await Promise.all([world.browser.open(callback), world.browser.open(callback)]);
      assert.equal(world.tokenRequests, before + 1);
    },
  },
  {
    name: 'refuses a state after ten minutes, and not before',
    row: 'A10',
    async run(world) {
      const app = await world.appWith();
      const late = await world.consent(app);
      await later(10 * 60_000 + 1_000, async () => {
        ended(await world.finish(app, late), 'fail', 'state_expired');
      });
      const start = await world.start(app);
      await later(9 * 60_000, async () => {
        succeeded(await world.finish(app, await world.service.authorize(start)));
      });
    },
  },
  {
    name: "refuses another strategy's state, and leaves that login alone",
    row: 'A3',
    async run(world) {
      const app = await world.appWith();
      const { clientID } = world.service.otherClient;
      app.use('other', world.strategy(app, { clientID }, undefined, 'other'));
      const callback = new URL(await world.consent(app));
      const elsewhere = new URL(app.callbackURL('other'));
      elsewhere.search = callback.search;
      await withoutTokenRequest(world, async () => {
        ended(await world.finish(app, elsewhere), 'fail', world.unknown('state_unknown'));
      });
      succeeded(await world.finish(app, callback));
    },
  },
  {
    name: 'refuses a state that was made for another callback URL',
    row: 'A4',
    async run(world) {
      const app = await world.appWith();
      Object.assign(app.options, { start: { callbackURL: app.callbackURL('other') } });
      const callback = new URL(await world.consent(app));
      const here = new URL(app.callbackURL('main'));
      here.search = callback.search;
      await withoutTokenRequest(world, async () => {
        ended(await world.finish(app, here), 'fail', 'state_foreign');
      });
    },
  },
  {
    name: 'finishes a pending login after forged callbacks',
    row: 'A6',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      ended(await world.finish(app, withState(callback, forged)), 'fail', world.unknown('state_unknown'));
      const error = new URL(`${app.callbackURL('main')}?error=access_denied&state=${forged}`);
      ended(await world.finish(app, error), 'fail', world.unknown('state_unknown'));
      succeeded(await world.finish(app, callback));
    },
  },
  {
    name: 'reports a forged error without a state as state_missing, and not as a denial',
    row: 'A42',
    async run(world) {
      const app = await world.appWith();
      await world.start(app);
      const forgedError = `${app.callbackURL('main')}?error=access_denied&error_description=x`;
      ended(await world.finish(app, forgedError), 'fail', 'state_missing');
    },
  },
  {
    name: 'reports session_missing at the login route and at the callback',
    keptIn: 'session',
    async run(world) {
      const app = await world.app(false);
      app.use('main', world.strategy(app));
      await world.browser.open(app.loginURL('main'));
      ended(app.last as never, 'error', 'session_missing');
      const callback = `${app.callbackURL('main')}?code=a&state=${forged}`;
      ended(await world.finish(app, callback), 'error', 'session_missing');
    },
  },
  {
    name: 'refuses a callback with repeated parameters',
    row: 'A40',
    async run(world) {
      const app = await world.appWith();
      const callback = await world.consent(app);
      await withoutTokenRequest(world, async () => {
        for (const extra of ['code=b', 'state=b', 'error=b', 'error=b&error=c']) {
          const outcome = await world.finish(app, `${callback}&${extra}`);
          assert.notEqual(outcome.kind, 'success', extra);
          assert.ok(
            ['callback_malformed', 'authorization_refused'].includes(outcome.reason ?? ''),
            outcome.reason,
          );
        }
      });
    },
  },
  {
    name: 'uses a new state for every login, and a new challenge if it sends one',
    row: 'A14',
    async run(world) {
      const app = await world.appWith();
      const seen = new Set<string>();
      let sent = 0;
      for (let login = 0; login < 20; login += 1) {
        const { searchParams } = new URL(await world.start(app));
        for (const name of ['state', 'code_challenge']) {
          const value = searchParams.get(name);
          if (value === null) continue;
          assert.match(value, /^[A-Za-z0-9_-]{43}$/);
          seen.add(value);
          sent += 1;
        }
      }
      assert.ok(sent >= 20);
      assert.equal(seen.size, sent);
    },
  },
];
