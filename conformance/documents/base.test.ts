import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProviderStrategy, type ProviderClient, type TokenSet } from 'passport-oauth2-base';
import { Browser } from 'passport-strategy-contract';
import { LoginApp, type AnyStrategy } from 'passport-strategy-contract';
import { StubService } from 'passport-strategy-contract/harness';
import { declare, everyday } from 'passport-strategy-contract/harness';
import { freshPassport, Readme } from './readme-snippets';

const readme = new Readme('packages/passport-oauth2-base/README.md');

interface KeptTokens {
  save(login: { profile: object; tokens: TokenSet }): Promise<unknown>;
  profile(userId: string): Promise<object>;
}

/** A little service: one user, one code, Basic authentication, PKCE. Judges what it is sent. */
class Acme {
  readonly complaints: string[] = [];
  readonly refreshTokens = new Set<string>();
  private challenge = '';
  private server: Server | undefined;

  async listen(): Promise<this> {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const answer =
          request.url === '/token'
            ? this.token(new URLSearchParams(body), request.headers.authorization)
            : this.me(request.headers.authorization);
        response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => this.server?.once('listening', resolve));
    return this;
  }

  get options(): object {
    const origin = `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
    return { tokenURL: `${origin}/token`, userProfileURL: `${origin}/me` };
  }

  /** What the person's browser does: approves the request at once. */
  approve(location: string): string {
    const { origin, pathname, searchParams } = new URL(location);
    this.expect(origin + pathname === 'https://example-business.com/oauth/authorize', 'address');
    this.expect(searchParams.get('scope') === 'profile email', 'scope');
    this.expect(searchParams.get('code_challenge_method') === 'S256', 'method');
    this.challenge = searchParams.get('code_challenge') ?? '';
    return `${searchParams.get('redirect_uri')}?code=the-code&state=${searchParams.get('state')}`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private token(form: URLSearchParams, authorization: string | undefined): object {
    this.expect(authorization === `Basic ${Buffer.from('acme-id:acme-secret').toString('base64')}`, 'client');
    if (form.get('grant_type') === 'refresh_token') {
      this.expect(this.refreshTokens.delete(form.get('refresh_token') ?? ''), 'refresh token');
    } else {
      const digest = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      this.expect(digest === this.challenge, 'verifier');
      this.expect(form.get('code') === 'the-code', 'code');
    }
    const refresh = `refresh-${Math.random()}`;
    this.refreshTokens.add(refresh);
    return { access_token: 'acme-access', token_type: 'Bearer', expires_in: 3600, refresh_token: refresh };
  }

  private me(authorization: string | undefined): object {
    this.expect(authorization === 'Bearer acme-access', 'access token');
    return { user: { id: 7, name: 'Dara Lim', email: 'dara@example-business.com', email_verified: true } };
  }

  private expect(right: boolean, what: string): void {
    if (!right) this.complaints.push(what);
  }
}

type AcmeStrategy = ProviderStrategy & AnyStrategy;
type AcmeClass = { new (options: object, verify?: unknown): AcmeStrategy; Strategy: unknown };

const AcmeStrategy = readme.run('strategy') as AcmeClass;
const env = { ACME_CLIENT_ID: 'acme-id', ACME_CLIENT_SECRET: 'acme-secret' };

let acme: Acme;
let app: LoginApp;
beforeEach(async () => {
  acme = await new Acme().listen();
  app = await new LoginApp().listen();
});
afterEach(async () => {
  await Promise.all([acme.close(), app.close()]);
});

/** The strategy of the README, at the local service. The snippet's own options are kept. */
function localAcme(): AcmeClass {
  return class extends AcmeStrategy {
    constructor(options: object, verify?: unknown) {
      super({ ...options, ...acme.options, callbackURL: app.callbackURL('acme') }, verify);
    }
  };
}

async function signIn(strategy: AnyStrategy): Promise<LoginApp['last']> {
  app.use('acme', strategy);
  const browser = new Browser();
  const { location } = await browser.open(app.loginURL('acme'));
  await browser.open(acme.approve(location ?? ''));
  return app.last;
}

test('every piece of code is run by a test', () => {
  expect(readme.untested).toBe(0);
});

test('the strategy for a new service fits on one screen', () => {
  expect(readme.snippet('strategy').split('\n').length).toBeLessThanOrEqual(40);
});

test('the strategy for a new service is a class of its own', () => {
  expect(AcmeStrategy.prototype).toBeInstanceOf(ProviderStrategy);
  expect(AcmeStrategy.Strategy).toBe(AcmeStrategy);
  expect(() => new AcmeStrategy({ clientId: 'a' }, () => undefined)).toThrow(/did you mean `clientID`/);
});

test('snippet use: signs in, with the whole profile', async () => {
  const used: AcmeStrategy[] = [];
  const passport = Object.assign(freshPassport(), { use: (strategy: AcmeStrategy) => used.push(strategy) });
  readme.run('use', { modules: { passport, 'passport-acme': localAcme() }, env });
  const outcome = await signIn(used[0] as AcmeStrategy);
  expect(outcome).toMatchObject({ kind: 'success', user: { id: '7' } });
  expect(acme.complaints).toEqual([]);
});

test('snippets verify and client: tokens and profile, then a refresh without Passport', async () => {
  const modules = { 'passport-acme': localAcme() };
  const strategy = readme.run('verify', { modules, env }) as AcmeStrategy;
  const outcome = await signIn(strategy);
  const { id, tokens } = outcome?.user as { id: string; tokens: TokenSet };
  expect(id).toBe('7');
  expect(tokens).toMatchObject({
    tokenType: 'Bearer',
    scope: ['profile', 'email'],
    accessToken: 'acme-access',
  });

  const nightly = readme.run('client', { modules, env }) as (
    strategy: AcmeStrategy,
    refreshToken: string | undefined,
  ) => Promise<{ tokens: TokenSet; profile: object }>;
  const later = await nightly(strategy, tokens.refreshToken);
  expect(later.tokens.refreshToken).not.toBe(tokens.refreshToken);
  expect(later.profile).toMatchObject({
    provider: 'acme',
    id: '7',
    displayName: 'Dara Lim',
    emails: [{ value: 'dara@example-business.com', verified: true }],
  });
  expect(acme.complaints).toEqual([]);
});

test('snippet token-life: tokens are stored, refreshed once, and deleted', async () => {
  const modules = { 'passport-acme': localAcme() };
  const strategy = readme.run('verify', { modules, env }) as AcmeStrategy;
  const { tokens } = (await signIn(strategy))?.user as { tokens: TokenSet };
  const keepTokens = readme.run('token-life', { env }) as (app: object, client: object) => KeptTokens;
  const routes: string[] = [];
  const kept = keepTokens({ post: (path: string) => void routes.push(path) }, strategy.client);
  await kept.save({ profile: { id: '7' }, tokens: Object.assign(tokens, { expiresAt: new Date(0) }) });
  const profiles = await Promise.all([kept.profile('7'), kept.profile('7')]);
  expect(profiles).toMatchObject([{ id: '7' }, { id: '7' }]);
  expect(routes).toEqual(['/logout']);
  expect(acme.complaints).toEqual([]);
});

test("snippet api: a client's own calls", async () => {
  const service = await new StubService().listen();
  const modules = { 'passport-oauth2-base': jest.requireActual<object>('passport-oauth2-base') };
  const AcmeClient = readme.run('api', { modules }) as new (...of: object[]) => ProviderClient & {
    order: (accessToken: string, id: string) => Promise<unknown>;
    pay: (accessToken: string, id: string, amount: unknown) => Promise<void>;
  };
  const client = new AcmeClient(declare(service), { ...everyday, apiURL: `${service.origin}/v1` });
  service.other = { json: { total: 7 } };
  expect(await client.order('token', 'a/b')).toEqual({ total: 7 });
  expect(service.requests.at(-1)).toMatchObject({ url: '/v1/orders/a%2Fb' });
  await client.pay('token', '7', 12n);
  expect(service.requests.at(-1)).toMatchObject({ method: 'POST', body: '{"amount":"12"}' });
  await expect(client.pay('token', '7', 1.2)).rejects.toMatchObject({ reason: 'argument_invalid' });
  service.other = { json: {} };
  await expect(client.order('token', '7')).rejects.toMatchObject({ reason: 'api_answer_invalid' });
  service.other = { status: 403, json: {} };
  await expect(client.order('token', '7')).rejects.toMatchObject({ reason: 'permission_missing' });
  await service.close();
});

test('snippet cookie-store: keeps the login in a cookie', async () => {
  const modules = { 'passport-oauth2-base': jest.requireActual<object>('passport-oauth2-base') };
  const store = readme.run('cookie-store', { modules, env: { LOGIN_SECRET: 'l'.repeat(32) } });
  const Strategy = localAcme() as unknown as new (options: object) => AcmeStrategy;
  const { ACME_CLIENT_ID: clientID, ACME_CLIENT_SECRET: clientSecret } = env;
  const verify = ({ profile }: { profile: { id: string } }): object => ({ id: profile.id });
  const strategy = new Strategy({ clientID, clientSecret, store, verify });
  expect(await signIn(strategy)).toMatchObject({ kind: 'success', user: { id: '7' } });
});

test('snippet cookie-store-fastify: the cookie is set on the reply of the request', async () => {
  const modules = { 'passport-oauth2-base': jest.requireActual<object>('passport-oauth2-base') };
  const hooks: ((request: object, reply: object) => Promise<void>)[] = [];
  const fastify = {
    decorateRequest: jest.fn(),
    addHook: (_name: 'onRequest', hook: (request: object, reply: object) => Promise<void>) =>
      hooks.push(hook),
  };
  const make = readme.run('cookie-store-fastify', { modules, env: { LOGIN_SECRET: 'l'.repeat(32) } });
  const store = (make as (it: object) => { store: (...args: unknown[]) => void })(fastify);
  expect(fastify.decorateRequest).toHaveBeenCalledWith('reply', null);
  const header = jest.fn();
  const request = { headers: {} };
  await hooks[0]?.(request, { getHeader: () => undefined, removeHeader: () => undefined, header });
  const meta = { clientID: 'c', callbackURL: 'https://app.example/callback' };
  const done = jest.fn();
  store.store(request, 'verifier', undefined, meta, done);
  expect(done).toHaveBeenCalledWith(null, expect.stringMatching(/^[\w-]{43}$/));
  expect(header).toHaveBeenCalledWith('Set-Cookie', [expect.stringMatching(/^__Host-login-/)]);
});

test('snippet cookie-session-shim: a new session at login, with nothing of the old one', () => {
  const shim = readme.run('cookie-session-shim', {}) as (req: object, res: object, next: () => void) => void;
  const req: { session: Record<string, unknown> } = { session: { planted: true } };
  const next = jest.fn();
  shim(req, {}, next);
  expect(next).toHaveBeenCalledTimes(1);
  const { regenerate } = req.session as { regenerate: (done: () => void) => void };
  const done = jest.fn();
  regenerate(done);
  expect(done).toHaveBeenCalledTimes(1);
  expect(req.session['planted']).toBeUndefined();
  (req.session['save'] as (done: () => void) => void)(done);
  expect(done).toHaveBeenCalledTimes(2);
  expect(JSON.stringify(req.session)).toBe('{}');
});

test('every snippet is run by a test', () => {
  // `fastify-errors` is run by the applications of conformance/hosts.
  const names = [
    'strategy',
    'use',
    'verify',
    'client',
    'token-life',
    'api',
    'cookie-store',
    'cookie-store-fastify',
    'cookie-session-shim',
    'fastify-errors',
  ];
  expect([...readme.names].sort()).toEqual(names.sort());
});
