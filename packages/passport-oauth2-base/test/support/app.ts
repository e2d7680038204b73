import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { type ProviderStrategy } from 'passport-oauth2-base';

// cookie-session has no types of its own.
const cookieSession = createRequire(__filename)('cookie-session') as (
  options: object,
) => express.RequestHandler;

export interface Answer {
  readonly status: number;
  readonly location: URL | undefined;
  readonly body: {
    readonly kind?: string;
    readonly user?: unknown;
    readonly info?: { readonly reason?: string };
    readonly reason?: string;
  };
}

/** An Express application with `/login` and `/callback`, which tells how each login ended. */
export class App {
  readonly express: Express = express();
  private readonly server: Server = createServer(this.express);
  private readonly passport = new Passport();
  private cookies = new Map<string, string>();

  async listen(
    strategyFor: (origin: string) => ProviderStrategy,
    sessions: 'express-session' | 'cookie-session' = 'express-session',
  ): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { passport } = this;
    passport.serializeUser((user, done) => done(null, user));
    this.express.use(
      sessions === 'cookie-session'
        ? cookieSession({ keys: ['test'], sameSite: 'lax' })
        : session({ secret: 'test', resave: false, saveUninitialized: false }),
    );
    this.express.use(express.urlencoded({ extended: true }), express.json());
    passport.use('acme', strategyFor(this.origin));
    this.express.all(['/login', '/callback'], (req, res, next) => {
      const done = (error: unknown, user: unknown, info: unknown): void => {
        if (error)
          return void res.status(500).json({ kind: 'error', reason: (error as { reason?: string }).reason });
        res.status(user ? 200 : 401).json({ kind: user ? 'success' : 'fail', user, info });
      };
      const options = { session: false };
      void (passport.authenticate('acme', options, done) as express.RequestHandler)(req, res, next);
    });
    return this;
  }

  /** Adds a route that starts logins of another strategy. */
  addLogin(path: string, strategy: ProviderStrategy, options: object = {}): void {
    const all = { session: false, ...options };
    this.express.get(path, this.passport.authenticate(strategy, all) as express.RequestHandler);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...init.headers };
    const response = await fetch(new URL(path, this.origin), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const location = response.headers.get('location');
    const text = await response.text();
    return {
      status: response.status,
      location: location === null ? undefined : new URL(location),
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Answer['body'],
    };
  }

  forgetCookies(): void {
    this.cookies = new Map();
  }

  /** Of the largest cookie, as browsers count: name and value. */
  largestCookie(): number {
    return Math.max(...[...this.cookies].map(([name, value]) => name.length + value.length));
  }

  cookieBytes(): number {
    return [...this.cookies].join().length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
