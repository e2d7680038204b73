import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Strategy as KopoKopo } from 'passport-kopokopo';
import {
  cookieStore,
  type ErrorReason,
  type ProviderClient,
  type ProviderDeclaration,
  type ProviderStrategy,
} from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import { memoryTokenStore, TokenKeeper, type TokenStore } from 'passport-oauth2-base/tokens';
import { startEmulator } from 'passport-provider-emulator';
import { apiClient, type ApiClient } from 'passport-strategy-contract/harness';
import { newKey, signed, type Key } from 'passport-strategy-contract/harness';
import { StubService, type Received, type Reply } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';
import { Browser } from 'passport-strategy-contract';
import { later } from 'passport-strategy-contract';
import { LoginApp } from 'passport-strategy-contract';

/** One secret for everything that can be given to us; each can be told from the others. */
const canary = {
  clientSecret: 'canary-client-secret:%+/ü',
  code: 'canary-code-2b7e151628aed2a6',
  accessToken: 'canary-access-token-abf7158809cf4f3c',
  refreshToken: 'canary-refresh-token-762e7160f38b4da5',
  idToken: 'canary-id-token-6a784d9045190cfe',
  apiKey: 'canary-api-key-3243f6a8885a308d',
  cookieSecret: 'canary-cookie-secret-313198a2e0370734',
  sessionCookie: 'session=canary-session-cookie-a4093822299f31d0',
  inSession: 'canary-in-session-082efa98ec4e6c89',
  state: 'canary-state-452821e638d01377',
};

const issuer = 'https://issuer.example';

/** What one row of the table plays with. */
class Play {
  readonly visitor = new Visitor();
  /** Secrets that were made on the way: verifiers, handles, sealed cookies, id_tokens. */
  readonly made: string[] = [];
  readonly key: Key = newKey('first');

  constructor(readonly service: StubService) {
    service.token = this.tokens();
    this.visitor.session['cart'] = canary.inSession;
  }

  /** The token response, with secrets beside what a row changes. */
  tokens(different: object = {}): Reply {
    const { accessToken: access_token, refreshToken: refresh_token } = canary;
    return {
      json: { access_token, refresh_token, token_type: 'Bearer', api_key: canary.apiKey, ...different },
    };
  }

  strategy(different: Partial<ProviderDeclaration> = {}, options: object = {}): ProviderStrategy {
    return makeStrategy(declare(this.service, different), this.options(options));
  }

  client(different: Partial<ProviderDeclaration> = {}, options: object = {}): ProviderClient {
    return makeClient(declare(this.service, different), this.options(options));
  }

  api(): ApiClient {
    return apiClient(this.service, this.options({}));
  }

  options(different: object): object {
    return { clientSecret: canary.clientSecret, ...different };
  }

  get request(): { headers: Record<string, string> } {
    return { headers: { host: 'app.example', cookie: canary.sessionCookie } };
  }

  /** A login; `query` stands instead of the code, and gives the callback. */
  async login(
    strategy: ProviderStrategy,
    query: Readonly<Record<string, unknown>> = {},
    { start = {}, finish = start }: { start?: object; finish?: object } = {},
  ): Promise<unknown> {
    const state = await this.begin(strategy, start);
    return this.finish(strategy, { code: canary.code, state, ...query }, finish);
  }

  async begin(strategy: ProviderStrategy, options: object = {}): Promise<string> {
    const url = await this.visitor.start(strategy, { state: canary.state, ...options }, this.request);
    const [state, nonce] = [stateOf(url), url.searchParams.get('nonce')];
    this.made.push(state, ...(nonce === null ? [] : [nonce]));
    return state;
  }

  async finish(
    strategy: ProviderStrategy,
    query: Readonly<Record<string, unknown>>,
    options: object = {},
  ): Promise<unknown> {
    return seen(await this.visitor.finish(strategy, query, options, this.request));
  }

  /** A login while an endpoint answers this. */
  with(endpoint: 'token' | 'user' | 'other', reply: Reply, options: object = {}): Promise<unknown> {
    this.service[endpoint] = reply;
    return this.login(this.strategy({}, options));
  }

