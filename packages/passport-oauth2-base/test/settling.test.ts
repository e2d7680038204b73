import { type ProviderStrategy } from 'passport-oauth2-base';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy, oauth2Of, profileIsUser } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
// Jest itself fails a test in which a promise is rejected and nobody looks, or an exception escapes.
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
const boom = (): never => {
  throw new Error('from the application');
};

/** Everything that is called on the strategy during one authentication. */
async function callsOf(
  strategy: ProviderStrategy,
  visitor: Visitor,
  query: object,
  handlers: Partial<Record<'success' | 'fail' | 'redirect' | 'error', () => void>>,
): Promise<string[]> {
  const calls: string[] = [];
  const made = Object.create(strategy) as ProviderStrategy;
  for (const name of ['success', 'fail', 'redirect', 'error'] as const) {
    made[name] = () => {
      calls.push(name);
      handlers[name]?.();
    };
  }
  made.authenticate(visitor.request({ query }), {});
  await settled();
  return calls;
}

describe('R85, A56: authenticate never throws and never rejects', () => {
  let warnings: Error[] = [];
  const remember = (warning: Error): void => void warnings.push(warning);
  beforeEach(() => {
    warnings = [];
    jest.spyOn(process, 'emitWarning').mockImplementation((warning) => remember(warning as Error));
  });
  afterEach(() => jest.restoreAllMocks());

  test('redirect throws', async () => {
    const strategy = makeStrategy(declare(service()));
    expect(await callsOf(strategy, new Visitor(), {}, { redirect: boom })).toEqual(['redirect', 'error']);
  });

  test('success throws', async () => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const state = stateOf(await visitor.start(strategy));
    expect(await callsOf(strategy, visitor, { code: 'c', state }, { success: boom })).toEqual([
      'success',
      'error',
    ]);
  });

  test('fail throws', async () => {
    const strategy = makeStrategy(declare(service()));
    expect(await callsOf(strategy, new Visitor(), { code: 'c', state: 'x' }, { fail: boom })).toEqual([
      'fail',
      'error',
    ]);
  });

  test('fail and error throw: what is left is a warning', async () => {
    const strategy = makeStrategy(declare(service()));
    expect(
      await callsOf(strategy, new Visitor(), { code: 'c', state: 'x' }, { fail: boom, error: boom }),
    ).toEqual(['fail', 'error']);
    expect(warnings).toHaveLength(1);
  });

  test('nothing is there to call', async () => {
    const strategy = makeStrategy(declare(service()));
    strategy.authenticate(new Visitor().request(), {});
    await settled();
    expect(warnings).toHaveLength(1);
  });

  test('an error handler that throws something without a prototype', async () => {
    const throwing = (): never => {
      throw Object.create(null);
    };
    const strategy = makeStrategy(declare(service()));
    // Jest would report an unhandled rejection beside the test: so the last promise is looked at here.
    const escaped: unknown[] = [];
    const { catch: original } = Promise.prototype as {
      catch: (this: unknown, handler: unknown) => Promise<unknown>;
    };
    jest.spyOn(Promise.prototype, 'catch').mockImplementation(function (this: Promise<unknown>, handler) {
      const promise = original.call(this, handler);
      void original.call(promise, (error: unknown) => escaped.push(error));
      return promise;
    });
    await callsOf(strategy, new Visitor(), { code: 'c', state: 'x' }, { fail: throwing, error: throwing });
    expect(escaped.filter((error) => error instanceof TypeError)).toEqual([]);
  });

  test.each([undefined, null, {}])('options %j', async (options) => {
    const outcome = await authenticate(
      makeStrategy(declare(service())),
      new Visitor().request(),
      options as never,
    );
    expect(outcome.kind).toMatch(/redirect|error/);
  });

  test.each([undefined, null, 5, {}, { headers: {} }])('a request %j', async (req) => {
    const outcome = await authenticate(makeStrategy(declare(service())), req as never);
    expect(outcome.kind).toBe('error');
  });
});

