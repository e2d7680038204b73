import assert from 'node:assert/strict';
import { faults } from 'passport-provider-emulator';
import { ended, succeeded } from '../expectations';
import { type ContractCase, type Done, type World } from '../world';

/** The members of node-oauth's object that add-ons use. */
interface OAuth2 {
  _clientId: string;
  _clientSecret: string;
  _baseSite: string;
  _authorizeUrl: string;
  _accessTokenUrl: string;
  _customHeaders: object;
  getOAuthAccessToken: (code: string, parameters: object, callback: TokenCallback) => void;
  get: (url: string, token: string, callback: (error: unknown, body?: string) => void) => void;
}
type TokenCallback = (error: unknown, accessToken?: string, refreshToken?: string) => void;
type WithOAuth2 = { _oauth2: OAuth2; _refreshURL?: string };

/** Copies `_oauth2` as passport-oauth2-refresh and Backstage do. */
function cloneOf(strategy: WithOAuth2): OAuth2 {
  const { _oauth2: original, _refreshURL } = strategy;
  const Copy = original.constructor as new (...args: unknown[]) => OAuth2;
  const copy = new Copy(
    original._clientId,
    original._clientSecret,
    original._baseSite,
    original._authorizeUrl,
    _refreshURL ?? original._accessTokenUrl,
    original._customHeaders,
  );
  copy.getOAuthAccessToken = original.getOAuthAccessToken;
  return copy;
}

function refresh(
  oauth2: OAuth2,
  token: string,
): Promise<{ error: unknown; accessToken?: string | undefined }> {
  return new Promise((resolve) => {
    oauth2.getOAuthAccessToken(token, { grant_type: 'refresh_token' }, (error, accessToken) =>
      resolve({ error, accessToken }),
    );
  });
}

async function loginTokens(
  world: World,
  options: object = {},
): Promise<{ strategy: WithOAuth2; access: string; refresh?: string }> {
  let tokens = { access: '', refresh: undefined as string | undefined };
  const app = await world.app();
  const strategy = world.strategy(
    app,
    options,
    (access: string, refresh: string, _profile: unknown, done: Done) => {
      tokens = { access, refresh };
      done(null, { id: 'somebody' });
    },
  );
  app.use('main', strategy);
  succeeded(await world.login(app));
  const { access, refresh: refreshToken } = tokens;
  return {
    strategy: strategy as unknown as WithOAuth2,
    access,
    ...(refreshToken === undefined ? {} : { refresh: refreshToken }),
  };
}