  openIDStrategy(options: object = {}, different: Partial<ProviderDeclaration> = {}): ProviderStrategy {
    const { origin } = this.service;
    return this.strategy(this.openIDDeclaration(different), { issuer: origin, ...options });
  }

  openIDDeclaration(different: Partial<ProviderDeclaration> = {}): Partial<ProviderDeclaration> {
    const { origin } = this.service;
    return {
      endpoints: { authorization: `${origin}/authorize`, token: `${origin}/token`, jwks: `${origin}/jwks` },
      scope: ['openid'],
      openid: openid({ algorithms: ['ES256'], required: true }),
      profile: { fromClaims: (claims) => claims, map: (user) => ({ id: user.identifier('sub') }) },
      ...different,
    };
  }

  idToken(nonce: string | undefined, claims: object = {}, header: object = {}, key = this.key): string {
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: this.service.origin, sub: 'ada', aud: 'client-1', iat: now, exp: now + 600, nonce };
    const token = signed(key, { ...right, secret: canary.idToken, ...claims }, header);
    this.made.push(token, ...token.split('.').slice(1));
    return token;
  }

  /** A keeper that has tokens whose access token has expired. */
  async keeper(store: TokenStore = withoutWaits()): Promise<TokenKeeper> {
    this.service.token = this.tokens();
    const client = this.client({}, { timeout: 1_000 });
    const tokens = await client.exchange({ code: canary.code, callbackURL: 'https://app.example/callback' });
    const keeper = new TokenKeeper({ client, store });
    await keeper.save('user', Object.assign(tokens, { expiresAt: new Date(0) }));
    return keeper;
  }

  publishKey(): void {
    this.service.other = (res, { url }) => {
      res.writeHead(url === '/jwks' ? 200 : 404, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ keys: [this.key.published], noise: canary.apiKey }));
    };
  }

  /** A login whose id_token is changed like this. */
  async withIdToken(
    claims: object,
    header: object = {},
    { key = this.key, options = {} }: { key?: Key; options?: object } = {},
  ): Promise<unknown> {
    this.publishKey();
    return this.withIdTokenOf(
      (nonce) => this.idToken(nonce, claims, header, key),
      this.openIDStrategy(options),
    );
  }

  async withIdTokenOf(make: (nonce: string) => unknown, strategy = this.openIDStrategy()): Promise<unknown> {
    const url = await this.visitor.start(strategy, { state: canary.state }, this.request);
    this.made.push(stateOf(url));
    this.service.token = this.tokens({ id_token: make(url.searchParams.get('nonce') ?? '') });
    return this.finish(strategy, { code: canary.code, state: stateOf(url) });
  }

  /** A login that is kept in a cookie, in an application over HTTP. */
  async inCookies(meddle: (browser: Browser) => void, state: unknown = canary.state): Promise<unknown> {
    const app = await new LoginApp(false).listen();
    try {
      const store = cookieStore({ secret: canary.cookieSecret });
      app.use('main', this.strategy({}, { store, callbackURL: app.callbackURL('main') }));
      Object.assign(app.options, { start: { state } });
      const browser = new Browser();
      const { location } = await browser.open(app.loginURL('main'));
      for (const name of browser.cookieNames()) this.made.push(browser.cookie(name) ?? '');
      if (location !== undefined) {
        const handle = stateOf(new URL(location));
        this.made.push(handle);
        meddle(browser);
        const query = new URLSearchParams({ code: canary.code, state: handle });
        await browser.open(`${app.callbackURL('main')}?${query.toString()}`, { 'x-secret': canary.apiKey });
      }
      return seen(app.last ?? {});
    } finally {
      await app.close();
    }
  }
}

/** What the application sees of a failure: the error, or the challenge of a failed login. */
function seen({ error, info }: { error?: unknown; info?: unknown }): unknown {
  return error ?? info;
}

async function rejected(promise: Promise<unknown> | undefined): Promise<unknown> {
  return promise?.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** All that a service was sent, said back: as text, as JSON, decoded, and with what it would have given. */
function heard({ url, headers, body }: Received): string {
  const decoded = [...new URLSearchParams(body)].map(([name, value]) => `${name}: ${value}`);
  return [url, body, JSON.stringify(headers), decoded.join(', ')].join(' | ');
}

/** A refusal that repeats everything. */
function echo(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return (res, received) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify({ error: 'bad_canary', error_description: heard(received), received }));
  };
}

