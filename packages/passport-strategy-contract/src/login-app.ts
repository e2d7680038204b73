import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';

/** A strategy as far as the contract needs one. */
export interface AnyStrategy {
  name: string;
  authenticate(req: never, options?: never): void;
}

/** How a login ended in the application, told by Passport. */
export interface Outcome {
  readonly kind: 'success' | 'fail' | 'error';
  readonly user?: unknown;
  /** Passport's `info` or challenge. */
  readonly info?: Readonly<Record<string, unknown>> | undefined;
  readonly error?: unknown;
  readonly status?: unknown;
  /** Our stable name of why, of the error or of the challenge. */
  readonly reason?: string | undefined;
}

/** What the application passes to `passport.authenticate`. */
export interface RouteOptions {
  start?: Readonly<Record<string, unknown>>;
  callback?: Readonly<Record<string, unknown>>;
}

/**
 * An ordinary Express application around strategies: `/login/<name>` and `/callback/<name>`, a real session, and
 * the outcome of each callback kept as the object that it was.
 */
export class LoginApp {
  /** The outcome of the last callback. */
  last: Outcome | undefined;
  readonly options: RouteOptions = {};
  private readonly passport = new Passport();
  private server: Server | undefined;

  /** @param withSession - false leaves out all session middleware */
  constructor(private readonly withSession = true) {
    this.passport.serializeUser((user, done) => done(null, user));
    this.passport.deserializeUser((user: Express.User, done) => done(null, user));
  }

  async listen(): Promise<this> {
    this.server = createServer(this.express());
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  callbackURL(name: string): string {
    return `${this.origin}/callback/${name}`;
  }

  loginURL(name: string): string {
    return `${this.origin}/login/${name}`;
  }

  use(name: string, strategy: AnyStrategy): void {
    this.passport.use(name, strategy as never);
  }

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
