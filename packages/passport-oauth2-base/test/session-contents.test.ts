import { later } from 'passport-strategy-contract';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const key = 'oauth2:acme:client-1';
const handle = 'h'.repeat(43);
const record = { handle, verifier: 'v'.repeat(43), startedAt: Date.now(), binding: 'b'.repeat(22) };

const garbage: readonly (readonly [name: string, value: unknown])[] = [
  ...[null, 0, 1, '', 'text', true, {}, [], [null], [[]], [undefined], ['x', 5, {}, []]].map(
    (value) => [JSON.stringify(value), value] as const,
  ),
  ['an object like a list', { length: 1, 0: record }],
  ['the record itself', record],
  ['a nested list', [[record]]],
  ['a forged record', [record]],
  ...Object.keys(record).flatMap((name) =>
    [null, 5, {}, [], true].map(
      (value) => [`${name} ${JSON.stringify(value)}`, [{ ...record, [name]: value }]] as const,
    ),
  ),
  ['a record without prototype', [Object.assign(Object.create(null) as object, record)]],
  ['an own `__proto__`', JSON.parse(`[{"__proto__":${JSON.stringify(record)}}]`)],
  ['a record from the future', [{ ...record, startedAt: Date.now() + 1e12 }]],
  ['an endless record', [{ ...record, startedAt: Infinity }]],
  ['a list of 100,000', Array.from({ length: 100_000 }, () => ({ ...record, handle: 'x' }))],
  ['equal handles', [record, record, record]],
  ['an empty handle', [{ ...record, handle: '' }]],
];

test.each(garbage)(
  'A53: with %s in the session, a callback fails and a start works',
  async (_name, value) => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    for (const state of [handle, undefined, '']) {
      visitor.session[key] = value;
      const outcome = await visitor.finish(strategy, { code: 'c', state });
      expect(outcome).toMatchObject({ kind: 'fail', status: 403 });
      expect(outcome.reason).toMatch(/^state_(unknown|missing|foreign|used|expired)$/);
    }
    expect(service().requests).toHaveLength(0);
    visitor.session[key] = value;
    expect((await visitor.login(strategy)).kind).toBe('success');
  },
);

test('A53: a login of another session is unknown, even when the whole record is pasted without its handle', async () => {
  const strategy = makeStrategy(declare(service()));
  const [victim, attacker] = [new Visitor(), new Visitor()];
  const state = stateOf(await victim.start(strategy));
  await attacker.start(strategy);
  expect((await attacker.finish(strategy, { code: 'c', state })).reason).toBe('state_unknown');
  expect((await victim.finish(strategy, { code: 'c', state })).kind).toBe('success');
});

test('A9: a cookie session that is put back does not bring the login back', async () => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  const state = stateOf(await visitor.start(strategy));
  const kept = JSON.stringify(visitor.session);
  expect((await visitor.finish(strategy, { code: 'c', state })).kind).toBe('success');
  visitor.session = JSON.parse(kept) as Record<string, unknown>;
  expect((await visitor.finish(strategy, { code: 'c', state })).reason).toBe('state_used');
});