const forged = 'f'.repeat(43);
const other = newKey('other');

/** A store of an application that answers so. */
function store(verify: (done: (error: unknown, ...values: unknown[]) => void) => void): object {
  return {
    store: (
      _req: unknown,
      _verifier: unknown,
      _state: unknown,
      _meta: unknown,
      done: (...of: unknown[]) => void,
    ) => done(null, canary.state),
    verify: (_req: unknown, _handle: unknown, _meta: unknown, done: () => void) => verify(done),
  };
}

/** How each reason comes about. */
const provoke: Readonly<Record<ErrorReason, (play: Play) => Promise<unknown>>> = {
  access_denied: (play) => play.login(play.strategy(), { error: 'access_denied' }),
  authorization_refused: (play) => play.login(play.strategy(), { error: 'invalid_scope' }),
  callback_malformed: (play) => play.login(play.strategy(), { code: [canary.code, canary.code] }),
  callback_incomplete: (play) => play.login(play.strategy(), { code: undefined }),
  callback_unparsed: async (play) => {
    const headers = { ...play.request.headers, 'content-length': '99' };
    Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded' });
    const body = `code=${canary.code}&state=${canary.state}`;
    const request = { method: 'POST', url: '/callback', headers, body };
    return seen(await authenticate(play.strategy(), play.visitor.request(request), { state: canary.state }));
  },
  head_request: async (play) => {
    const state = await play.begin(play.strategy());
    const request = { ...play.request, method: 'HEAD', query: { code: canary.code, state } };
    return seen(await authenticate(play.strategy(), play.visitor.request(request)));
  },
  prefetch_request: async (play) => {
    const headers = { ...play.request.headers, 'sec-purpose': `prefetch;${canary.apiKey}` };
    const request = { headers, query: { code: canary.code, state: forged } };
    return seen(await authenticate(play.strategy(), play.visitor.request(request)));
  },
  callback_url_missing: async (play) => {
    const strategy = play.strategy();
    strategy._callbackURL = '';
    return seen(await authenticate(strategy, play.visitor.request(play.request), { state: canary.state }));
  },
  callback_url_insecure: async (play) => {
    const strategy = play.strategy({}, { callbackURL: '/callback' });
    return seen(await authenticate(strategy, play.visitor.request(play.request), { state: canary.state }));
  },
  host_not_allowed: async (play) => {
    const strategy = play.strategy({}, { callbackURL: '/callback', allowedHosts: ['app.example'] });
    const headers = { host: 'localhost:1', cookie: canary.sessionCookie };
    return seen(await authenticate(strategy, play.visitor.request({ headers }), { state: canary.state }));
  },
  session_missing: async (play) => {
    const request = { ...play.visitor.request(play.request), session: undefined };
    return seen(await authenticate(play.strategy(), request, { state: canary.state }));
  },
  session_cookie_missing: async (play) => {
    const query = { code: canary.code, state: forged };
    return seen(await play.visitor.finish(play.strategy(), query, {}, { headers: { host: 'app.example' } }));
  },
  response_missing: async (play) => {
    const strategy = play.strategy({}, { store: cookieStore({ secret: canary.cookieSecret }) });
    return seen(await authenticate(strategy, play.visitor.request(play.request), { state: canary.state }));
  },
  login_cookie_missing: (play) => play.inCookies((browser) => browser.forgetCookies()),
  login_cookie_invalid: (play) =>
    play.inCookies((browser) => {
      for (const name of browser.cookieNames()) {
        browser.setCookie(name, `${browser.cookie(name)?.slice(0, -6)}canary`);
      }
    }),
  session_regenerated: (play) => {
    play.visitor.session = { passport: { user: canary.inSession } };
    return play.finish(play.strategy(), { code: canary.code, state: forged });
  },
  state_missing: (play) => play.login(play.strategy(), { state: undefined }),
  state_too_large: (play) => play.inCookies(() => undefined, { large: canary.state.repeat(60) }),
  state_unknown: (play) => play.login(play.strategy(), { state: forged }),
  state_used: async (play) => {
    const strategy = play.strategy();
    const query = { code: canary.code, state: await play.begin(strategy) };
    await play.finish(strategy, query);
    return play.finish(strategy, query);
  },
  state_expired: async (play) => {
    const strategy = play.strategy();
    const state = await play.begin(strategy);
    return later(660_000, () => play.finish(strategy, { code: canary.code, state }));
  },
  state_foreign: (play) =>
    play.login(play.strategy(), {}, { finish: { callbackURL: `https://app.example/${canary.state}` } }),
  state_rejected: (play) => play.login(play.strategy({}, { store: store((done) => done(null, false)) })),
  store_keeps_no_state: async (play) => {
    const short = { store: (_req: unknown, done: () => void) => done(), verify: () => undefined };
    const strategy = play.strategy({}, { store: short, pkce: false });
    const options = { assignProperty: 'account', state: canary.state };
    play.visitor.session['passport'] = { user: canary.inSession };
    return seen(await authenticate(strategy, play.visitor.request(play.request), options));
  },
  user_changed: async (play) => {
    const linking = { assignProperty: 'account' };
    const strategy = play.strategy();
    play.visitor.session['passport'] = { user: canary.inSession };
    const state = await play.begin(strategy, linking);
    play.visitor.session['passport'] = { user: `${canary.inSession}-other` };
    return play.finish(strategy, { code: canary.code, state }, linking);
  },
  verifier_missing: (play) => play.login(play.strategy({}, { store: store((done) => done(null, true)) })),
  issuer_mismatch: (play) => play.login(play.strategy({}, { issuer }), { iss: 'https://evil.example' }),
  issuer_missing: (play) => play.login(play.strategy({ issuerParameter: 'required' }, { issuer })),
  insecure_url: (play) =>
    new Promise((resolve) => {
      const { _oauth2 } = play.strategy();
      _oauth2.get(`http://evil.example/?token=${canary.accessToken}`, canary.accessToken, resolve);
    }),
  network_error: (play) => play.with('token', (res) => res.socket?.resetAndDestroy()),
  timeout: (play) => play.with('token', () => undefined, { timeout: 100 }),
  response_too_large: (play) => play.with('token', echo(200), { maxResponseBytes: 300 }),
  response_truncated: (play) =>
    play.with('token', (res, received) => {
      const begun = `{"a":${JSON.stringify(heard(received))}`;
      res.writeHead(200, { 'content-type': 'application/json', 'content-length': begun.length + 9 });
      res.write(begun, () => res.socket?.destroy());
    }),
  response_encoded: (play) => play.with('token', echo(200, { 'content-encoding': 'gzip' })),
  redirect_refused: (play) =>
    play.with('token', echo(302, { location: `https://evil.example/${canary.accessToken}` })),
  response_not_json: (play) =>
    play.with('token', (res, received) => {
      res.writeHead(200, { 'content-type': 'text/html' }).end(`<p>${heard(received)}</p>`);
    }),
  rate_limited: (play) => play.with('token', echo(429, { 'retry-after': '7' })),
  provider_unavailable: (play) => play.with('token', echo(503)),
  token_refused: (play) => play.with('token', echo(400)),
  token_response_invalid: (play) => play.with('token', play.tokens({ access_token: [canary.accessToken] })),
  token_type_unsupported: (play) => play.with('token', play.tokens({ token_type: 'mac' })),
  profile_refused: (play) => play.with('user', echo(401)),
  permission_missing: (play) => {
    play.service.user = echo(403);
    const map = (): { id: string } => ({ id: 'u' });
    return play.login(play.strategy({ profile: { permission: 'user.view', map } }));
  },
  profile_invalid: (play) => play.with('user', { json: { id: { of: canary.accessToken } } }),
  argument_invalid: (play) => {
    const credential = { accessToken: canary.accessToken };
    return rejected(play.api().call({ path: ['..'], json: { of: canary.apiKey }, credential }));
  },
  api_refused: (play) => {
    play.service.other = echo(401);
    const credential = { header: 'X-API-Key', apiKey: canary.apiKey };
    return rejected(play.api().call({ path: 'x', method: 'POST', json: { of: 'sale' }, credential }));
  },
  access_token_refused: (play) => {
    play.service.other = echo(401);
    return rejected(play.api().call({ path: 'x', credential: { accessToken: canary.accessToken } }));
  },
  api_answer_invalid: (play) => Promise.resolve(play.api().wrongAnswer('it has no list')),
  api_address_refused: (play) => {
    const path = `https://evil.example/?token=${canary.accessToken}`;
    return rejected(play.api().call({ path, credential: { accessToken: canary.accessToken } }));
  },
  outcome_unknown: (play) => {
    play.service.other = echo(503);
    const credential = { accessToken: canary.accessToken };
    return rejected(play.api().call({ path: 'x', method: 'POST', json: {}, credential }));
  },
  revocation_refused: (play) => {
    play.service.revoke = echo(400);
    const client = play.client({}, { revocationURL: `${play.service.origin}/revoke` });
    return rejected(client.revoke?.(canary.refreshToken));
  },
  introspection_refused: (play) => {
    play.service.other = echo(401);
    const { origin } = play.service;
    const endpoints = { token: `${origin}/token`, authorization: `${origin}/authorize` };
    const client = play.client({ endpoints: { ...endpoints, introspection: `${origin}/introspect` } });
    return rejected(client.introspect?.(canary.accessToken));
  },
  session_not_allowed: async (play) => {
    const emulator = await startEmulator({ providers: ['kopokopo'] });
    try {
      const { clientID, baseURL } = emulator.kopokopo.options;
      const options = { clientID, baseURL, clientSecret: canary.clientSecret };
      const strategy = new KopoKopo(options, (...args: unknown[]) => (args.at(-1) as () => void)());
      return seen(await authenticate(strategy, play.visitor.request(play.request)));
    } finally {
      await emulator.close();
    }
  },
  discovery_refused: (play) => {
    play.service.other = echo(404);
    return startFailure(play, play.openIDStrategy({ discovery: true }));
  },
  discovery_invalid: (play) => {
    play.service.other = { json: { issuer: 'https://evil.example', secret: canary.apiKey } };
    return startFailure(play, play.openIDStrategy({ discovery: true }));
  },
  pkce_unsupported: (play) => {
    const { origin } = play.service;
    play.service.other = { json: { issuer: origin, code_challenge_methods_supported: ['plain'] } };
    return startFailure(play, play.openIDStrategy({ discovery: true }));
  },
  jwks_refused: (play) => {
    play.service.other = echo(404);
    return play.withIdTokenOf((nonce) => play.idToken(nonce));
  },
  jwks_invalid: (play) => {
    play.service.other = { json: { keys: canary.apiKey } };
    return play.withIdTokenOf((nonce) => play.idToken(nonce));
  },
  jose_unavailable: withoutJose,
  scope_without_openid: (play) => startFailure(play, play.openIDStrategy(), { scope: ['profile'] }),
  id_token_missing: (play) => play.withIdTokenOf(() => undefined),
  id_token_malformed: (play) => play.withIdTokenOf(() => canary.idToken),
  id_token_algorithm: (play) => play.withIdToken({}, { alg: 'none' }),
  id_token_key_unknown: (play) => play.withIdToken({}, {}, { key: other }),
  id_token_signature: (play) => play.withIdToken({}, { kid: 'first' }, { key: other }),
  id_token_issuer: (play) => play.withIdToken({ iss: 'https://evil.example' }),
  id_token_subject: (play) => play.withIdToken({ sub: [canary.idToken] }),
  id_token_audience: (play) => play.withIdToken({ aud: [canary.idToken] }),
  id_token_authorized_party: (play) => play.withIdToken({ azp: canary.idToken }),
  id_token_expired: (play) => play.withIdToken({ exp: 1 }),
  id_token_issued_at: (play) => play.withIdToken({ iat: canary.idToken }),
  id_token_not_yet_valid: (play) => play.withIdToken({ nbf: 4e9 }),
  id_token_nonce: (play) => play.withIdToken({ nonce: canary.idToken }),
  id_token_authentication_time: (play) => play.withIdToken({}, {}, { options: { maxAge: 60 } }),
  id_token_hash: (play) => play.withIdToken({ at_hash: canary.idToken }),
  id_token_changed: (play) => {
    play.publishKey();
    play.service.refresh = play.tokens({ id_token: play.idToken(undefined, { sub: canary.idToken }) });
    const { origin } = play.service;
    const client = play.client(play.openIDDeclaration(), { issuer: origin, refreshURL: `${origin}/refresh` });
    const claims = { iss: origin, sub: 'ada', aud: 'client-1', iat: 1 };
    return rejected(client.refresh?.(canary.refreshToken, { claims }));
  },
  subject_mismatch: (play) => {
    play.publishKey();
    play.service.user = { json: { sub: canary.idToken, token: canary.accessToken } };
    const { origin } = play.service;
    const { endpoints, ...rest } = play.openIDDeclaration();
    const strategy = play.strategy(
      {
        ...rest,
        endpoints: { token: `${origin}/token`, ...endpoints, userProfile: `${origin}/user` },
        profile: { map: (user) => ({ id: user.identifier('sub') }) },
      },
      { issuer: origin },
    );
    return play.withIdTokenOf((nonce) => play.idToken(nonce), strategy);
  },
  application_error: (play) =>
    play.login(play.strategy({}, { skipUserProfile: () => Promise.reject(undefined) })),
  hook_unanswered: (play) => {
    const strategy = Object.assign(play.strategy({}, { timeout: 30 }), {
      userProfile: () => Promise.resolve(),
    });
    return play.login(strategy);
  },
  verify_unanswered: (play) => {
    const verify = (_a: never, _r: never, _p: never, _done: never): Promise<void> => Promise.resolve();
    const options = play.options({ timeout: 30 });
    return play.login(makeStrategy(declare(play.service), options, verify));
  },
  user_is_promise: (play) => {
    const verify = (
      ...[_a, _r, _p, done]: [never, never, never, (error: null, user: unknown) => void]
    ): void => done(null, Promise.resolve(canary.accessToken));
    return play.login(makeStrategy(declare(play.service), play.options({}), verify));
  },
  signed_out: async (play) => {
    play.service.refresh = { status: 400, json: { error: 'invalid_grant', token: canary.refreshToken } };
    return rejected((await play.keeper()).accessToken('user'));
  },
  refresh_interrupted: async (play) => {
    const keeper = await play.keeper();
    play.service.refresh = (res) => void res.socket?.destroy();
    await rejected(keeper.accessToken('user'));
    play.service.refresh = { status: 400, json: { error: 'invalid_grant', token: canary.refreshToken } };
    return rejected(keeper.accessToken('user'));
  },
  refresh_postponed: async (play) => {
    const keeper = await play.keeper(memoryTokenStore());
    play.service.refresh = {
      status: 429,
      headers: { 'retry-after': '60' },
      json: { error: canary.refreshToken },
    };
    await rejected(keeper.accessToken('user'));
    return rejected(keeper.accessToken('user'));
  },
  refresh_pending: async (play) => {
    play.service.refresh = () => undefined;
    return rejected((await play.keeper()).accessToken('user', { timeout: 20 }));
  },
  token_store_failed: (play) => {
    const store = { ...withoutWaits(), read: () => Promise.reject(new Error(canary.refreshToken)) };
    return rejected(new TokenKeeper({ client: play.client(), store }).accessToken('user'));
  },
};

