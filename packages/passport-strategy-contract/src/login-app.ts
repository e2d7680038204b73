import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';

/** A Passport strategy. */
export interface AnyStrategy {
  /** The name under which Passport knows the strategy by default. */
  name: string;
  /** Passport calls it for each request. */
  authenticate(req: never, options?: never): void;
}

/** The outcome of a login in the application. */
export interface Outcome {
  /** Which of Passport's actions ended the login. */
  readonly kind: 'success' | 'fail' | 'error';
  /** The user, after a success. */
  readonly user?: unknown;
  /** Passport's `info` or challenge. */
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  /** The error that Passport passed to `next`, after an error. */
  readonly error?: unknown;
  /** The HTTP status that the strategy suggested, after a failure. */
  readonly status?: unknown;
  /** The `reason` of the error or of `info`. */
  readonly reason?: string | undefined;
}

/** Options that the application passes to `passport.authenticate`. */
export interface RouteOptions {
  /** For the login route. */
  start?: Readonly<Record<string, unknown>>;
  /** For the callback route. */
  callback?: Readonly<Record<string, unknown>>;
  /** Stands instead of Express' parser of the callback's query. */
  parseQuery?: (search: string) => unknown;
}

/**
 * An Express application with sessions and the routes `/login/<name>` and `/callback/<name>` for its strategies. It
 * keeps the outcome of the last callback.
 */
export class LoginApp {
  /** The outcome of the last callback. */
  last: Outcome | undefined;
  /** Options that the two routes pass to `passport.authenticate`. A row changes them. */
  readonly options: RouteOptions = {};
  private readonly passport = new Passport();
  private server: Server | undefined;

  /** @param withSession - whether there is session middleware. Default: `true` */
  constructor(private readonly withSession = true) {
    this.passport.serializeUser((user, done) => done(null, user));
    this.passport.deserializeUser((user: Express.User, done) => done(null, user));
  }

  /** Listens on a free port of 127.0.0.1. */
  async listen(): Promise<this> {
    this.server = createServer(this.express());
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** The application's origin. Call `listen` first. */
  get origin(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  /** The callback URL of the strategy with this name. */
  callbackURL(name: string): string {
    return `${this.origin}/callback/${name}`;
  }

  /** The URL that starts a login with the strategy of this name. */
  loginURL(name: string): string {
    return `${this.origin}/login/${name}`;
  }

  /** Registers a strategy under a name. */
  use(name: string, strategy: AnyStrategy): void {
    this.passport.use(name, strategy as never);
  }

  /** Stops the server and its open connections. */
  async close(): Promise<void> {
    const { server } = this;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  private express(): Express {
    const app = express();
    if (this.withSession) {
      app.use(session({ secret: 'contract', resave: false, saveUninitialized: false }));
    }
    app.get('/login/:name', this.start);
    app.get('/callback/:name', this.callback);
    app.post('/callback/:name', this.callback);
    app.use(((error: unknown, _req, res, _next) => {
      this.last = { kind: 'error', error, reason: reasonOf(error) };
      res.status(500).end();
    }) as express.ErrorRequestHandler);
    return app;
  }

  private readonly start: RequestHandler = (req, res, next) => {
    const options = { session: this.withSession, ...this.options.start };
    const authenticate = this.passport.authenticate(req.params['name'] as string, options) as RequestHandler;
    void authenticate(req, res, next);
  };

  private readonly callback: RequestHandler = (req, res, next) => {
    const finish = (outcome: Outcome): void => {
      this.last = outcome;
      res.status(outcome.kind === 'success' ? 200 : 401).end(outcome.kind);
    };
    const done = (error: unknown, user: unknown, info: Outcome['info'], status: unknown): void => {
      if (error) return finish({ kind: 'error', error, reason: reasonOf(error) });
      if (!user) return finish({ kind: 'fail', info, status, reason: reasonOf(info) });
      if (!this.withSession) return finish({ kind: 'success', user, info });
      req.logIn(user, { session: true, ...this.options.callback } as never, (failed: unknown) => {
        finish(failed ? { kind: 'error', error: failed } : { kind: 'success', user, info });
      });
    };
    const { parseQuery } = this.options;
    if (parseQuery) Object.defineProperty(req, 'query', { value: parseQuery(req.url.split('?')[1] ?? '') });
    const options = { session: this.withSession, ...this.options.callback };
    const name = req.params['name'] as string;
    const authenticate = this.passport.authenticate(name, options as never, done as never) as RequestHandler;
    void authenticate(req, res, next);
  };
}

function reasonOf(value: unknown): string | undefined {
  const reason = (value as { reason?: unknown } | null | undefined)?.reason;
  return typeof reason === 'string' ? reason : undefined;
}
