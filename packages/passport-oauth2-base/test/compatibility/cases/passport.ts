import { createRequire } from 'node:module';
import { Passport } from 'passport';
import { login, observe, type Case } from '../observe';
import { type Subject } from '../subjects';
import { OAuth2Strategy } from '../../support/passport-oauth2';
import { stateOf, Visitor } from 'passport-strategy-contract/harness';

const { Strategy: BaseStrategy } = createRequire(__filename)('passport') as { Strategy: new () => object };
const { TokenError, AuthorizationError, InternalOAuthError } = OAuth2Strategy as unknown as Readonly<
  Record<string, new () => Error>
>;

type Middleware = (req: unknown, res: unknown, next: (error?: unknown) => void) => void;

/** What Passport itself makes of a request. */
function through(
  passport: InstanceType<typeof Passport>,
  name: string,
  req: object,
): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    const headers: Record<string, unknown> = {};
    const res: Record<string, unknown> = {
      statusCode: 200,
      setHeader: (key: string, value: unknown) => ((headers[key] = value), res),
    };
    res['end'] = (body?: string) => resolve({ status: res.statusCode, location: headers['Location'], body });
    const middleware = passport.authenticate(name, { session: false }) as Middleware;
    middleware(req, res, (error) =>
      resolve({ error: (error as Error | undefined)?.name, user: (req as { user?: unknown }).user }),
    );
  });
}

async function signIn(it: Subject, name: string | undefined): Promise<object> {
  const [passport, visitor, strategy] = [new Passport(), new Visitor(), it.make()];
  if (name === undefined) passport.use(strategy as never);
  else passport.use(name, strategy as never);
  const used = name ?? strategy.name;
  const { status, location } = await through(passport, used, visitor.request());
  const state = stateOf(new URL(String(location)));
  const end = await through(passport, used, visitor.request({ query: { code: 'c', state } }));
  const denied = await through(passport, used, visitor.request({ query: { code: 'c', state } }));
  return { status, end, denied };
}

/** The class of an error that a login ends with. */
async function errorOf(it: Subject, query: object, Wanted: (new () => Error) | undefined): Promise<boolean> {
  const [visitor, strategy] = [new Visitor(), it.make()];
  const state = stateOf(await visitor.start(strategy));
  return new Promise((resolve) => {
    const made = Object.create(strategy) as typeof strategy;
    made.error = (error: unknown) =>
      resolve(Wanted !== undefined && error instanceof Wanted && error instanceof Error);
    made.authenticate(visitor.request({ query: { state, ...query } }), {});
  });
}

export const passportCases: readonly Case[] = [
  {
    name: 'instanceof',
    run: (it) => ({ seen: [it.make() instanceof OAuth2Strategy, it.make() instanceof BaseStrategy] }),
  },
  { name: 'passport.use(strategy)', run: async (it) => ({ seen: await signIn(it, undefined) }) },
  { name: "passport.use('other', strategy)", run: async (it) => ({ seen: await signIn(it, 'other') }) },
  {
    name: 'strategy.name is set to another',
    run: (it) => {
      const strategy = it.make();
      strategy.name = 'other';
      const passport = new Passport();
      passport.use(strategy as never);
      return { seen: Object.keys((passport as unknown as { _strategies: object })._strategies) };
    },
  },
  {
    name: 'one strategy, two logins at once, on objects made from it',
    run: async (it) => {
      const strategy = it.make();
      Object.freeze(strategy);
      const ends = await Promise.all([
        login(it, strategy, { start: { state: { n: 1 } } }),
        login(it, strategy, { start: { state: { n: 2 } } }),
      ]);
      return { seen: ends.map(({ kind, info }) => ({ kind, info })) };
    },
  },
  {
    name: 'TokenError is passport-oauth2’s',
    run: async (it) => {
      it.service.token = { status: 400, json: { error: 'invalid_grant' } };
      return { seen: await errorOf(it, { code: 'c' }, TokenError) };
    },
  },
  {
    name: 'InternalOAuthError is passport-oauth2’s',
    run: async (it) => {
      it.service.token = { status: 500, body: 'x' };
      return { seen: await errorOf(it, { code: 'c' }, InternalOAuthError) };
    },
  },
  {
    name: 'AuthorizationError is passport-oauth2’s',
    run: async (it) => ({ seen: await errorOf(it, { error: 'server_error' }, AuthorizationError) }),
  },
  {
    name: 'authenticate() without options',
    run: async (it) => {
      const strategy = it.make();
      const made = Object.create(strategy) as typeof strategy;
      const { pathname } = await new Promise<URL>((resolve) => {
        made.redirect = (url: string) => resolve(new URL(url));
        made.authenticate(new Visitor().request());
      });
      return { seen: pathname };
    },
  },
  {
    name: 'what a challenge says besides',
    run: async (it) => {
      const [visitor, strategy] = [new Visitor(), it.make()];
      const state = stateOf(await visitor.start(strategy));
      const query = { error: 'access_denied', error_description: 'No', state };
      const seen = await new Promise<unknown>((resolve) => {
        const made = Object.assign(Object.create(strategy) as typeof strategy, { fail: resolve });
        made.authenticate(visitor.request({ query }), {});
      });
      return { kind: (await observe(strategy, visitor.request())).kind, seen };
    },
    ours: {
      differs: 'words',
      theirs: { seen: { message: 'No' } },
      ours: {
        seen: expect.objectContaining({
          message: 'No',
          reason: 'access_denied',
          fault: 'user',
          hint: expect.any(String) as string,
          provider: 'acme',
          retryable: false,
        }),
      },
    },
  },
];