/** A token store that lets a refresh be tried again at once. */
function withoutWaits(): TokenStore {
  const inner = memoryTokenStore();
  return {
    read: (key) => inner.read(key),
    claim: (...claim) => inner.claim(...claim),
    write: (...write) => inner.write(...write),
    release: (key, release) => inner.release(key, { ...release, retryAfter: 0 }),
    remove: (key) => inner.remove(key),
  };
}

async function startFailure(play: Play, strategy: ProviderStrategy, options: object = {}): Promise<unknown> {
  const request = play.visitor.request(play.request);
  return seen(await authenticate(strategy, request, { state: canary.state, ...options }));
}

/** The base anew, where jose cannot be loaded. */
async function withoutJose(play: Play): Promise<unknown> {
  let error: unknown;
  await jest.isolateModulesAsync(async () => {
    // @types/jest knows the undoing of it alone.
    const { unstable_mockModule } = jest as unknown as {
      unstable_mockModule: (name: string, make: () => never) => void;
    };
    unstable_mockModule('jose/jws/compact/verify', () => {
      throw new Error('import() is not there');
    });
    const anew = await import('passport-oauth2-base/oidc');
    const declaration = { openid: anew.openid({ algorithms: ['ES256'], required: true }) };
    const strategy = play.openIDStrategy({}, declaration);
    error = await play.withIdTokenOf((nonce) => play.idToken(nonce), strategy);
  });
  jest.unstable_unmockModule('jose/jws/compact/verify');
  return error;
}

