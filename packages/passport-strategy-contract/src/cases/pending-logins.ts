import { ended, succeeded } from '../expectations';
import { type ContractCase } from '../world';

/** Several pending logins in one browser. */
export const pendingLoginCases: readonly ContractCase[] = [
  {
    name: 'finishes the newer of two tabs, and reports session_regenerated in the older one',
    keptIn: 'session',
    row: 'A11',
    async run(world) {
      const app = await world.appWith();
      const [first, second] = [await world.consent(app), await world.consent(app)];
      succeeded(await world.finish(app, second));
      ended(await world.finish(app, first), 'fail', 'session_regenerated');
    },
  },
  {
    name: 'finishes a tab after another was denied',
    row: 'A11',
    async run(world) {
      const app = await world.appWith();
      const first = await world.consent(app);
      const second = await world.service.authorize(await world.start(app), { decision: 'deny' });
      ended(await world.finish(app, second), 'fail', 'access_denied');
      succeeded(await world.finish(app, first));
    },
  },
  {
    name: 'finishes both tabs under keepSessionInfo, in either order',
    keptIn: 'session',
    row: 'A11',
    async run(world) {
      const app = await world.appWith();
      Object.assign(app.options, { callback: { keepSessionInfo: true } });
      const [first, second] = [await world.consent(app), await world.consent(app)];
      succeeded(await world.finish(app, second));
      succeeded(await world.finish(app, first));
    },
  },
  {
    name: 'keeps five pending logins, and drops the oldest',
    keptIn: 'session',
    row: 'A12',
    async run(world) {
      const app = await world.appWith();
      const callbacks: string[] = [];
      for (let login = 0; login < 6; login += 1) callbacks.push(await world.consent(app));
      ended(await world.finish(app, callbacks[0] as string), 'fail', world.unknown('state_unknown'));
      succeeded(await world.finish(app, callbacks[1] as string));
    },
  },
];
