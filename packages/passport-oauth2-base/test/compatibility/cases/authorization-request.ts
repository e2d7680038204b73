import { observe, type Case, type Observed } from '../observe';
import { fixedProfile, type Hooks, type Subject } from '../subjects';
import { Visitor } from 'passport-strategy-contract/harness';

/** The start of a login. */
function begin(
  subject: Subject,
  options: object = {},
  perRequest: object = {},
  hooks: Hooks = {},
): Promise<Observed> {
  const strategy = subject.make(options, undefined, { ...fixedProfile, ...hooks });
  return observe(strategy, new Visitor().request(), perRequest);
}

const sent = (name: string, ...how: [options?: object, perRequest?: object, hooks?: Hooks]): Case => ({
  name,
  run: (subject) => begin(subject, ...how),
});

const params = (parameters: object): Hooks => ({ authorizationParams: () => parameters });

export const authorizationRequestCases: readonly Case[] = [
  sent('everyday options'),
  sent("pkce: 'S256'", { pkce: 'S256' }),
  sent('pkce: false', { pkce: false }),
  sent('state: false and pkce: false', { state: false, pkce: false }),
  sent('store: true', { store: true }),
  {
    name: 'an authorizationURL with a query',
    run: (it) => begin(it, { authorizationURL: `${it.service.origin}/authorize?tenant=a%20b&prompt=none` }),
  },
  {
    name: 'an authorizationURL whose query says what the strategy says',
    run: (it) =>
      begin(it, { authorizationURL: `${it.service.origin}/authorize?client_id=x&response_type=y` }),
  },
  sent('scope as text', { scope: 'profile email' }),
  sent('scope as a list', { scope: ['profile', 'email'] }),
  sent('an empty scope', { scope: '' }),
  sent('scopeSeparator', { scope: ['profile', 'email'], scopeSeparator: ',' }),
  sent('scopeSeparator leaves text alone', { scope: 'profile email', scopeSeparator: ',' }),
  sent('scope of one request', { scope: 'profile' }, { scope: 'admin' }),
  sent('scope of one request as a list', { scopeSeparator: '+' }, { scope: ['a', 'b'] }),
  sent('callbackURL of one request', {}, { callbackURL: 'https://tenant.example/callback' }),
  sent('callbackURL with a query', { callbackURL: 'https://app.example/callback?tenant=1&x=a%20b' }),
  sent('clientID with special characters', { clientID: 'a b&c=d' }),
  sent('authorizationParams', {}, {}, params({ prompt: 'login', max_age: 5, login_hint: 'a&b' })),
  sent(
    'authorizationParams replace nothing',
    { scope: 'a' },
    {},
    params({ response_type: 'x', client_id: 'x', scope: 'x', redirect_uri: 'x' }),
  ),
  sent('authorizationParams bring a scope', {}, {}, params({ scope: 'from-hook' })),
  sent(
    'authorizationParams are given the options of the request',
    {},
    { prompt: 'consent', scope: 'b' },
    {
      authorizationParams: ({ prompt, scope }: { prompt: string; scope: string }) => ({
        prompt,
        said: scope,
      }),
    },
  ),
  {
    name: 'authorizationParams throw',
    run: (it) => {
      const authorizationParams = (): never => {
        throw new Error('hook');
      };
      return begin(it, {}, {}, { authorizationParams });
    },
    // Passport hands either to Express' error handling.
    ours: { differs: 'asynchronous', theirs: { kind: 'thrown' }, ours: { kind: 'error' } },
  },
  {
    name: 'authorizationParams without a value',
    run: (it) => begin(it, { pkce: false }, {}, params({ prompt: undefined, hint: null })),
    ours: {
      differs: 'textParameters',
      theirs: { parameters: expect.objectContaining({ prompt: '', hint: '' }) as never },
      ours: { parameters: expect.not.objectContaining({ prompt: expect.anything() as never }) as never },
    },
  },
  {
    name: 'nothing is configured',
    run: async (it) => {
      const { kind, parameters = {} } = await begin(it, { state: undefined, pkce: undefined });
      return { kind, seen: Object.keys(parameters).sort() };
    },
    ours: {
      differs: 'safeDefaults',
      theirs: { seen: ['client_id', 'redirect_uri', 'response_type'] },
      ours: {
        seen: [
          'client_id',
          'code_challenge',
          'code_challenge_method',
          'redirect_uri',
          'response_type',
          'state',
        ],
      },
    },
  },
  {
    name: 'another address is put into _oauth2',
    run: (it) => {
      const strategy = it.make();
      strategy._oauth2._authorizeUrl = `${it.service.origin}/other`;
      return observe(strategy, new Visitor().request());
    },
  },
  {
    name: 'a request without query and body',
    run: (it) => observe(it.make(), new Visitor().request({ query: undefined, body: undefined })),
  },
  {
    name: 'the redirect comes before authenticate() returns',
    run: async (it) => {
      const order: string[] = [];
      await new Promise<void>((resolve) => {
        const made = Object.assign(Object.create(it.make()) as ReturnType<Subject['make']>, {
          redirect: () => (order.push('redirected'), resolve()),
        });
        made.authenticate(new Visitor().request(), {});
        order.push('returned');
      });
      await new Promise(setImmediate);
      return { seen: order };
    },
    ours: {
      differs: 'asynchronous',
      theirs: { seen: ['redirected', 'returned'] },
      ours: { seen: ['returned', 'redirected'] },
    },
  },
  {
    name: 'neither options nor strategy are changed',
    run: async (it) => {
      const strategy = it.make({ scope: ['a'] });
      const [before, options] = [
        Object.keys(strategy).length,
        Object.freeze({ scope: Object.freeze(['b']) }),
      ];
      const { kind, parameters } = await observe(strategy, new Visitor().request(), options);
      return { kind, seen: [Object.keys(strategy).length - before, parameters?.['scope'], strategy._scope] };
    },
  },
];
