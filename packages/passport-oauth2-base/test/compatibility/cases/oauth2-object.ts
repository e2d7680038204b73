import { Agent } from 'node:http';
import { createConnection } from 'node:net';
import { login, observe, readError, type Case, type Observed } from '../observe';
import { type Subject } from '../subjects';
import { Visitor } from 'passport-strategy-contract/harness';
import { type ProviderStrategy } from 'passport-oauth2-base';

type Exchange = ProviderStrategy['_oauth2']['getOAuthAccessToken'];

/** A login in which the exchange of the code is the application's own. */
async function stubbed(it: Subject, exchange: Exchange): Promise<Observed> {
  const strategy = it.make(
    {},
    (_a: string, _r: string, params: unknown, _p: unknown, done: (...it: unknown[]) => void) =>
      done(null, [_a, _r, params]),
  );
  strategy._oauth2.getOAuthAccessToken = exchange;
  return login(it, strategy);
}

const answers = (name: string, ...answer: Parameters<Parameters<Exchange>[2]>): Case => ({
  name: `getOAuthAccessToken is replaced: ${name}`,
  run: (it) => stubbed(it, (_code, _parameters, done) => done(...answer)),
});

class CountingAgent extends Agent {
  count = 0;
  override createConnection(...args: never[]): never {
    this.count++;
    return (createConnection as unknown as (...all: never[]) => never)(...args);
  }
}

/** The same call of `_oauth2` in both. */
const call = (
  name: string,
  run: (oauth2: ProviderStrategy['_oauth2'], it: Subject) => Promise<unknown>,
): Case => ({
  name,
  run: async (it) => ({ seen: await run(it.make()._oauth2, it) }),
});

const got = (oauth2: ProviderStrategy['_oauth2'], url: string): Promise<unknown> =>
  new Promise((resolve) =>
    oauth2.get(url, 'token', (error, body, response) =>
      resolve(
        error ? pick(error) : { body, status: response?.statusCode, type: response?.headers['content-type'] },
      ),
    ),
  );

function pick(error: unknown): unknown {
  const { statusCode, data } = error as { readonly statusCode?: number; readonly data?: string };
  return { statusCode, data };
}

