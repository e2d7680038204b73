import { login, observe, type Case, type Observed } from '../observe';
import { type Done, type Subject } from '../subjects';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';

const tokens = {
  access_token: 'a',
  token_type: 'Bearer',
  refresh_token: 'r',
  expires_in: 5,
  custom: { n: 1 },
};

/** A verify function with as many arguments as a case wants; gives what it got as the user. */
async function got(
  it: Subject,
  arity: number,
  options: object = {},
  token: object = tokens,
): Promise<Observed> {
  it.service.token = { json: token };
  let seen: readonly unknown[] = [];
  const verify = (...args: unknown[]): void => {
    seen = args.slice(0, -1).map((arg) => (isRequest(arg) ? '(request)' : arg));
    (args.at(-1) as Done)(null, { id: 1 });
  };
  Object.defineProperty(verify, 'length', { value: arity });
  const { kind, user, info } = await login(it, it.make(options, verify));
  return { kind, user, info, seen };
}

const isRequest = (arg: unknown): boolean => typeof arg === 'object' && arg !== null && 'headers' in arg;

/** A login that ends as verify says. */
async function says(it: Subject, answer: (done: Done) => unknown, state?: unknown): Promise<Observed> {
  const verify = (_access: string, _refresh: string, _profile: unknown, done: Done): unknown => answer(done);
  const { requests: _requests, ...end } = await login(it, it.make({}, verify), { start: { state } });
  return end;
}

const forms = [0, 3, 4, 5, 6, 7].flatMap((arity) => [false, true].map((req) => [arity, req] as const));
const answers = (name: string, answer: (done: Done) => unknown, state?: unknown): Case => ({
  name,
  run: (it) => says(it, answer, state),
});

export const verifyCases: readonly Case[] = [
  ...forms.map(([arity, passReqToCallback]): Case => ({
    name: `${arity} arguments, ${passReqToCallback ? 'with' : 'without'} the request`,
    run: (it) => got(it, arity, { passReqToCallback }),
  })),
  { name: 'no refresh token', run: (it) => got(it, 5, {}, { access_token: 'a', token_type: 'Bearer' }) },
  { name: 'skipUserProfile gives no profile', run: (it) => got(it, 4, { skipUserProfile: true }) },
  {
    name: 'the request is the request',
    run: async (it) => {
      const visitor = new Visitor();
      let given: unknown;
      const verify = (req: unknown, _a: string, _r: string, _p: unknown, done: Done): void => {
        given = req;
        done(null, {});
      };
      const strategy = it.make({ passReqToCallback: true }, verify);
      const req = visitor.request({ query: { code: 'c', state: stateOf(await visitor.start(strategy)) } });
      await observe(strategy, req);
      return { seen: given === req };
    },
  },
  answers('a user', (done) => done(null, { id: 1 })),
  answers('a user and info', (done) => done(null, { id: 1 }, { scope: 'a' })),
  answers('a user, info and state', (done) => done(null, { id: 1 }, { scope: 'a' }), { own: 1 }),
  answers('a user and info that is text', (done) => done(null, { id: 1 }, 'text'), { own: 1 }),
  answers('a user that is text', (done) => done(null, 'user')),
  answers('a user later', (done) => void setImmediate(done, null, { id: 1 })),
  answers('false', (done) => done(null, false)),
  answers('false with info', (done) => done(null, false, { message: 'Not here' })),
  answers('false with text', (done) => done(null, false, 'Not here')),
  answers('no user at all', (done) => done(null)),
  answers('an error', (done) => done(new RangeError('mine'))),
  answers('an error that is text', (done) => done('text')),
  answers('an error and a user', (done) => done(new Error('mine'), { id: 1 })),
  answers('an exception', () => {
    throw new RangeError('mine');
  }),
  {
    name: 'info is the same object',
    run: async (it) => {
      const info = { scope: 'a' };
      await says(it, (done) => done(null, { id: 1 }, info), { own: 1 });
      return { seen: info };
    },
  },
  {
    name: 'a promise of the user',
    run: async (it) => {
      const verify = (_access: string, _refresh: string, _profile: unknown): unknown =>
        Promise.resolve({ id: 1 });
      const { requests: _requests, ...end } = await login(it, it.make({}, verify), {});
      return end;
    },
    ours: {
      differs: 'verifyPromise',
      theirs: { kind: 'pending', user: undefined, info: undefined },
      ours: { kind: 'success', user: { id: 1 }, info: {} },
    },
  },
  {
    name: "an error that Express takes for `next('route')`",
    run: async (it) => {
      const visitor = new Visitor();
      const strategy = it.make({}, (_a: string, _r: string, _p: unknown, done: Done) => done('route'));
      const query = { code: 'c', state: stateOf(await visitor.start(strategy)) };
      const { kind, error } = await authenticate(strategy, visitor.request({ query }));
      return { kind, seen: error === 'route' };
    },
    ours: {
      differs: 'thrownValues',
      theirs: { kind: 'error', seen: true },
      ours: { kind: 'error', seen: false },
    },
  },
  {
    name: 'an asynchronous skipUserProfile',
    run: async (it) => {
      let profile: unknown = 'not called';
      const verify = (_a: string, _r: string, given: unknown, done: Done): void => {
        profile = given;
        done(null, {});
      };
      await login(it, it.make({ skipUserProfile: async () => Promise.resolve(false) }, verify), {});
      return { seen: profile === undefined };
    },
    ours: { differs: 'asyncFunctions', theirs: { seen: true }, ours: { seen: false } },
  },
  {
    name: 'two answers',
    run: async (it) => {
      const ended: unknown[] = [];
      const [visitor, strategy] = [new Visitor(), it.make({}, twice)];
      const query = { code: 'c', state: stateOf(await visitor.start(strategy)) };
      const end = (how: string) => () => void ended.push(how);
      Object.assign(strategy, { success: end('success'), fail: end('fail'), error: end('error') });
      strategy.authenticate(visitor.request({ query }), {});
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { seen: ended };
    },
    ours: { differs: 'once', theirs: { seen: ['success', 'fail'] }, ours: { seen: ['success'] } },
  },
];

function twice(_access: string, _refresh: string, _profile: unknown, done: Done): void {
  done(null, { id: 1 });
  done(null, false);
}