/** Everything by which somebody could read a value: on purpose, in a log, or by accident. */
function views(value: unknown): string {
  const shown: string[] = [];
  for (let at = value; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause) {
    const { message, stack, oauthError } = at as Error & { oauthError?: unknown };
    shown.push(message, stack ?? '', `${at as Error}`, JSON.stringify(at));
    shown.push(inspect(at, { showHidden: true, depth: 12 }), inspect(at, { depth: 12, getters: true }));
    if (oauthError !== undefined) shown.push(views(oauthError));
  }
  return shown.join('\n');
}

/** A secret as it may be spelt on the way. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    encodeURIComponent(secret),
    json,
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ];
}

/** Codes, verifiers and Basic headers, read off the wire. */
function onTheWire({ requests }: StubService): readonly string[] {
  return requests.flatMap(({ body, headers }) => {
    const verifier = new URLSearchParams(body).get('code_verifier');
    return [verifier, headers.authorization?.replace(/^\w+ /, '')].filter((it) => typeof it === 'string');
  });
}

let service: StubService;
beforeEach(async () => {
  service = await new StubService().listen();
});
afterEach(() => service.close());

test('every documented reason has a row here', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'errors.md'), 'utf8');
  const documented = [...page.matchAll(/^### `(.+)`$/gm)].map(([, reason]) => reason);
  expect(documented.length).toBeGreaterThan(50);
  expect(Object.keys(provoke).sort()).toEqual(documented.sort());
});