/** The behaviour of passport-oauth2 that applications and add-ons rely on. */
export const dropInCases: readonly ContractCase[] = [
  {
    name: "is an instance of passport-oauth2's Strategy, and its own `Strategy` export",
    async run(world) {
      const { Strategy } = world.contract;
      const strategy = world.strategy(await world.app());
      const lineage: string[] = [];
      for (let at: unknown = strategy; at; at = Object.getPrototypeOf(at)) {
        lineage.push(at.constructor.name);
      }
      assert.ok(lineage.includes('OAuth2Strategy'), lineage.join(' < '));
      assert.equal((Strategy as unknown as { Strategy: unknown }).Strategy, Strategy);
      assert.equal(strategy.name, world.name);
    },
  },
  {
    name: 'reports a denial as a failed login',
    async run(world) {
      const app = await world.appWith();
      const denied = await world.service.authorize(await world.start(app), { decision: 'deny' });
      const outcome = await world.finish(app, denied);
      ended(outcome, 'fail', 'access_denied');
      assert.match(String(outcome.info?.['message']), /user denied the request/i);
    },
  },
  {
    name: 'reports a callback with neither code nor error as a failed login',
    async run(world) {
      const app = await world.appWith();
      Object.assign(world.service.switches as object, { denial: 'state-only' });
      const silent = await world.service.authorize(await world.start(app), { decision: 'deny' });
      ended(await world.finish(app, silent), 'fail', 'callback_incomplete');
    },
  },
  {
    name: 'reports any other error of the service as AuthorizationError, with its code',
    async run(world) {
      const app = await world.appWith();
      const { searchParams } = new URL(await world.start(app));
      const url = new URL(app.callbackURL('main'));
      url.search = new URLSearchParams({
        error: 'server_error',
        error_description: 'no\r\n\u001b[31mluck',
        error_uri: 'https://evil.example',
        state: searchParams.get('state') ?? '',
      }).toString();
      const outcome = await world.finish(app, url);
      ended(outcome, 'error', 'authorization_refused');
      const error = outcome.error as Error & { code: string; status: number };
      assert.deepEqual([error.name, error.code, error.status], ['AuthorizationError', 'server_error', 502]);
      // eslint-disable-next-line no-control-regex -- they must not be in the message
      assert.doesNotMatch(error.message, /[\u0000-\u001f]/);
    },
  },
  {
    name: "reports the token endpoint's error as TokenError, with its code",
    async run(world) {
      const refusal = faults.json({ error: 'invalid_grant', error_description: 'Too late' }, 400);
      const { error } = (await world.loginWith(refusal, 'token')) as { error: Error & { code: string } };
      assert.deepEqual([error.name, error.code, error.message], ['TokenError', 'invalid_grant', 'Too late']);
    },
  },
  {
    name: 'reports a refusal by the verify function with its message',
    async run(world) {
      const verify = (_a: string, _r: string, _p: unknown, done: Done): void =>
        done(null, false, { message: 'no' });
      const outcome = await world.login(await world.appWith({}, verify));
      assert.equal(outcome.kind, 'fail');
      assert.equal(outcome.info?.['message'], 'no');
    },
  },
  ...['throws', 'rejects', 'calls back with an error', 'calls back twice, an error last'].map(
    (how): ContractCase => ({
      name: `survives a verify function that ${how}`,
      row: 'A56',
      async run(world) {
        const failure = new Error('verify failed');
        const outcome = await world.login(await world.appWith({}, failingVerify(how, failure)));
        if (how.startsWith('calls back twice')) succeeded(outcome);
        else assert.deepEqual([outcome.kind, outcome.error], ['error', failure]);
      },
    }),
  ),
  {
    name: 'lets an application replace _oauth2.getOAuthAccessToken and userProfile, but not the id_token',
    async run(world) {
      const app = await world.app();
      const strategy = world.strategy(app);
      Object.assign((strategy as unknown as WithOAuth2)._oauth2, {
        getOAuthAccessToken: (_code: string, _parameters: object, callback: TokenCallback) =>
          callback(null, 'stubbed', undefined),
      });
      Object.assign(strategy, {
        userProfile: (accessToken: string, done: Done) => done(null, { id: `of ${accessToken}` }),
      });
      app.use('main', strategy);
      const outcome = await world.login(app);
      if (world.contract.openid) ended(outcome, 'error', 'id_token_missing');
      else assert.deepEqual(outcome.user, { id: 'of stubbed' });
    },
  },
  {
    name: 'reads a protected resource by _oauth2.get, the token in a header only',
    async run(world) {
      const before = world.service.requests.length;
      const { strategy, access } = await loginTokens(world, world.contract.profileFromEndpoint);
      const profile = world.service.requests.slice(before).find(({ endpoint }) => endpoint === 'userProfile');
      assert.ok(profile, 'the login did not read the profile endpoint: set `profileFromEndpoint`');
      const protectedURL = `${world.service.origins[profile.origin]}${profile.path}`;
      const body = await new Promise<string>((resolve, reject) => {
        strategy._oauth2.get(protectedURL, access, (error, text) =>
          error ? reject(error) : resolve(text ?? ''),
        );
      });
      assert.ok(body.startsWith('{'));
      const request = world.service.requests.at(-1);
      assert.equal(request?.headers.authorization, `Bearer ${access}`);
      assert.deepEqual(request?.query, {});
    },
  },
  {
    name: 'refreshes as the refresh add-on does, or reports that the service does not refresh tokens',
    async run(world) {
      const { strategy, refresh: token, access } = await loginTokens(world);
      const { error, accessToken } = await refresh(cloneOf(strategy), token ?? 'none');
      if (token === undefined) {
        assert.equal((error as { reason?: string }).reason, 'token_refused');
      } else {
        assert.equal(error, null);
        assert.ok(accessToken && accessToken !== access);
      }
    },
  },
  {
    name: 'sends a User-Agent, and no secret outside the token endpoint',
    async run(world) {
      const before = world.service.requests.length;
      const app = await world.appWith({
        ...world.contract.profileFromEndpoint,
        customHeaders: { 'X-Custom': 'yes' },
      });
      succeeded(await world.login(app));
      const secret = world.service.client.clientSecret;
      const sent = world.service.requests
        .slice(before)
        .filter(({ endpoint }) => endpoint !== 'authorization');
      assert.ok(sent.length >= 2);
      for (const { endpoint, headers, rawBody, path, query } of sent) {
        assert.match(headers['user-agent'] ?? '', /^passport-/);
        assert.equal(headers['x-custom'], 'yes');
        const everything = JSON.stringify([headers, rawBody, path, query]);
        if (secret !== undefined && endpoint !== 'token') assert.ok(!everything.includes(secret), endpoint);
      }
    },
  },
];

function failingVerify(how: string, failure: Error): (...args: never[]) => unknown {
  return (_a: string, _r: string, _p: unknown, done: Done): unknown => {
    if (how === 'throws') throw failure;
    if (how === 'rejects') return Promise.reject(failure);
    if (how === 'calls back with an error') return done(failure);
    done(null, { id: 'somebody' });
    return done(failure);
  };
}
