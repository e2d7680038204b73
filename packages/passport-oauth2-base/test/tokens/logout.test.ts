import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { logout, memoryTokenStore, TokenKeeper } from 'passport-oauth2-base/tokens';
import { Browser } from 'passport-strategy-contract';
import { declare, eachTestHasService, makeClient } from 'passport-strategy-contract/harness';

// It brings no types.
const cookieSession = createRequire(__filename)('cookie-session') as (options: object) => RequestHandler;
const stub = eachTestHasService();

const sessions: Readonly<Record<string, () => RequestHandler>> = {
  'express-session': () => session({ secret: 'test', resave: false, saveUninitialized: false }),
  'cookie-session': () => cookieSession({ keys: ['test'] }),
};

let server: Server;
let seen: unknown[];
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** An application where `/in` signs Ada in. */
async function listen(makeSession: () => RequestHandler, options: object = {}): Promise<string> {
  const client = makeClient(declare(stub()), { revocationURL: `${stub().origin}/revoke` });
  const keeper = new TokenKeeper({ client, store: memoryTokenStore() });
  stub().token = { json: { access_token: 'at', refresh_token: 'rt', token_type: 'Bearer' } };
  await keeper.save('7', await client.exchange({ code: 'c', callbackURL: 'https://app.example/callback' }));
  const passport = new Passport();
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: Express.User, done) => done(null, user));
  seen = [];
  const app: Express = express();
  app.use(makeSession(), passport.session() as RequestHandler);
  app.get('/in', (req, res) => {
    (req.session as unknown as Record<string, unknown>)['passport'] = { user: { id: 7 } };
    res.end();
  });
  app.get('/me', (req, res) => void res.status(req.user ? 200 : 401).end());
  const onLogout = (result: unknown): void => void seen.push(result);
  app.all('/logout', logout({ keeper, onLogout, ...options }));
  app.use(((error: { reason?: string }, _req, res, _next) => {
    res.status(500).end(error.reason);
  }) as ErrorRequestHandler);
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function signedIn(origin: string): Promise<Browser> {
  const browser = new Browser();
  await browser.open(`${origin}/in`);
  expect((await browser.open(`${origin}/me`)).status).toBe(200);
  return browser;
}

/** POSTs with the browser's cookies, and keeps those of the response. */
async function post(browser: Browser, url: string): Promise<{ status: number; location: string | null }> {
  const cookie = browser
    .cookieNames()
    .map((name) => `${name}=${browser.cookie(name)}`)
    .join('; ');
  const response = await fetch(url, { method: 'POST', redirect: 'manual', headers: { cookie } });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    browser.setCookie(name, value);
  }
  return { status: response.status, location: response.headers.get('location') };
}

describe.each(Object.entries(sessions))('with %s', (_name, makeSession) => {
  test('ends the session, revokes the refresh token, and goes home', async () => {
    const origin = await listen(makeSession);
    const browser = await signedIn(origin);
    expect(await post(browser, `${origin}/logout`)).toEqual({ status: 303, location: '/' });
    expect((await browser.open(`${origin}/me`)).status).toBe(401);
    expect(seen).toEqual([
      { found: true, revoked: 'refresh_token', explanation: 'Acme has revoked the refresh token.' },
    ]);
    expect(stub().at('/revoke')[0]?.body).toContain('token=rt');
  });

  test('a service that fails does not keep the user signed in', async () => {
    const origin = await listen(makeSession);
    const browser = await signedIn(origin);
    stub().revoke = { status: 503, json: {} };
    expect((await post(browser, `${origin}/logout`)).status).toBe(303);
    expect((await browser.open(`${origin}/me`)).status).toBe(401);
    expect(seen).toMatchObject([{ revoked: undefined, error: { reason: 'provider_unavailable' } }]);
  });

  test('a store that fails goes to the error handler', async () => {
    const error = Object.assign(new Error('down'), { reason: 'token_store_failed' });
    const origin = await listen(makeSession, { keeper: { revoke: () => Promise.reject(error) } });
    const browser = await signedIn(origin);
    expect((await post(browser, `${origin}/logout`)).status).toBe(500);
  });

  test('an anonymous visitor is told nothing, and nothing is revoked', async () => {
    const origin = await listen(makeSession);
    expect((await post(new Browser(), `${origin}/logout`)).status).toBe(303);
    expect(seen).toEqual([{ found: false, revoked: undefined, explanation: 'Nobody was signed in.' }]);
    expect(stub().at('/revoke')).toEqual([]);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s signs nobody out', async (method) => {
    const origin = await listen(makeSession);
    const browser = await signedIn(origin);
    const cookie = browser
      .cookieNames()
      .map((name) => `${name}=${browser.cookie(name)}`)
      .join('; ');
    const response = await fetch(`${origin}/logout`, { method, headers: { cookie } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await browser.open(`${origin}/me`)).status).toBe(200);
  });

  test('the application may answer by itself', async () => {
    const onLogout = (_result: unknown, _req: unknown, res: express.Response): void =>
      void res.status(204).end();
    const origin = await listen(makeSession, { onLogout });
    expect((await post(await signedIn(origin), `${origin}/logout`)).status).toBe(204);
  });
});

test('the user id may be anywhere, and the way back any path', async () => {
  const revoke = jest.fn(() => Promise.resolve({ found: false, revoked: undefined, explanation: '' }));
  const options = { keeper: { revoke }, userId: () => 'ada:phone', redirectTo: '/bye' };
  const origin = await listen(sessions['express-session'] as () => RequestHandler, options);
  expect(await post(new Browser(), `${origin}/logout`)).toEqual({ status: 303, location: '/bye' });
  expect(revoke).toHaveBeenCalledWith('ada:phone');
});
