import { OAuth2Strategy } from './support/passport-oauth2';
import { sessionStore, type ProviderStrategy } from 'passport-oauth2-base';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

type Done = (error: unknown, ...values: unknown[]) => void;
type Method = (...args: never[]) => void;

/** An application's store of any argument counts; `kept` is what it was given. */
function recordingStore(
  storeLength: number,
  verifyLength: number,
  answer?: (done: Done, kept: unknown[]) => void,
) {
  const kept: unknown[][] = [];
  const asked: unknown[][] = [];
  const store = (...args: unknown[]): void => {
    kept.push(args.slice(0, -1));
    (args.at(-1) as Done)(null, 'their-handle');
  };
  const verify = (...args: unknown[]): void => {
    asked.push(args.slice(0, -1));
    const done = args.at(-1) as Done;
    const [last = []] = kept.slice(-1);
    if (answer) return answer(done, last);
    done(null, storeLength === 5 ? last[1] : true, storeLength === 5 ? last[2] : last[1]);
  };
  return {
    kept,
    asked,
    store: Object.defineProperty(store, 'length', { value: storeLength }) as Method,
    verify: Object.defineProperty(verify, 'length', { value: verifyLength }) as Method,
  };
}

async function loginWith(strategy: ProviderStrategy, options: object = {}) {
  const visitor = new Visitor();
  const state = stateOf(await visitor.start(strategy, options));
  return { state, outcome: await visitor.finish(strategy, { code: 'c', state }, options) };
}

describe('argument counts, as passport-oauth2 tells them apart', () => {
  const rows = [2, 3, 4, 5].flatMap((storeLength) =>
    [3, 4].map((verifyLength) => ({ storeLength, verifyLength })),
  );
  test.each(rows)(
    'store of $storeLength and verify of $verifyLength, without PKCE',
    async ({ storeLength, verifyLength }) => {
      const store = recordingStore(storeLength, verifyLength);
      const strategy = makeStrategy(declare(service()), { store, pkce: false });
      const { state, outcome } = await loginWith(strategy, { state: { own: 1 } });
      expect(state).toBe('their-handle');
      expect(outcome.kind).toBe('success');
      expect(store.kept[0]).toHaveLength(storeLength - 1);
      expect(store.asked[0]).toHaveLength(verifyLength - 1);
      expect(service().at('/token')[0]?.body).not.toContain('code_verifier');
      if (storeLength >= 4) {
        expect(store.kept[0]).toContainEqual({ own: 1 });
        expect(outcome.info).toEqual({ state: { own: 1 } });
      }
    },
  );

  test.each([3, 4])('store of 5 and verify of %d under PKCE', async (verifyLength) => {
    const store = recordingStore(5, verifyLength);
    const { outcome } = await loginWith(makeStrategy(declare(service()), { store }));
    expect(outcome.kind).toBe('success');
    const verifier = store.kept[0]?.[1] as string;
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(new URLSearchParams(service().at('/token')[0]?.body).get('code_verifier')).toBe(verifier);
    expect(store.kept[0]?.[3]).toMatchObject({
      clientID: 'client-1',
      callbackURL: 'https://app.example/callback',
    });
  });
});

describe('A9: stores that say no, or something odd', () => {
  const rows: readonly [
    name: string,
    answer: (done: Done) => void,
    kind: string,
    reason: string | undefined,
  ][] = [
    ['refuses', (done) => done(null, false), 'fail', 'state_rejected'],
    ['refuses with a message', (done) => done(null, false, { message: 'no' }), 'fail', 'state_rejected'],
    ['refuses with a reason', (done) => done(null, false, { reason: 'mine' }), 'fail', 'mine'],
    ['refuses with nothing at all', (done) => done(null), 'fail', 'state_rejected'],
    ['refuses by an empty verifier', (done) => done(null, ''), 'fail', 'state_rejected'],
    ['fails', (done) => done(new Error('store')), 'error', undefined],
    [
      'throws',
      () => {
        throw new Error('store');
      },
      'error',
      undefined,
    ],
    ['gives true for a verifier', (done) => done(null, true), 'error', 'verifier_missing'],
    ['gives a number for a verifier', (done) => done(null, 5), 'error', 'verifier_missing'],
    ['gives an object for a verifier', (done) => done(null, { verifier: 'x' }), 'error', 'verifier_missing'],
    [
      'refuses, then accepts',
      (done) => (done(null, false), done(null, 'v'.repeat(43))),
      'fail',
      'state_rejected',
    ],
    ['fails, then accepts', (done) => (done(new Error('x')), done(null, 'v'.repeat(43))), 'error', undefined],
    [
      'answers and throws',
      (done) => {
        done(null, false);
        throw new Error('late');
      },
      'fail',
      'state_rejected',
    ],
  ];
  test.each(rows)('A9: verify %s', async (_name, answer, kind, reason) => {
    const strategy = makeStrategy(declare(service()), { store: recordingStore(5, 4, answer) });
    const { outcome } = await loginWith(strategy);
    expect([outcome.kind, outcome.reason]).toEqual([kind, reason]);
    if (kind === 'fail') expect(outcome.status).toBe(403);
    expect(service().at('/token')).toHaveLength(0);
  });

  test('accepts twice: one token request, one outcome', async () => {
    const twice = (done: Done): void => (done(null, 'v'.repeat(43)), done(null, 'w'.repeat(43)));
    const { outcome } = await loginWith(
      makeStrategy(declare(service()), { store: recordingStore(5, 4, twice) }),
    );
    expect(outcome.kind).toBe('success');
    expect(service().at('/token')).toHaveLength(1);
  });

  const starts: readonly [name: string, store: (done: Done) => void, kind: string][] = [
    ['fails', (done) => done(new Error('x')), 'error'],
    [
      'throws',
      () => {
        throw new Error('x');
      },
      'error',
    ],
    ['calls back twice', (done) => (done(null, 'a'), done(null, 'b')), 'redirect'],
    ['gives no handle', (done) => done(null), 'redirect'],
  ];
  test.each(starts)('store %s', async (_name, run, kind) => {
    const store = (_r: unknown, _v: unknown, _s: unknown, _m: unknown, done: Done) => run(done);
    const verify = (_r: unknown, _h: unknown, _m: unknown, done: Done) => done(null, false);
    const strategy = makeStrategy(declare(service()), { store: { store, verify } });
    const outcome = await authenticate(strategy, new Visitor().request());
    expect(outcome.kind).toBe(kind);
    if (outcome.url) expect(new URL(outcome.url).searchParams.getAll('state').join()).toMatch(/^a?$/);
  });

  test('a refusal that is text reaches the application', async () => {
    const answer = (done: Done): void => done(null, false, 'expired by our rules');
    const { outcome } = await loginWith(
      makeStrategy(declare(service()), { store: recordingStore(5, 4, answer) }),
    );
    expect(JSON.stringify(outcome.info)).toContain('expired by our rules');
  });
});

