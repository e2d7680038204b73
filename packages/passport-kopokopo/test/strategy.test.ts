import express, { type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { KopoKopoClient, Strategy, type KopoKopoProfile } from 'passport-kopokopo';
import { authenticate } from './support/authenticate';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();

type Verify = (...args: never[]) => unknown;
const everyday = (_access: string, _refresh: undefined, profile: KopoKopoProfile): Promise<object> =>
  Promise.resolve({ application: profile.id });

function make(options: object = {}, verify: Verify | undefined = everyday): Strategy {
  return new Strategy({ ...kopokopo.options, ...options } as never, verify);
}

describe('session: false is demanded', () => {
  test.each<[string, object]>([
    ['missing', {}],
    ['true', { session: true }],
    ['undefined', { session: undefined }],
    ['null', { session: null }],
    ['0', { session: 0 }],
    ["'false'", { session: 'false' }],
  ])('session %s: an error, and Kopo Kopo is not asked', async (_what, options) => {
    const verify = jest.fn();
    const requests = await kopokopo.received('token', async () => {
      const { kind, error } = await authenticate(make({}, verify), options);
      expect(kind).toBe('error');
      expect(error).toMatchObject({
        name: 'ProviderError',
        reason: 'session_not_allowed',
        fault: 'configuration',
      });
      expect(error?.['message']).toMatch(/`session: false`.*protects no route/);
    });
    expect(requests).toEqual([]);
    expect(verify).not.toHaveBeenCalled();
  });

  test('nobody is signed in: the visitor has no session before and after, and the next route has no user', async () => {
    const passport = new Passport();
    passport.serializeUser((user, done) => done(null, user));
    passport.use(make());
    const app = express();
    app.use(session({ secret: 'test', resave: false, saveUninitialized: false }));
    app.use(passport.session() as RequestHandler);
    const show: RequestHandler = (req, res) => void res.json({ user: req.user ?? null });
    app.get('/good', passport.authenticate('kopokopo', { session: false }) as RequestHandler, show);
    app.get('/bad', passport.authenticate('kopokopo') as RequestHandler, show);
    app.get('/other', show);
    app.use(((error: { reason: string }, _req, res, _next) => {
      res.status(500).send(error.reason);
    }) as express.ErrorRequestHandler);
    const origin = await kopokopo.listen(app);

    const good = await fetch(`${origin}/good`);
    expect(await good.json()).toEqual({ user: { application: 'kopokopo-emulator' } });
    expect(good.headers.get('set-cookie')).toBeNull();
    expect(await (await fetch(`${origin}/other`)).json()).toEqual({ user: null });
    const bad = await fetch(`${origin}/bad`);
    expect([bad.status, await bad.text()]).toEqual([500, 'session_not_allowed']);
    expect(bad.headers.get('set-cookie')).toBeNull();
  });
});

describe('verify', () => {
  test('gets the token and the application as profile', async () => {
    let given: unknown[] = [];
    const verify = (...args: unknown[]): void => {
      given = args;
      (args.at(-1) as (error: null, user: object) => void)(null, { id: 1 });
    };
    expect(await authenticate(make({}, verify))).toMatchObject({ kind: 'success', user: { id: 1 } });
    const [accessToken, refreshToken, profile, done] = given;
    expect(accessToken).toEqual(expect.stringMatching(/^[\w-]{40,}$/));
    expect(refreshToken).toBeUndefined();
    expect(typeof done).toBe('function');
    const json = {
      resource_owner_id: null,
      scope: [],
      expires_in: expect.any(Number) as number,
      application: { uid: 'kopokopo-emulator' },
      created_at: expect.any(Number) as number,
    };
    const { _raw, ...fields } = profile as KopoKopoProfile;
    expect(fields).toStrictEqual({
      provider: 'kopokopo',
      id: 'kopokopo-emulator',
      displayName: 'kopokopo-emulator',
      scopes: [],
      _json: json,
    });
    expect(JSON.parse(_raw)).toEqual(fields._json);
  });

  test('applicationName is what the profile calls the application', async () => {
    const verify = (_a: string, _r: undefined, profile: KopoKopoProfile): Promise<object> =>
      Promise.resolve(profile);
    const { user } = await authenticate(make({ applicationName: 'Rice & Roses' }, verify));
    expect(user).toMatchObject({ id: 'kopokopo-emulator', displayName: 'Rice & Roses' });
  });

  type Done = (error: unknown, user?: unknown, info?: unknown) => void;
  const req = { url: '/till' };
  test.each<[string, object, Verify]>([
    ['profile, done', {}, (a: string, r: undefined, p: object, done: Done) => done(null, [a, r, p])],
    [
      'params, profile, done',
      {},
      (a: string, r: undefined, q: object, p: object, done: Done) => done(null, [a, r, p, q]),
    ],
    [
      'req, profile, done',
      { passReqToCallback: true },
      (got: object, a: string, r: undefined, p: object, done: Done) => done(null, [a, r, p, undefined, got]),
    ],
    [
      'req, params, profile, done',
      { passReqToCallback: true },
      (got: object, a: string, r: undefined, q: object, p: object, done: Done) =>
        done(null, [a, r, p, q, got]),
    ],
  ])('takes (accessToken, refreshToken, %s)', async (form, options, verify) => {
    const { kind, user } = await authenticate(make(options, verify), { session: false }, req);
    const [accessToken, refreshToken, profile, params, given] = user as unknown[];
    expect(kind).toBe('success');
    expect([typeof accessToken, refreshToken]).toEqual(['string', undefined]);
    expect(profile).toMatchObject({ id: 'kopokopo-emulator' });
    if (form.includes('params'))
      expect(params).toMatchObject({ access_token: accessToken, expires_in: 3600 });
    if (form.includes('req')) expect(given).toMatchObject(req);
  });

  test('as an option it gets tokens, profile and the request', async () => {
    const verify = (login: object): object => login;
    const strategy = new Strategy({ ...kopokopo.options, verify });
    const { user } = await authenticate(strategy, { session: false }, req);
    expect(user).toMatchObject({
      req,
      profile: { id: 'kopokopo-emulator' },
      tokens: { tokenType: 'Bearer', scope: [] },
    });
  });

  test('false is a failure, an error an error', async () => {
    const refuse = (_a: string, _r: undefined, _p: object, done: Done): void =>
      done(null, false, { message: 'no' });
    expect(await authenticate(make({}, refuse))).toEqual({ kind: 'fail', info: { message: 'no' } });
    const fail = (): Promise<never> => Promise.reject(new Error('of the database'));
    expect(await authenticate(make({}, fail))).toMatchObject({
      kind: 'error',
      error: { message: 'of the database' },
    });
  });

  test('skipUserProfile: the token only, one request', async () => {
    const requests = await kopokopo.received('tokenInfo', async () => {
      const verify = (_a: string, _r: undefined, profile: unknown): Promise<object> =>
        Promise.resolve({ profile });
      expect((await authenticate(make({ skipUserProfile: true }, verify))).user).toEqual({
        profile: undefined,
      });
    });
    expect(requests).toEqual([]);
  });
});

test('it is a passport-oauth2 strategy called kopokopo, with a client', () => {
  const strategy = make();
  expect(strategy).toBeInstanceOf(jest.requireActual('passport-oauth2'));
  expect(strategy.name).toBe('kopokopo');
  expect(strategy.client).toBeInstanceOf(KopoKopoClient);
});

test('callbackURL is accepted and ignored', async () => {
  for (const callbackURL of ['/callback', 'http://example-business.com/insecure', '']) {
    expect((await authenticate(make({ callbackURL }))).kind).toBe('success');
  }
});

test('a request that looks like a callback is authorized like any other: nothing in it counts', async () => {
  const query = { code: 'c', state: 's', error: 'access_denied' };
  expect((await authenticate(make(), { session: false }, { query })).kind).toBe('success');
});
