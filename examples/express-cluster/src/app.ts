import { RedisStore } from 'connect-redis';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy } from 'passport-koompi';
import { cookieStore } from 'passport-oauth2-base';
import { logout, redisTokenStore, TokenKeeper } from 'passport-oauth2-base/tokens';
import type { createClient } from 'redis';

/** What every instance is given: the same for all of them. */
export interface Settings {
  /** Where browsers find the application. */
  readonly baseURL: string;
  /** Shown on the page: which instance answered. */
  readonly instance: string;
  readonly secret: string;
  readonly redis: ReturnType<typeof createClient>;
  readonly koompi: { readonly clientID: string; readonly clientSecret: string };
  /** Keep pending logins in sealed cookies. Default: in the session. */
  readonly loginsInCookies?: boolean;
}

interface User {
  readonly id: string;
  readonly displayName: string;
}

/** One instance of the application. Sessions and tokens are in Redis, so any instance can answer any request. */
export function createApp({ baseURL, instance, secret, redis, koompi, loginsInCookies }: Settings): Express {
  const callbackURL = `${baseURL}/api/auth/callback/koompi`;
  const store = loginsInCookies ? cookieStore({ secret }) : undefined;
  const strategy = new Strategy({
    ...koompi,
    callbackURL,
    store,
    verify: async ({ profile, tokens }) => {
      await keeper.save(profile.id, tokens);
      return { id: profile.id, displayName: profile.displayName ?? profile.id } satisfies User;
    },
  });
  const keeper = new TokenKeeper({ client: strategy.client, store: redisTokenStore(redis, { secret }) });

  const passport = new Passport();
  passport.use(strategy);
  passport.serializeUser((user, done) => done(null, user));
  passport.deserializeUser((user: Express.User, done) => done(null, user));

  const app = express();
  app.set('trust proxy', 'loopback');
  app.use((_req, res, next) => {
    res.set('X-Instance', instance);
    next();
  });
  app.use(
    session({
      store: new RedisStore({ client: redis }),
      ...{ secret, resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } },
    }),
    passport.session() as RequestHandler,
  );
  app.get('/api/auth/login/koompi', passport.authenticate('koompi') as RequestHandler);
  app.get(
    '/api/auth/callback/koompi',
    passport.authenticate('koompi', { successRedirect: '/', failureRedirect: '/?failed' }) as RequestHandler,
  );
  app.post('/logout', logout({ keeper }));

  app.get('/', (req, res) => void res.send(page(req.user as User | undefined, instance)));
  app.get('/token', async (req, res) => {
    const user = req.user as User | undefined;
    if (!user) return void res.status(401).json({ reason: 'signed_out' });
    const token = await keeper.accessToken(user.id);
    // The token itself never goes to the browser.
    res.json({ instance, works: await works(strategy, token) });
  });
  app.use(onError);
  return app;
}

async function works(strategy: Strategy, token: string): Promise<boolean> {
  await strategy.client.userProfile(token);
  return true;
}

const onError: ErrorRequestHandler = (error: { status?: number; reason?: string }, _req, res, _next) => {
  console.error(error);
  res.status(error.status ?? 500).json({ reason: error.reason ?? 'unknown' });
};

function page(user: User | undefined, instance: string): string {
  const body = user
    ? `<p>Hello, ${escaped(user.displayName)}.</p>
       <form method="post" action="/logout"><button>Sign out</button></form>`
    : '<p><a href="/api/auth/login/koompi">Sign in with KOOMPI</a></p>';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Cluster</title>
    <main><h1>Three instances, one Redis</h1>${body}<p>Answered by ${escaped(instance)}.</p></main></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