describe('what an application replaces', () => {
  const replacements: readonly [name: string, replace: (strategy: ProviderStrategy) => void, kind: string][] =
    [
      ['authorizationParams throws', (s) => (s.authorizationParams = boom), 'error'],
      ['tokenParams throws', (s) => (s.tokenParams = boom), 'error'],
      ['userProfile throws', (s) => (s.userProfile = boom), 'error'],
      [
        'userProfile with two arguments',
        (s) => (s.userProfile = (_t, done) => done(null, { id: 'own' })),
        'success',
      ],
      ['userProfile fails', (s) => (s.userProfile = (_t, done) => done(new Error('x'))), 'error'],
      [
        'userProfile answers twice',
        (s) => (s.userProfile = (_t, done) => (done(null, { id: 1 }), done(new Error('x')))),
        'success',
      ],
      ['getOAuthAccessToken throws', (s) => (oauth2Of(s).getOAuthAccessToken = boom), 'error'],
      [
        'getOAuthAccessToken fails',
        (s) => (oauth2Of(s).getOAuthAccessToken = (_c, _p, done) => done({ statusCode: 500, data: 'x' })),
        'error',
      ],
      [
        'getOAuthAccessToken gives no token',
        (s) => (oauth2Of(s).getOAuthAccessToken = (_c, _p, done) => done(null)),
        'error',
      ],
      [
        'getOAuthAccessToken gives an empty token',
        (s) => (oauth2Of(s).getOAuthAccessToken = (_c, _p, done) => done(null, '', '', {})),
        'error',
      ],
      [
        'getOAuthAccessToken gives a token alone',
        (s) => (oauth2Of(s).getOAuthAccessToken = (_c, _p, done) => done(null, 't')),
        'success',
      ],
      [
        'getOAuthAccessToken answers twice',
        (s) => (oauth2Of(s).getOAuthAccessToken = (_c, _p, done) => (done(null, 't'), done(new Error('x')))),
        'success',
      ],
      [
        '_createOAuthError throws',
        (s) => (
          (s._createOAuthError = boom),
          (oauth2Of(s).getOAuthAccessToken = (_c, _p, done) => done(new Error('x')))
        ),
        'error',
      ],
    ];
  test.each(replacements)('%s: %s', async (_name, replace, kind) => {
    const strategy = makeStrategy(declare(service()));
    replace(strategy);
    const outcome = await new Visitor().login(strategy).catch((error: unknown) => ({ kind: 'error', error }));
    expect(outcome.kind).toBe(kind);
  });
});

describe('one strategy, many requests at once', () => {
  test('fifty logins do not mix', async () => {
    service().token = (res, { body }) => {
      const code = new URLSearchParams(body).get('code');
      setTimeout(
        () =>
          res
            .writeHead(200, { 'content-type': 'application/json' })
            .end(JSON.stringify({ access_token: `token-of-${code}`, token_type: 'Bearer' })),
        Math.random() * 30,
      );
    };
    service().user = (res, { headers }) =>
      void res
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ id: headers.authorization?.split('token-of-')[1] }));
    const strategy = makeStrategy(declare(service()), {}, profileIsUser);
    const before = JSON.stringify(Object.keys(strategy));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        new Visitor().login(strategy, { code: `user-${i}` }, { state: { i } }),
      ),
    );
    outcomes.forEach((outcome, i) =>
      expect(outcome).toMatchObject({ kind: 'success', user: { id: `user-${i}` }, info: { state: { i } } }),
    );
    expect(JSON.stringify(Object.keys(strategy))).toBe(before);
  });

  test('A9: of ten callbacks at once with one state, one counts', async () => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const state = stateOf(await visitor.start(strategy));
    const copies = Array.from({ length: 10 }, () =>
      Object.assign(new Visitor(), { session: structuredClone(visitor.session) }),
    );
    const outcomes = await Promise.all(copies.map((copy) => copy.finish(strategy, { code: 'c', state })));
    expect(outcomes.filter(({ kind }) => kind === 'success')).toHaveLength(1);
    expect(outcomes.filter(({ reason }) => reason === 'state_used')).toHaveLength(9);
    expect(service().at('/token')).toHaveLength(1);
  });
});
