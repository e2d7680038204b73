import { login, observe, type Case, type Observed } from '../observe';
import { type Subject } from '../subjects';
import { stateOf, Visitor } from 'passport-strategy-contract/harness';

const begun = async (it: Subject, options: object = {}, perRequest: object = {}): Promise<unknown> => {
  const visitor = new Visitor();
  await visitor.start(it.make(options), perRequest);
  return Object.keys(visitor.session);
};

/** A login whose callback is not what the service sent. */
async function forged(it: Subject, query: object, then: 'stop' | 'finish' = 'stop'): Promise<Observed> {
  const [visitor, strategy] = [new Visitor(), it.make()];
  const state = stateOf(await visitor.start(strategy));
  const first = await observe(strategy, visitor.request({ query: { code: 'c', state, ...query } }));
  if (then === 'stop') return first;
  const { kind, user } = await observe(strategy, visitor.request({ query: { code: 'c', state } }));
  return { kind, user };
}

const wholeLogin = (name: string, options: object, start: object = {}): Case => ({
  name,
  run: (it) => login(it, it.make(options), { start }),
});

const said = (message: unknown): Observed => ({ challenge: { message } });
const text = (part: string): string => expect.stringContaining(part) as string;

export const stateCases: readonly Case[] = [
  wholeLogin('a login with state and PKCE', {}),
  wholeLogin('a login with state alone', { pkce: false }),
  wholeLogin('a login with neither', { state: false, pkce: false }),
  wholeLogin('a state object comes back', {}, { state: { returnTo: '/after', n: 1 } }),
  wholeLogin('a state object comes back with store: true', { pkce: false, store: true }, { state: { n: 1 } }),
  wholeLogin('a list as state comes back', {}, { state: ['a', 1] }),
  wholeLogin('an empty text as state', {}, { state: '' }),
  { name: 'sessionKey', run: async (it) => ({ seen: await begun(it, { sessionKey: 'mine' }) }) },
  {
    name: 'the session is clean after the login',
    run: async (it) => {
      const visitor = new Visitor();
      const { kind } = await login(it, it.make(), { visitor });
      return { kind, seen: visitor.session };
    },
  },
  {
    name: 'the key in the session',
    run: async (it) => ({ seen: await begun(it) }),
    ours: {
      differs: 'sessionKey',
      theirs: { seen: ['oauth2:127.0.0.1'] },
      ours: { seen: ['oauth2:acme:client-1'] },
    },
  },
  {
    name: 'a state object with state: true alone',
    run: (it) => login(it, it.make({ pkce: false }), { start: { state: { n: 1 } } }),
    ours: { differs: 'ownState', theirs: { info: {} }, ours: { info: { state: { n: 1 } } } },
  },
  {
    name: 'a state that is text goes where',
    run: (it) => observe(it.make(), new Visitor().request(), { state: 'my-state' }),
    ours: {
      differs: 'ownState',
      theirs: { parameters: expect.objectContaining({ state: 'my-state' }) as never },
      ours: { parameters: expect.objectContaining({ state: '(random)' }) as never },
    },
  },
  {
    name: 'a state that is text comes back',
    run: async (it) => {
      const { kind, info } = await login(it, it.make(), { start: { state: 'my-state' } });
      return { kind, info };
    },
    ours: {
      differs: 'ownState',
      theirs: { kind: 'fail', info: undefined },
      ours: { kind: 'success', info: { state: 'my-state' } },
    },
  },
  {
    name: 'no session, at the start',
    run: (it) => observe(it.make(), new Visitor().request({ session: undefined })),
    ours: {
      differs: 'words',
      theirs: {
        error: 'Error',
        message: text('requires session support'),
        status: undefined,
        code: undefined,
      },
      ours: { error: 'ProviderError', message: text('session'), status: 500 },
    },
  },
  {
    name: 'a wrong state',
    run: (it) => forged(it, { state: 'x'.repeat(43) }),
    ours: {
      differs: 'words',
      theirs: said('Invalid authorization request state.'),
      ours: said(text('Acme')),
    },
  },
  {
    name: 'a callback that nobody began',
    run: (it) => observe(it.make(), new Visitor().request({ query: { code: 'c', state: 'x' } })),
    ours: {
      differs: 'words',
      theirs: said('Unable to verify authorization request state.'),
      ours: said(text('Acme')),
    },
  },
  {
    name: 'a wrong state makes no request',
    run: async (it) => ({ kind: (await forged(it, { state: 'x' })).kind, seen: it.service.requests }),
  },
  {
    name: 'the right callback after a wrong state',
    run: (it) => forged(it, { state: 'x' }, 'finish'),
    ours: {
      differs: 'pendingLogins',
      theirs: { kind: 'fail', user: undefined },
      ours: { kind: 'success', user: { id: 'fixed' } },
    },
  },
  {
    name: 'two tabs',
    run: async (it) => {
      const [visitor, strategy] = [new Visitor(), it.make()];
      const states = [await visitor.start(strategy), await visitor.start(strategy)].map(stateOf);
      const kinds: unknown[] = [];
      for (const state of states.reverse()) {
        kinds.push((await observe(strategy, visitor.request({ query: { code: 'c', state } }))).kind);
      }
      return { seen: kinds };
    },
    ours: {
      differs: 'pendingLogins',
      theirs: { seen: ['success', 'fail'] },
      ours: { seen: ['success', 'success'] },
    },
  },
  {
    name: 'the callback comes a second time',
    run: async (it) => {
      const [visitor, strategy] = [new Visitor(), it.make()];
      const query = { code: 'c', state: stateOf(await visitor.start(strategy)) };
      await observe(strategy, visitor.request({ query }));
      const { kind, status } = await observe(strategy, visitor.request({ query }));
      return { kind, status };
    },
  },
  {
    name: 'a login that was begun an hour ago',
    run: async (it) => {
      const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
      const [visitor, strategy] = [new Visitor(), it.make()];
      const state = stateOf(await visitor.start(strategy));
      now.mockRestore();
      const { kind, status } = await observe(strategy, visitor.request({ query: { code: 'c', state } }));
      return { kind, status };
    },
    ours: {
      differs: 'binding',
      theirs: { kind: 'success', status: undefined },
      ours: { kind: 'fail', status: 403 },
    },
  },
  {
    name: 'a callbackURL of one request, at both ends',
    run: (it) => login(it, it.make(), { start: { callbackURL: 'https://tenant.example/callback' } }),
  },
  {
    name: 'a callbackURL of one request, only at the start',
    run: async (it) => {
      const start = { callbackURL: 'https://tenant.example/callback' };
      const { kind, status } = await login(it, it.make(), { start, finish: {} });
      return { kind, status };
    },
    ours: {
      differs: 'binding',
      theirs: { kind: 'success', status: undefined },
      ours: { kind: 'fail', status: 403 },
    },
  },
];