/** The secrets that can be read in an error, or in what was printed meanwhile. */
function leaks(play: Play, error: unknown, printed: readonly string[] = []): readonly string[] {
  const view = [views(error), ...printed].join('\n');
  const secrets = [...Object.values(canary), ...play.made, ...onTheWire(play.service)];
  return secrets.filter((it) => it.length > 3 && spellings(it).some((spelt) => view.includes(spelt)));
}

describe('A43, R85: no secret is in the error', () => {
  test.each(Object.entries(provoke))('of %s', async (reason, run) => {
    const writers = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write')];
    const play = new Play(service);
    const error = await run(play);
    const printed = writers.flatMap(({ mock }) => mock.calls.map(([text]) => String(text)));
    for (const writer of writers) writer.mockRestore();
    expect(error).toMatchObject({ reason });
    expect(leaks(play, error, printed)).toEqual([]);
  });

  test('whether the client authenticates by Basic, too', async () => {
    const play = new Play(service);
    service.token = echo(400);
    const error = await play.login(play.strategy({ clientAuthentication: 'client_secret_basic' }));
    expect(error).toMatchObject({ reason: 'token_refused' });
    expect(service.requests.at(-1)?.headers.authorization).toMatch(/^Basic /);
    expect(leaks(play, error)).toEqual([]);
  });
});

test('an API key among `customHeaders` that a service echoes is not in the error', async () => {
  const play = new Play(service);
  service.token = echo(400);
  const error = await play.login(play.strategy({}, { customHeaders: { 'x-api-key': canary.apiKey } }));
  expect(error).toMatchObject({ reason: 'token_refused' });
  expect(leaks(play, error)).toEqual([]);
});

test('the table finds what leaks', () => {
  const play = new Play(service);
  const cause = Object.assign(new Error('inner'), { deep: { er: [canary.accessToken] } });
  expect(leaks(play, new Error('outer', { cause }))).toEqual([canary.accessToken]);
  expect(leaks(play, { message: encodeURIComponent(canary.clientSecret) })).toEqual([canary.clientSecret]);
});
