import { type Observed, type Case, thrown } from '../observe';
import { everyday, profileIsUser, type Subject } from '../subjects';

/** Whether the constructor throws, and which option the message names. */
function construct(
  subject: Subject,
  option: string,
  different: object,
  verify: unknown = profileIsUser,
): Observed {
  const declared = declaredWithout(subject, option);
  const Strategy = subject.classFor(declared);
  const { kind, error, message } = thrown(
    () => new Strategy({ ...everyday(subject.service), ...different }, verify),
  );
  return { kind, error, seen: String(message).includes(option) ? option : message };
}

/** Of a service that documents no authorization address, the application must know it. */
function declaredWithout({ service }: Subject, option: string): object {
  return option === 'authorizationURL' ? { endpoints: { token: `${service.origin}/token` } } : {};
}

const refuses = (option: string): Observed => ({ kind: 'thrown', error: 'TypeError', seen: option });
const accepts: Observed = { kind: 'success', seen: undefined };

/** A constructor that ours refuses and passport-oauth2 accepts. */
const refused = (
  name: string,
  differs: NonNullable<Case['ours']>['differs'],
  option: string,
  options: object,
): Case => ({
  name,
  run: (it) => {
    const { kind, error } = construct(it, option, options);
    return { kind, error };
  },
  ours: { differs, theirs: { kind: 'success' }, ours: { kind: 'thrown', error: 'TypeError' } },
});

export const constructorCases: readonly Case[] = [
  { name: 'everyday options are accepted', run: (it) => construct(it, '', {}) },
  { name: 'no verify function', run: (it) => construct(it, 'verify', {}, null) },
  {
    name: 'no authorizationURL',
    run: (it) => construct(it, 'authorizationURL', { authorizationURL: undefined }),
  },
  { name: 'no clientID', run: (it) => construct(it, 'clientID', { clientID: undefined }) },
  { name: 'an empty clientID', run: (it) => construct(it, 'clientID', { clientID: '' }) },
  {
    name: 'the verify function in place of the options',
    run: (it) => {
      const { kind, error } = thrown(() => new (it.classFor())(profileIsUser));
      return { kind, error };
    },
  },
  {
    name: 'no tokenURL',
    run: (it) => construct(it, 'tokenURL', { tokenURL: undefined }),
    ours: {
      differs: 'declaredAddresses',
      theirs: refuses('tokenURL'),
      ours: { ...accepts, error: undefined },
    },
  },
  { name: 'state: false with pkce: true', run: (it) => construct(it, 'state', { state: false }) },
  {
    name: 'pkce without state',
    run: (it) => construct(it, 'state', { state: undefined }),
    ours: { differs: 'safeDefaults', theirs: refuses('state'), ours: { ...accepts, error: undefined } },
  },
  refused('no clientSecret', 'secretRequired', 'clientSecret', { clientSecret: undefined }),
  refused('no callbackURL', 'callbackRequired', 'callbackURL', { callbackURL: undefined }),
  refused('a misspelt option', 'strictOptions', 'clientId', { clientId: 'x' }),
  refused('state: false with a store', 'strictOptions', 'state', {
    state: false,
    pkce: false,
    store: {
      store: (_req: unknown, done: () => void) => done(),
      verify: (_r: unknown, _s: unknown, done: () => void) => done(),
    },
  }),
  refused('state as text', 'strictOptions', 'state', { state: 'text' }),
  refused("pkce: 'plain'", 'noPlain', 'pkce', { pkce: 'plain' }),
  refused('a pkce method that nobody knows', 'noPlain', 'pkce', { pkce: 'S512' }),
  refused('pkce with a store that takes no verifier', 'verifierStore', 'store', {
    store: {
      store: (_req: unknown, _meta: unknown, done: () => void) => done(),
      verify: (_req: unknown, _state: unknown, done: () => void) => done(),
    },
  }),
  refused('an authorizationURL over plain http', 'httpsOnly', 'authorizationURL', {
    authorizationURL: 'http://service.example/authorize',
  }),
  refused('a tokenURL over plain http', 'httpsOnly', 'tokenURL', {
    tokenURL: 'http://service.example/token',
  }),
  refused('a callbackURL over plain http', 'httpsOnly', 'callbackURL', {
    callbackURL: 'http://app.example/cb',
  }),
  {
    name: 'the properties that subclasses read',
    run: (it) => {
      const options = {
        sessionKey: 'mine',
        scope: ['a', 'b'],
        scopeSeparator: ',',
        proxy: true,
        passReqToCallback: true,
      };
      const strategy = it.make(options);
      const { _callbackURL, _scope, _scopeSeparator, _pkceMethod, _key, _trustProxy } = strategy;
      const { _passReqToCallback, _skipUserProfile, _verify } = strategy;
      return {
        seen: {
          ...{ _callbackURL, _scope, _scopeSeparator, _pkceMethod, _key, _trustProxy, _passReqToCallback },
          skip: Boolean(_skipUserProfile),
          verify: _verify === profileIsUser,
        },
      };
    },
  },
  {
    name: 'the name of the strategy',
    run: (it) => ({ seen: it.make().name }),
    ours: { differs: 'name', theirs: { seen: 'oauth2' }, ours: { seen: 'acme' } },
  },
];