export const oauth2ObjectCases: readonly Case[] = [
  call('the properties of _oauth2', (oauth2) => {
    const { _clientId, _clientSecret, _baseSite, _authorizeUrl, _accessTokenUrl, _customHeaders, _agent } =
      oauth2;
    return Promise.resolve({
      _clientId,
      _clientSecret,
      _baseSite,
      _authorizeUrl,
      _accessTokenUrl,
      _customHeaders,
      _agent,
    });
  }),
  call('the methods of _oauth2', (oauth2) =>
    Promise.resolve(
      [
        'setAgent',
        'setAccessTokenName',
        'setAuthMethod',
        'useAuthorizationHeaderforGET',
        'buildAuthHeader',
        '_request',
      ]
        .concat([
          'getAuthorizeUrl',
          'getOAuthAccessToken',
          'getProtectedResource',
          'get',
          '_getAccessTokenUrl',
        ])
        .filter((name) => typeof (oauth2 as unknown as Record<string, unknown>)[name] === 'function'),
    ),
  ),
  call('buildAuthHeader', (oauth2) => Promise.resolve(oauth2.buildAuthHeader('t'))),
  call(
    'get of a success',
    (oauth2, it) => (oauth2.useAuthorizationHeaderforGET(true), got(oauth2, `${it.service.origin}/user`)),
  ),
  call('get of a failure', (oauth2, it) => got(oauth2, `${it.service.origin}/none`)),
  call('_request with a body and headers', async (oauth2, { service }) => {
    await new Promise((resolve) =>
      oauth2._request('POST', `${service.origin}/user`, { 'x-a': '1' }, 'a=b', null, resolve),
    );
    return service.requests.map(({ method, url, headers, body }) => [method, url, headers['x-a'], body]);
  }),
  call(
    'getOAuthAccessToken called directly',
    (oauth2) =>
      new Promise((resolve) =>
        oauth2.getOAuthAccessToken('c', { grant_type: 'authorization_code', x: '1' }, (...all) =>
          resolve(all),
        ),
      ),
  ),
  call('getOAuthAccessToken called directly, refused', async (oauth2, { service }) => {
    service.token = { status: 400, json: { error: 'invalid_grant' } };
    return pick(await new Promise((resolve) => oauth2.getOAuthAccessToken('c', {}, resolve)));
  }),
  {
    name: 'setAgent',
    run: async (it) => {
      const [agent, strategy] = [new CountingAgent(), it.make()];
      strategy._oauth2.setAgent(agent);
      const { kind } = await login(it, strategy);
      return { kind, seen: [agent.count, strategy._oauth2._agent === agent] };
    },
  },
  answers('a token', null, 'access', 'refresh', { custom: 1 }),
  {
    name: 'getOAuthAccessToken is replaced: a token alone',
    run: (it) => stubbed(it, (_code, _parameters, done) => done(null, 'access')),
    ours: {
      differs: 'params',
      theirs: { user: ['access', '(undefined)', '(undefined)'] },
      ours: { user: ['access', '(undefined)', {}] },
    },
  },
  answers('a token of another type of its own', null, 'access', undefined, { token_type: 'bearer' }),
  answers('an error answer', {
    statusCode: 400,
    data: '{"error":"invalid_grant","error_description":"Too late"}',
  }),
  answers('an error answer with text', { statusCode: 500, data: 'Broken' }),
  answers('an error', new Error('network')),
  {
    name: 'getOAuthAccessToken is replaced: no token',
    run: (it) => stubbed(it, (_code, _parameters, done) => done(null)),
    ours: {
      differs: 'words',
      theirs: { error: 'Error', message: 'Failed to obtain access token', status: undefined },
      ours: { error: 'ProviderError', message: expect.stringContaining('Acme'), status: 502 },
    },
  },
  {
    name: 'getOAuthAccessToken is replaced: what it is given',
    run: async (it) => {
      let seen: object = {};
      await stubbed(it, (code, parameters, done) => ((seen = { code, ...parameters }), done(null, 'a')));
      return { seen };
    },
  },
  {
    name: 'getOAuthAccessToken is replaced on its prototype',
    run: async (it) => {
      const strategy = it.make();
      const prototype = Object.getPrototypeOf(strategy._oauth2) as ProviderStrategy['_oauth2'];
      const original = Object.getOwnPropertyDescriptor(
        prototype,
        'getOAuthAccessToken',
      ) as PropertyDescriptor;
      const stub: Exchange = (code, _parameters, done) => done(null, `token of ${code}`, 'refresh', { x: 1 });
      Object.defineProperty(prototype, 'getOAuthAccessToken', { ...original, value: stub });
      try {
        const { kind, user } = await login(it, strategy);
        return { kind, user, seen: it.service.requests.map(({ url }) => url) };
      } finally {
        Object.defineProperty(prototype, 'getOAuthAccessToken', original);
      }
    },
  },
  {
    name: 'getOAuthAccessToken throws',
    run: (it) =>
      stubbed(it, () => {
        throw new RangeError('stub');
      }),
  },
  {
    name: 'get is replaced',
    run: async (it) => {
      const strategy = it.make({}, undefined, {
        userProfile(token: string, done: (...all: unknown[]) => void) {
          this._oauth2.get('https://service.example/me', token, (error, body) =>
            done(error, JSON.parse(body ?? '')),
          );
        },
      });
      strategy._oauth2.get = (url, token, done) => done(null, JSON.stringify({ id: `${url} ${token}` }));
      const { kind, user } = await login(it, strategy);
      return { kind, user };
    },
  },
  {
    name: 'another _accessTokenUrl is put into _oauth2',
    run: async (it) => {
      const strategy = it.make();
      strategy._oauth2._accessTokenUrl = `${it.service.origin}/token/of-tenant`;
      await login(it, strategy);
      return { seen: it.service.requests.map(({ url }) => url) };
    },
    ours: {
      differs: 'declaredAddresses',
      theirs: { seen: ['/token/of-tenant'] },
      ours: { seen: ['/token'] },
    },
  },
  {
    name: 'another _clientId is put into _oauth2',
    ours: {
      differs: 'declaredAddresses',
      theirs: { seen: ['client-2', 'client-2'] },
      ours: { seen: ['client-1', 'client-1'] },
    },
    run: async (it) => {
      const strategy = it.make();
      strategy._oauth2._clientId = 'client-2';
      const { parameters } = await observe(strategy, new Visitor().request());
      await login(it, strategy);
      const body = new URLSearchParams(it.service.requests[0]?.body);
      return { seen: [parameters?.['client_id'], body.get('client_id')] };
    },
  },
  {
    name: 'a copy by the six arguments',
    run: async (it) => {
      const { _oauth2: o } = it.make();
      const Copy = o.constructor as new (...args: unknown[]) => typeof o;
      const copy = new Copy(
        o._clientId,
        o._clientSecret,
        o._baseSite,
        o._authorizeUrl,
        o._accessTokenUrl,
        o._customHeaders,
      );
      const parameters = { grant_type: 'authorization_code' };
      return {
        seen: await new Promise((resolve) =>
          copy.getOAuthAccessToken('c', parameters, (...all) => resolve(all)),
        ),
      };
    },
  },
  {
    name: '_createOAuthError',
    run: (it) => readError(it.make()._createOAuthError('Mine', { statusCode: 500, data: 'x' })),
  },
];
