import { login, type Case, type Observed } from '../observe';
import { type Done, type Hooks, type Subject } from '../subjects';
import { type Reply } from 'passport-strategy-contract/harness';

interface Setting {
  readonly options?: object;
  readonly hooks?: Hooks;
  readonly user?: Reply;
}

async function read(it: Subject, { options = {}, hooks = {}, user }: Setting): Promise<Observed> {
  if (user !== undefined) it.service.user = user;
  const { requests: _requests, ...end } = await login(it, it.make(options, undefined, hooks));
  return {
    ...end,
    seen: it.service.at('/user').map(({ url, headers }) => [url, headers.authorization, headers['x-tenant']]),
  };
}

/** What a strategy package does with `_oauth2.get`. */
function fetched(it: Subject, asHeader: boolean): Hooks {
  return {
    userProfile(token: string, done: Done) {
      if (asHeader) this._oauth2.useAuthorizationHeaderforGET(true);
      this._oauth2.get(`${it.service.origin}/user?fields=a`, token, (error, body) => {
        if (error) return done(this._createOAuthError('Failed to fetch user profile', error));
        done(null, JSON.parse(body ?? ''));
      });
    },
  };
}

const boom = (): never => {
  throw new Error('hook');
};
const skip = (name: string, skipUserProfile: unknown): Case => ({
  name: `skipUserProfile: ${name}`,
  run: (it) => read(it, { options: { skipUserProfile }, hooks: fetched(it, true) }),
});
const hook = (name: string, hooks: Hooks): Case => ({ name, run: (it) => read(it, { hooks }) });
const none = { id: 'nobody' };

export const profileCases: readonly Case[] = [
  hook('userProfile gives a profile', {
    userProfile: (token: string, done: Done) => done(null, { id: token }),
  }),
  hook('userProfile gives nothing', { userProfile: (_token: string, done: Done) => done(null) }),
  hook('userProfile answers later', {
    userProfile: (_token: string, done: Done) => void setImmediate(done, null, none),
  }),
  hook('userProfile fails', { userProfile: (_token: string, done: Done) => done(new TypeError('mine')) }),
  { name: 'userProfile by _oauth2.get with the header', run: (it) => read(it, { hooks: fetched(it, true) }) },
  {
    name: 'customHeaders reach the profile',
    run: (it) => read(it, { options: { customHeaders: { 'X-Tenant': 'one' } }, hooks: fetched(it, true) }),
  },
  {
    name: 'userProfile by _oauth2.get as it is',
    run: (it) => read(it, { hooks: fetched(it, false) }),
    ours: {
      differs: 'bearerHeader',
      theirs: { seen: [['/user?fields=a&access_token=opaque-access-token', '(undefined)', '(undefined)']] },
      ours: { seen: [['/user?fields=a', 'Bearer opaque-access-token', '(undefined)']] },
    },
  },
  {
    name: 'customHeaders with Authorization, and the profile',
    run: (it) =>
      read(it, { options: { customHeaders: { Authorization: 'Basic abc' } }, hooks: fetched(it, false) }),
    ours: {
      differs: 'bearerHeader',
      theirs: { seen: [['/user?fields=a', 'Basic abc', '(undefined)']] },
      ours: { seen: [['/user?fields=a', 'Bearer opaque-access-token', '(undefined)']] },
    },
  },
  {
    name: 'the profile endpoint answers 500',
    run: (it) => read(it, { hooks: fetched(it, true), user: { status: 500, body: 'Broken' } }),
    ours: {
      differs: 'words',
      theirs: { message: 'Failed to fetch user profile', status: undefined },
      ours: { message: expect.stringContaining('Failed to fetch user profile'), status: 502 },
    },
  },
  {
    name: 'the profile endpoint answers 401 with an error',
    run: async (it) => {
      const user = { status: 401, json: { error: 'invalid_token', error_description: 'Gone' } };
      return read(it, { hooks: fetched(it, true), user });
    },
  },
  {
    name: 'userProfile is not overridden',
    run: (it) => read(it, {}),
    ours: {
      differs: 'profileIsRead',
      theirs: { user: {}, seen: [] },
      ours: {
        user: expect.objectContaining({ id: 'u-1', provider: 'acme', displayName: 'Ada' }),
        seen: [['/user', 'Bearer opaque-access-token', '(undefined)']],
      },
    },
  },
  {
    name: 'a user without id',
    run: (it) => read(it, { user: { json: { name: 'Ada' } } }).then(({ kind, error }) => ({ kind, error })),
    ours: {
      differs: 'profileIsRead',
      theirs: { kind: 'success', error: undefined },
      ours: { kind: 'error', error: 'ProviderError' },
    },
  },
  skip('true', true),
  skip('false', false),
  skip('null', null),
  skip('a function that says yes', () => true),
  skip('a function that says no', () => false),
  skip('an asynchronous function that says yes', (_token: string, done: Done) =>
    void setImmediate(done, null, true)),
  skip('an asynchronous function that says no', (_token: string, done: Done) => done(null, false)),
  skip('an asynchronous function that looks at the token', (token: string, done: Done) =>
    done(null, token === 'opaque-access-token')),
  skip('an asynchronous function that fails', (_token: string, done: Done) => done(new Error('skip'))),
  {
    name: 'what an exception in userProfile becomes, with a stubbed exchange',
    run: async (it) => {
      const strategy = it.make({}, undefined, { userProfile: boom });
      strategy._oauth2.getOAuthAccessToken = (_code, _parameters, done) => done(null, 'a');
      const { kind, error, message } = await login(it, strategy);
      return { kind, error, message };
    },
  },
];
