import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const linking = { assignProperty: 'account' };

interface Row {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly start?: object;
  readonly finish?: object;
  readonly reason?: string;
}

const rows: readonly Row[] = [
  { name: 'the same user', before: { id: 1 }, after: { id: 1 } },
  { name: 'the same user, by id', before: 'u1', after: 'u1' },
  { name: 'nobody before and after', before: undefined, after: undefined },
  { name: 'another user', before: 'u1', after: 'u2', reason: 'user_changed' },
  { name: 'another user of the same text', before: '1', after: 1, reason: 'user_changed' },
  { name: 'nobody before', before: undefined, after: 'u1', reason: 'user_changed' },
  { name: 'nobody after', before: 'u1', after: undefined, reason: 'user_changed' },
  {
    name: 'a sign-in that comes back as linking',
    before: 'u1',
    after: 'u1',
    start: {},
    reason: 'user_changed',
  },
  {
    name: 'linking that comes back as a sign-in',
    before: 'u1',
    after: 'u1',
    finish: {},
    reason: 'user_changed',
  },
];

test.each(rows)('A8: $name', async ({ before, after, start = linking, finish = linking, reason }) => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  if (before !== undefined) visitor.session['passport'] = { user: before };
  const state = stateOf(await visitor.start(strategy, start));
  visitor.session['passport'] = after === undefined ? {} : { user: after };
  const outcome = await visitor.finish(strategy, { code: 'c', state }, finish);
  expect(outcome.reason ?? outcome.kind).toBe(reason ?? 'success');
  expect(service().at('/token')).toHaveLength(reason ? 0 : 1);
  if (!reason) return;
  expect(outcome).toMatchObject({ kind: 'fail', status: 403, info: { fault: 'tampering' } });
  // Whoever is signed in now cannot try again with the same callback.
  const again = await visitor.finish(strategy, { code: 'c', state }, start);
  expect(again.reason).toBe('state_used');
});

test('A42: a forged denial under linking touches nothing', async () => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  visitor.session['passport'] = { user: 'u1' };
  const state = stateOf(await visitor.start(strategy, linking));
  expect((await visitor.finish(strategy, { error: 'access_denied', state: 'x' }, linking)).reason).toBe(
    'state_unknown',
  );
  expect((await visitor.finish(strategy, { code: 'c', state }, linking)).kind).toBe('success');
});

test('linking works, or says why not, with a store that keeps no state', async () => {
  const store = {
    store: (_req: unknown, _meta: unknown, done: (error: unknown, handle: string) => void) => done(null, 'h'),
    verify: (_req: unknown, _handle: unknown, done: (error: unknown, ok: boolean) => void) =>
      done(null, true),
  };
  const strategy = makeStrategy(declare(service()), { store, pkce: false });
  const started = new Visitor().login(strategy, {}, linking);
  await expect(started).rejects.toMatchObject({ cause: { reason: 'store_keeps_no_state' } });
});
