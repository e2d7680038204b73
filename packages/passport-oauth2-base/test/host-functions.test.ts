import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import type { ProviderStrategy } from 'passport-oauth2-base';
import { Browser } from 'passport-strategy-contract';
import { declare, eachTestHasService, makeStrategy } from 'passport-strategy-contract/harness';
import type { Done } from './support/verify';

// What the application does in its functions must not let anybody in, end the process, or lose the reason. Every row
// is played through a real Express application whose protected handler must not run.

const service = eachTestHasService();
let server: Server | undefined;
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())));

interface Ending {
  readonly status: number;
  readonly reason: string | undefined;
  /** The handlers that ran: the protected one, and the next route of the same path. */
  readonly ran: readonly string[];
  readonly user: unknown;
  readonly error: unknown;
}

/** A whole login through Express. */
async function loginThroughExpress(strategy: ProviderStrategy, options: object = {}): Promise<Ending> {
  const passport = new Passport();
  passport.use('acme', strategy as never);
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: Express.User, done) => done(null, user));
  const ran: string[] = [];
  let error: unknown;
  let user: unknown;
  const app = express();
  app.use(session({ secret: 'test', resave: false, saveUninitialized: false }));
  app.get('/login', passport.authenticate('acme', options) as RequestHandler);
  app.get('/callback', passport.authenticate('acme', options) as RequestHandler, (req, res) => {
    ran.push('protected');
    user = req.user;
    res.end();
  });
  app.get('/callback', (_req, res) => {
    ran.push('next route');
    res.end();
  });
  const onError: ErrorRequestHandler = (failed: unknown, _req, res, _next) => {
    error = failed;
    res.status((failed as { status?: number }).status ?? 500).end();
  };
  app.use(onError);
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = new Browser();
  const { location, status: startStatus } = await browser.open(`${origin}/login`);
  if (location === undefined) return { status: startStatus, reason: reasonOf(error), ran, user, error };
  const state = new URL(location).searchParams.get('state');
  const { status } = await browser.open(`${origin}/callback?code=c&state=${state}`);
  return { status, reason: reasonOf(error), ran, user, error };
}

function reasonOf(error: unknown): string | undefined {
  return (error as { reason?: string } | undefined)?.reason;
}

/** Values that are no errors, and that Express takes for "go on", or that break whoever reads them. */
const badValues: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['0', 0],
  ['NaN', NaN],
  ['0n', 0n],
  ["''", ''],
  ['false', false],
  ["'route'", 'route'],
  ["'router'", 'router'],
  ['a symbol', Symbol('s')],
  ['a revoked Proxy', revokedProxy()],
  ['a getter that throws', Object.defineProperty({}, 'status', { get: () => fail() })],
];

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function fail(): never {
  throw new Error('getter');
}

function throwing(value: unknown): () => never {
  return () => {
    throw value;
  };
}

const rejecting = (value: unknown) => (): Promise<never> => Promise.reject(value);

const storeWith = (failing: 'store' | 'verify', run: () => unknown): object => ({
  store: (_r: never, _v: never, _s: never, _m: never, done: Done) =>
    failing === 'store' ? run() : done(null, 'handle'),
  verify: (_r: never, _h: never, _m: never, done: Done) =>
    failing === 'verify' ? run() : done(null, 'v'.repeat(43)),
});

/** Each function of the application, failing by `run`. */
const hooks: Readonly<Record<string, (run: () => unknown) => ProviderStrategy>> = {
  verify: (run) => strategyWith({}, (_a: never, _r: never, _p: never, _d: Done) => run()),
  'verify without done': (run) => strategyWith({}, (_a: never, _r: never, _p: never) => run()),
  'the option verify': (run) => strategyWith({ verify: run }),
  store: (run) => strategyWith({ store: storeWith('store', run) }),
  'verify of the store': (run) => strategyWith({ store: storeWith('verify', run) }),
  'skipUserProfile by value': (run) => strategyWith({ skipUserProfile: () => run() }),
  'skipUserProfile by callback': (run) =>
    strategyWith({ skipUserProfile: (_t: string, _done: Done) => run() }),
  userProfile: (run) => Object.assign(strategyWith(), { userProfile: run }),
  authorizationParams: (run) => Object.assign(strategyWith(), { authorizationParams: run }),
  tokenParams: (run) => Object.assign(strategyWith(), { tokenParams: run }),
  getOAuthAccessToken: (run) => {
    const strategy = strategyWith();
    Object.assign(strategy._oauth2, { getOAuthAccessToken: run });
    return strategy;
  },
};

function strategyWith(options: object = {}, verify?: (...args: never[]) => unknown): ProviderStrategy {
  return makeStrategy(declare(service()), { timeout: 300, ...options }, verify);
}