describe('what a login carries beside the application’s state', () => {
  const mark = 'passport-oauth2-base';
  test('application state stays as it is where there is nothing else', async () => {
    const store = recordingStore(5, 4);
    await loginWith(makeStrategy(declare(service()), { store }), { state: 'plain' });
    expect(store.kept[0]?.[2]).toBe('plain');
  });

  test('returnTo and scope come back, and the state without them', async () => {
    const store = recordingStore(5, 4);
    let scope: unknown;
    const verify = (login: { tokens: { scope: unknown } }) => ((scope = login.tokens.scope), { id: 1 });
    const strategy = makeStrategy(declare(service()), { store, verify });
    const { outcome } = await loginWith(strategy, {
      state: { own: 1 },
      returnTo: '/after?x=1',
      scope: ['a', 'b'],
    });
    expect(outcome.info).toEqual({ state: { own: 1 }, returnTo: '/after?x=1' });
    expect(scope).toEqual(['a', 'b']);
  });

  const forged = [
    { [mark]: 1, returnTo: '/evil', linkedUser: 'x', scope: 'admin' },
    { [mark]: 1, returnTo: 'https://evil.example', state: 'inner' },
    { [mark]: {}, linkedUser: null },
  ];
  test.each(forged)('A15: an application state of %j is only that', async (state) => {
    const store = recordingStore(5, 4);
    const { outcome } = await loginWith(makeStrategy(declare(service()), { store }), { state });
    expect(outcome).toMatchObject({ kind: 'success', info: { state } });
    expect(outcome.info).not.toHaveProperty('returnTo');
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil', '/\t/evil', 5, {}, null])(
    'A15: a store that gives a returnTo of %j back is not believed',
    async (returnTo) => {
      const answer = (done: Done): void => done(null, 'v'.repeat(43), { [mark]: 1, returnTo });
      const { outcome } = await loginWith(
        makeStrategy(declare(service()), { store: recordingStore(5, 4, answer) }),
      );
      expect(outcome).toMatchObject({ kind: 'success', info: {} });
      expect(outcome.info).not.toHaveProperty('returnTo');
    },
  );
});

describe('sessionStore() with a strategy of passport-oauth2 itself', () => {
  test('A9: signs in once, under its key, and only with its own state', async () => {
    const plain = new OAuth2Strategy(
      {
        authorizationURL: `${service().origin}/authorize`,
        tokenURL: `${service().origin}/token`,
        clientID: 'client-1',
        clientSecret: 's',
        callbackURL: 'https://app.example/callback',
        state: true,
        pkce: 'S256',
        store: sessionStore({ key: 'mine' }),
      },
      (_access: string, _refresh: string, _profile: unknown, done: Done) => done(null, { id: 1 }),
    ) as ProviderStrategy;
    const visitor = new Visitor();
    const state = stateOf(await visitor.start(plain, { state: { own: 1 } }));
    expect(Object.keys(visitor.session)).toEqual(['mine']);
    expect((await visitor.finish(plain, { code: 'c', state: 'x' })).reason).toBe('state_unknown');
    expect(await visitor.finish(plain, { code: 'c', state })).toMatchObject({
      kind: 'success',
      info: { state: { own: 1 } },
    });
    expect(new URLSearchParams(service().at('/token')[0]?.body).get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect((await visitor.finish(plain, { code: 'c', state })).reason).toBe('state_used');
  });
});
