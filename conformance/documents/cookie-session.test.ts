import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { Browser } from 'passport-strategy-contract';
import { freshPassport, Readme } from './readme-snippets';

const cookieSession = jest.requireActual<(options: object) => RequestHandler>('cookie-session');
const shim = new Readme('packages/passport-oauth2-base/README.md').run(
  'cookie-session-shim',
) as RequestHandler;

let close = (): unknown => undefined;
afterEach(() => close());

/** Signs in and out as Passport does. */
async function listen(): Promise<string> {
  const app = express();
  const passport = freshPassport();
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: false, done) => done(null, user));
  app.use(cookieSession({ name: 'session', secret: 'of the test' }));
  app.use(shim);
  app.use(passport.session() as RequestHandler);
  app.get('/plant', (req, res) => {
    Object.assign(req.session as object, { planted: true });
    res.end();
  });
  app.get('/login', (req, res, next) => {
    req.logIn({ id: 'sokha' }, (error) => (error ? next(error) : res.end()));
  });
  app.get('/logout', (req, res, next) => {
    req.logout((error) => (error ? next(error) : res.end()));
  });
  app.get('/me', (req, res) => {
    res.json({ user: req.user ?? null, session: req.session });
  });
  return new Promise((resolve) => {
    const server = app.listen(0, '127.0.0.1', () => {
      close = () => server.close();
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
test('after req.logout() nobody is signed in', async () => {
  const origin = await listen();
  const browser = new Browser();
  const me = async (): Promise<unknown> => JSON.parse((await browser.open(`${origin}/me`)).text) as unknown;
  await browser.open(`${origin}/login`);
  expect(await me()).toMatchObject({ user: { id: 'sokha' } });
  const before = browser.cookie('session');
  expect((await browser.open(`${origin}/logout`)).status).toBe(200);
  expect(browser.cookie('session')).not.toBe(before);
  expect(await me()).toEqual({ user: null, session: {} });
});

test('A16 what was in the session before the login is gone', async () => {
  const origin = await listen();
  const browser = new Browser();
  await browser.open(`${origin}/plant`);
  await browser.open(`${origin}/login`);
  const { text } = await browser.open(`${origin}/me`);
  expect(JSON.parse(text)).toEqual({
    user: { id: 'sokha' },
    session: { passport: { user: { id: 'sokha' } } },
  });
});