let unhandled: unknown[];
let warn: jest.SpyInstance;
const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
beforeEach(() => {
  unhandled = [];
  process.on('unhandledRejection', onUnhandled);
  warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
});
afterEach(async () => {
  await sleep(5);
  process.off('unhandledRejection', onUnhandled);
  jest.restoreAllMocks();
  expect(unhandled).toEqual([]);
});

describe.each(Object.keys(hooks))('A59 %s', (name) => {
  const make = hooks[name] as (run: () => unknown) => ProviderStrategy;

  test.each(badValues)('that throws %s lets nobody in', async (_title, value) => {
    const ending = await loginThroughExpress(make(throwing(value)));
    expect(ending).toMatchObject({ status: 500, ran: [], user: undefined });
  });

  test.each(badValues)('that rejects with %s lets nobody in', async (_title, value) => {
    const ending = await loginThroughExpress(make(rejecting(value)));
    expect(ending).toMatchObject({ status: 500, ran: [], user: undefined });
  });

  test('A60 that rejects with an error ends as that error', async () => {
    const ending = await loginThroughExpress(make(rejecting(new Error('from the application'))));
    expect(ending).toMatchObject({ status: 500, ran: [] });
    expect(String(ending.error)).toContain('from the application');
  });
});

test.each(["'route'", "'router'"])('A59 done(%s) is an error, and skips to no route', async (text) => {
  const strategy = strategyWith({}, (_a: never, _r: never, _p: never, done: Done) => done(text.slice(1, -1)));
  expect(await loginThroughExpress(strategy)).toMatchObject({
    status: 500,
    reason: 'application_error',
    ran: [],
  });
});

test.each([undefined, null, false, 0, ''])('done(%j) is no error, as in passport-oauth2', async (nothing) => {
  const strategy = strategyWith({}, (_a: never, _r: never, _p: never, done: Done) =>
    done(nothing, { id: 1 }),
  );
  expect(await loginThroughExpress(strategy)).toMatchObject({ status: 200, user: { id: 1 } });
});

test('A59 the value is in `cause`', async () => {
  const { error } = await loginThroughExpress(strategyWith({ verify: throwing('route') }));
  expect(error).toMatchObject({ reason: 'application_error', cause: 'route' });
});

test.each([
  ['throws', throwing('route')],
  ['rejects', rejecting('route')],
  ['gives a promise', () => Promise.resolve(new Error('x'))],
  ['gives text', () => 'route'],
])('A59 a parseErrorResponse that %s does not replace the error', async (_title, hook) => {
  const strategy = Object.assign(strategyWith(), { parseErrorResponse: hook });
  service().token = { status: 400, json: { error: 'invalid_grant' } };
  expect(await loginThroughExpress(strategy)).toMatchObject({
    status: 502,
    reason: 'token_refused',
    ran: [],
  });
});

test.each([
  [async () => Promise.resolve(false), 1],
  [async () => Promise.resolve(true), 0],
])('A60 an asynchronous skipUserProfile is awaited', async (skipUserProfile, requests) => {
  expect(await loginThroughExpress(strategyWith({ skipUserProfile }))).toMatchObject({ status: 200 });
  expect(service().at('/user')).toHaveLength(requests);
});

test('A60 asynchronous authorizationParams and tokenParams are awaited', async () => {
  const strategy = Object.assign(strategyWith(), {
    authorizationParams: async () => Promise.resolve({ prompt: 'consent' }),
    tokenParams: async () => Promise.resolve({ audience: 'api' }),
  });
  expect(await loginThroughExpress(strategy)).toMatchObject({ status: 200 });
  expect(service().at('/token')[0]?.body).toContain('audience=api');
});