describe('A12: fifty starts', () => {
  const pendingOf = (visitor: Visitor): unknown[] => visitor.session[key] as unknown[];
  const states: readonly (readonly [name: string, state: unknown, most: number])[] = [
    ['without state', undefined, 5],
    ['with a short state', { cart: 1 }, 5],
    ['with a state of 500 characters', 'x'.repeat(500), 2],
    ['with a state of 3 KB: the newest login alone', 'x'.repeat(3_000), 1],
  ];
  test.each(states)('A12: %s', async (_name, state, most) => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    let last = '';
    for (let i = 0; i < 50; i++) last = stateOf(await visitor.start(strategy, { state }));
    expect(pendingOf(visitor)).toHaveLength(most);
    if (most > 1) expect(JSON.stringify(pendingOf(visitor)).length).toBeLessThanOrEqual(2_048);
    expect((await visitor.finish(strategy, { code: 'c', state: last })).kind).toBe('success');
  });

  test('A12: the limit holds in bytes', async () => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    for (let i = 0; i < 5; i++) await visitor.start(strategy, { state: '漢'.repeat(300) });
    expect(Buffer.byteLength(JSON.stringify(pendingOf(visitor)))).toBeLessThanOrEqual(2_048);
  });

  const recordsOf = ({ session }: Visitor): Record<string, unknown> =>
    Object.fromEntries(Object.entries(session).filter(([, value]) => Array.isArray(value)));

  test('A12: at each of five providers, with keys of their own and a returnTo of 2,048 characters', async () => {
    const emitted = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const strategies = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      makeStrategy(declare(service(), { name }), name > 'c' ? { sessionKey: `mine-${name}` } : {}),
    );
    const visitor = new Visitor();
    visitor.session['cart'] = ['x'.repeat(3_000)];
    for (let login = 0; login < 50; login++) {
      for (const strategy of strategies) {
        const state = stateOf(await visitor.start(strategy, { returnTo: `/${'x'.repeat(2_047)}` }));
        const { cart, ...records } = recordsOf(visitor);
        expect(cart).toEqual(['x'.repeat(3_000)]);
        expect(Buffer.byteLength(JSON.stringify(records))).toBeLessThanOrEqual(2_048);
        if (login === 49) expect((await visitor.finish(strategy, { code: 'c', state })).kind).toBe('success');
      }
    }
    emitted.mockRestore();
  });

  test('A12: expired logins of other strategies leave, then the oldest', async () => {
    const [first, second] = ['a', 'b'].map((name) => makeStrategy(declare(service(), { name })));
    if (!first || !second) throw new Error();
    const visitor = new Visitor();
    const old = stateOf(await visitor.start(first, { state: 's'.repeat(600) }));
    await later(660_000, () => visitor.start(second));
    expect(Object.keys(visitor.session)).toEqual(['oauth2:b:client-1']);
    visitor.session = {};
    const states: string[] = [];
    for (let at = 0; at < 3; at++) {
      const start = (): Promise<URL> => visitor.start(first, { state: 's'.repeat(600) });
      states.push(stateOf(await later(at * 1_000, start)));
    }
    await later(3_000, () => visitor.start(second, { state: 's'.repeat(600) }));
    const kept = JSON.stringify(visitor.session);
    expect([old, ...states].map((state) => kept.includes(state))).toEqual([false, false, false, true]);
  });

  test('A12: lists of the application that are no logins are let alone', async () => {
    const visitor = new Visitor();
    const own = {
      empty: [],
      mixed: [record, { id: 1 }],
      list: Array.from({ length: 500 }, () => ({ id: 1 })),
    };
    Object.assign(visitor.session, own);
    for (let i = 0; i < 20; i++)
      await visitor.start(makeStrategy(declare(service())), { state: 's'.repeat(900) });
    expect(visitor.session).toMatchObject(own);
  });

  test('A12: a session that keeps its members behind `data()` and cannot delete', async () => {
    const members: Record<string, unknown> = {};
    const session = new Proxy(
      Object.assign(Object.create(null) as object, { data: () => ({ ...members }) }),
      {
        get: (target, name) => (name === 'data' ? target.data : members[String(name)]),
        set: (_target, name, value) => ((members[String(name)] = value), true),
        deleteProperty: () => true,
      },
    );
    const visitor = new Visitor();
    let last: URL | undefined;
    for (const name of ['a', 'b', 'c', 'd', 'e', 'a', 'b', 'c', 'd', 'e', 'f', 'f', 'f', 'f', 'f', 'f']) {
      const strategy = makeStrategy(declare(service(), { name }));
      const { url = '' } = await authenticate(strategy, visitor.request({ session }));
      last = new URL(url);
      expect(Buffer.byteLength(JSON.stringify(members))).toBeLessThanOrEqual(2_048);
    }
    const query = { code: 'c', state: stateOf(last as URL) };
    const strategy = makeStrategy(declare(service(), { name: 'f' }));
    expect((await authenticate(strategy, visitor.request({ session, query }))).kind).toBe('success');
  });

  test('A12: nothing is left when all have come back', async () => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const started = [];
    for (let i = 0; i < 3; i++) started.push(stateOf(await visitor.start(strategy)));
    for (const state of started) await visitor.finish(strategy, { error: 'access_denied', state });
    expect(visitor.session).toEqual({});
  });
});

describe('where the session store keeps logins', () => {
  const rows: readonly (readonly [name: string, options: object, expected: string])[] = [
    ['by default', {}, key],
    ['store: true', { store: true }, key],
    ['store: false', { store: false }, key],
    ['sessionKey', { sessionKey: 'mine' }, 'mine'],
    ['sessionKey and store: true', { sessionKey: 'mine', store: true }, 'mine'],
  ];
  test.each(rows)('%s', async (_name, options, expected) => {
    const visitor = new Visitor();
    await visitor.start(makeStrategy(declare(service()), options));
    expect(Object.keys(visitor.session)).toEqual([expected]);
  });

  test('two clients of one provider do not see one another', async () => {
    const [first, second] = ['a', 'b'].map((clientID) => makeStrategy(declare(service()), { clientID }));
    if (!first || !second) throw new Error();
    const visitor = new Visitor();
    const state = stateOf(await visitor.start(first));
    expect((await visitor.finish(second, { code: 'c', state })).reason).toBe('state_unknown');
    expect((await visitor.finish(first, { code: 'c', state })).kind).toBe('success');
  });

  test.each([{ toJSON: () => ({ x: 1 }) }, { deep: { list: [1, null] } }, 'text', 0, false, ''])(
    'application state %j survives the session',
    async (state) => {
      const outcome = await new Visitor().login(makeStrategy(declare(service())), {}, { state });
      const kept = JSON.parse(JSON.stringify(state)) as unknown;
      expect(outcome).toMatchObject({ kind: 'success', info: kept ? { state: kept } : {} });
    },
  );

  test('state that is no JSON is an error and no crash', async () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    await visitor.start(strategy);
    expect((await authenticate(strategy, visitor.request(), { state: circular })).kind).toBe('error');
    expect((await authenticate(strategy, visitor.request(), { state: { big: 1n } })).kind).toBe('error');
  });
});

test('R6: without state and PKCE, nothing is kept and nothing is checked, as passport-oauth2 has it', async () => {
  const strategy = makeStrategy(declare(service()), { state: false, pkce: false });
  const visitor = new Visitor();
  const url = await visitor.start(strategy);
  expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'redirect_uri', 'response_type']);
  expect(visitor.session).toEqual({});
  expect((await visitor.finish(strategy, { code: 'c' })).kind).toBe('success');
});
