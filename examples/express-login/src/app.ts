import { join } from 'node:path';
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import session, { type Store } from 'express-session';
import { Authenticator } from 'passport';
import { accountOf, keyOf, nameOf, takeNotice, type Account } from './account';
import { authRoutes } from './auth-routes';
import { cardsOf } from './cards';
import { csrfTokenOf } from './csrf';
import type { OpenKopoKopo } from './kopokopo';
import { kopokopoRoutes, webhookRoutes, type ReceivedWebhook } from './kopokopo-routes';
import type { OpenService } from './open-services';
import { accountPage } from './pages/account';
import { homePage } from './pages/home';
import { problemPage } from './pages/problem';
import { notFound, problemOf } from './problem';
import { securityHeaders } from './security-headers';
import { styleSheet } from './stylesheet';

export interface AppOptions {
  readonly services: readonly OpenService[];
  readonly kopokopo: OpenKopoKopo;
  /** The address that browsers use, such as `http://localhost:3000`. */
  readonly baseURL: string;
  readonly sessionSecret: string;
  /** Default: express-session's MemoryStore, which is for one process and forgets everything with it. */
  readonly sessionStore?: Store;
  /** Gets the failures that are not the person's own. Default: standard error. */
  readonly log?: (error: unknown) => void;
}

/** The application, not listening yet. */
export function createApp(options: AppOptions): Express {
  const { services, kopokopo, baseURL, sessionSecret, sessionStore, log } = options;
  const app = express();
  app.disable('x-powered-by');
  // An https address means a proxy that ends TLS, because this server speaks http: `secure: 'auto'` must know.
  app.set('trust proxy', baseURL.startsWith('https:') ? 1 : false);

  app.use(securityHeaders);
  const received: ReceivedWebhook[] = [];
  app.use(webhookRoutes(kopokopo, received));
  app.get('/style.css', styleSheet([...services, kopokopo]));
  app.get('/icon.svg', (_req, res) => res.sendFile(join(__dirname, '..', 'public', 'icon.svg')));
  app.use(toBaseURL(baseURL));
  app.use(
    session({
      name: 'express-login',
      secret: sessionSecret,
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure: 'auto' },
      // Production needs a store of its own, such as connect-redis: the tokens are in the session.
      ...(sessionStore ? { store: sessionStore } : {}),
    }),
  );
  app.use(express.urlencoded({ extended: false, limit: '4kb' }));

  const passport = new Authenticator();
  for (const { name, strategy } of services) passport.use(name, strategy);
  // The account is in the session already. Yours is in a database: look it up by the same key.
  passport.serializeUser((user, done) => done(null, keyOf(user as Account)));
  passport.deserializeUser(
    (req: Request, key: unknown, done: (error: unknown, user?: Account | false) => void) => {
      const { account } = req.session;
      done(null, account && keyOf(account) === key ? account : false);
    },
  );
  app.use(passport.session());

  const serviceOf = (account: Account | undefined): OpenService | undefined =>
    services.find(({ name }) => name === account?.service);
  app.get('/', (req, res) => {
    const account = accountOf(req);
    const title = serviceOf(account)?.title;
    const signedIn = account && title !== undefined ? { name: nameOf(account), title } : undefined;
    res.send(homePage({ cards: cardsOf(options), signedIn, notice: takeNotice(req) }));
  });
  app.get('/account', (req, res) => {
    const account = accountOf(req);
    const service = serviceOf(account);
    if (!account || !service) {
      req.session.notice = { kind: 'sign-in-first', text: 'Sign in first: that page shows your account.' };
      return res.redirect(303, '/');
    }
    res.send(accountPage({ account, service, notice: takeNotice(req), csrfToken: csrfTokenOf(req) }));
  });
  app.use('/api/auth', authRoutes(passport, services));
  app.use(kopokopoRoutes(kopokopo, received, baseURL));

  app.use(() => {
    throw notFound();
  });
  app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    const service = [...services, kopokopo].find(({ name }) => req.path.split('/').includes(name));
    const problem = problemOf(error, service?.title ?? 'The service');
    if (problem.status >= 500) (log ?? console.error)(error);
    res.status(problem.status).send(problemPage(problem, service, accountOf(req) !== undefined));
  });
  return app;
}

/**
 * `localhost` and `127.0.0.1` are two hosts to a browser: a login that begins on one comes back to the other without
 * its cookie. Only done on loopback; elsewhere the proxy in front decides which hosts there are.
 */
function toBaseURL(baseURL: string): RequestHandler {
  const { hostname, host, origin } = new URL(baseURL);
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (req, res, next) => {
    const canMove =
      isLoopback && req.originalUrl.startsWith('/') && (req.method === 'GET' || req.method === 'HEAD');
    if (!canMove || req.headers.host === host) return next();
    res.redirect(307, `${origin}${req.originalUrl}`);
  };
}