describe('A61 one answer', () => {
  const ada = { id: 'ada' };
  const foreign = (value: unknown): Promise<unknown> =>
    (runInNewContext('(value) => Promise.resolve(value)') as (value: unknown) => Promise<unknown>)(value);
  type VerifyForm = (...args: never[]) => unknown;
  const withDone = (run: (done: Done) => unknown): readonly VerifyForm[] => [
    (_a: never, _r: never, _p: never, done: Done) => run(done),
    (_a: never, _r: never, _t: never, _p: never, done: Done) => run(done),
    (...args: unknown[]) => run(args.at(-1) as Done),
  ];
  const withRequest = (run: (done: Done) => unknown): readonly VerifyForm[] => [
    (_q: never, _a: never, _r: never, _p: never, done: Done) => run(done),
    (_q: never, _a: never, _r: never, _t: never, _p: never, done: Done) => run(done),
  ];
  const lengthOnly = (length: number, run: VerifyForm): VerifyForm =>
    Object.defineProperty((...args: never[]) => run(...args), 'length', { value: length });

  const refusals: readonly (readonly [string, (done: Done) => unknown])[] = [
    [
      'a promise of a user resolves before done(null, false)',
      async (done) => (setTimeout(done, 20, null, false), Promise.resolve(ada)),
    ],
    ['a promise of another realm', (done) => (setTimeout(done, 20, null, false), foreign(ada))],
    ['done(null, false) before the value', async (done) => (done(null, false), Promise.resolve(ada))],
    ['a plain value beside done(null, false)', (done) => (setTimeout(done, 20, null, false), ada)],
    ['done(null, false), then done(null, user)', (done) => (done(null, false), done(null, ada))],
  ];

  test.each(refusals)('only done answers: %s', async (_title, run) => {
    for (const verify of withDone(run))
      expect(await loginThroughExpress(strategyWith({}, verify))).toMatchObject({ status: 401, ran: [] });
    for (const verify of withRequest(run))
      expect(await loginThroughExpress(strategyWith({ passReqToCallback: true }, verify))).toMatchObject({
        status: 401,
        ran: [],
      });
  });

  test.each(['resolves', 'resolves to a user'])(
    'a function with done that %s and calls nothing ends',
    async (title) => {
      const value = title === 'resolves' ? undefined : ada;
      for (const verify of withDone(async () => Promise.resolve(value)))
        expect(await loginThroughExpress(strategyWith({}, verify))).toMatchObject({
          status: 500,
          reason: 'verify_unanswered',
          ran: [],
        });
    },
  );

  test.each([0, 4, 5])('length %d: the value never counts', async (length) => {
    const verify = lengthOnly(length, async () => Promise.resolve(ada));
    expect(await loginThroughExpress(strategyWith({}, verify))).toMatchObject({
      reason: 'verify_unanswered',
    });
  });

  test.each([1, 2, 3])('length %d: promise, thenable and plain value count', async (length) => {
    for (const value of [
      Promise.resolve(ada),
      { then: (yes: (user: unknown) => void) => yes(ada) },
      ada,
      foreign(ada),
    ])
      expect(
        await loginThroughExpress(
          strategyWith(
            {},
            lengthOnly(length, () => value),
          ),
        ),
      ).toMatchObject({
        status: 200,
        user: ada,
      });
    for (const value of [Promise.resolve(undefined), Promise.resolve(null), false, null])
      expect(
        await loginThroughExpress(
          strategyWith(
            {},
            lengthOnly(length, () => value),
          ),
        ),
      ).toMatchObject({
        status: 401,
      });
  });

  test('length 3: done counts, too, and plain `undefined` waits for it', async () => {
    const verify = lengthOnly(
      3,
      (...args: readonly unknown[]) => void setTimeout(args.at(-1) as () => void, 5, null, ada),
    );
    expect(await loginThroughExpress(strategyWith({}, verify))).toMatchObject({ status: 200, user: ada });
  });

  const promises: readonly (readonly [string, () => unknown])[] = [
    ['a promise of null', () => Promise.resolve(null)],
    ['a promise of a user', () => Promise.resolve(ada)],
    ['a promise of another realm', () => foreign(null)],
    ['a query', () => ({ then: () => fail() })],
  ];
  test.each(promises)('%s is never a user', async (_title, make) => {
    for (const options of [{}, { session: false }])
      for (const verify of withDone((done) => done(null, make())))
        expect(await loginThroughExpress(strategyWith({}, verify), options)).toMatchObject({
          status: 500,
          reason: 'user_is_promise',
          ran: [],
        });
  });

  test('a rejection after the answer is one warning', async () => {
    const strategy = strategyWith({}, async (_a: never, _r: never, _p: never, done: Done) => {
      done(null, ada);
      await Promise.resolve();
      throw new Error('late');
    });
    for (let i = 0; i < 3; i += 1) expect(await loginThroughExpress(strategy)).toMatchObject({ status: 200 });
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

test('A62 a query that is returned beside done runs once', async () => {
  let runs = 0;
  const query = {
    then: (yes: (value: unknown) => void) => {
      runs += 1;
      yes({ id: 1 });
    },
  };
  const strategy = strategyWith({}, (_a: never, _r: never, _p: never, done: Done) => {
    void Promise.resolve(query).then((user) => done(null, user));
    return query;
  });
  expect(await loginThroughExpress(strategy)).toMatchObject({ status: 200, user: { id: 1 } });
  expect(runs).toBe(1);
});

test.each(['store', 'verify'] as const)(
  'an asynchronous store whose `%s` calls nothing ends',
  async (method) => {
    const strategy = strategyWith({ store: storeWith(method, async () => Promise.resolve('handle')) });
    expect(await loginThroughExpress(strategy)).toMatchObject({
      status: 500,
      reason: 'hook_unanswered',
      ran: [],
    });
  },
);
