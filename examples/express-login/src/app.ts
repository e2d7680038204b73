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
import { coinpayRoutes } from './coinpay-routes';
import { csrfTokenOf } from './csrf';
import { komerzaRoutes } from './komerza-routes';
import { konproRoutes } from './konpro-routes';
import { koompiRoutes } from './koompi-routes';
import type { OpenKopoKopo } from './kopokopo';
import { kopokopoRoutes } from './kopokopo-routes';
import { webhookRoutes, type ReceivedWebhook } from './kopokopo-webhooks';
import { isOnPage, signInAddress } from './members';
import type { OpenService } from './open-services';
import { accountPage } from './pages/account';
import { homePage } from './pages/home';
import { problemPage, type ServiceOfProblem } from './pages/problem';
import { notFound, PageError, problemOf, type Problem } from './problem';
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
    const { returnTo } = req.query;
    const cards = cardsOf(options, typeof returnTo === 'string' ? returnTo : '');
    res.send(homePage({ cards, signedIn, notice: takeNotice(req) }));
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
  app.use(koompiRoutes(services), coinpayRoutes(services), konproRoutes(services), komerzaRoutes(services));
  app.use(kopokopoRoutes(kopokopo, received, baseURL));

  app.use(() => {
    throw notFound();
  });
  app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    const account = accountOf(req);
    const service = serviceAt(req.path, options, serviceOf(account));
    const problem = problemOf(error, service?.title ?? 'The service');
    const cause = error instanceof PageError ? error.cause : error;
    if (problem.status >= 500 && cause !== undefined) (log ?? console.error)(cause);
    if (problem.retryAfter !== undefined) res.set('Retry-After', String(problem.retryAfter));
    res
      .status(problem.status)
      .send(problemPage(problem, service && withAction(service, req, problem), account !== undefined));
  });
  return app;
}

/** The service that an address has to do with: on the page of a service, the one that the person signed in with. */
function serviceAt(
  path: string,
  { services, kopokopo }: AppOptions,
  own: OpenService | undefined,
): OpenService | OpenKopoKopo | undefined {
  if (own && isOnPage(own, path)) return own;
  return [...services, kopokopo].find(({ name }) => path.split('/').includes(name));
}

/** Where to go on after a problem: on the page of a service, back to it. */
function withAction(
  service: OpenService | OpenKopoKopo,
  { method, path }: Request,
  { signInAgain = false }: Problem,
): ServiceOfProblem {
  const { title, href } = service;
  const label = `Try again with ${title}`;
  if (!('page' in service) || !isOnPage(service, path)) return { ...service, action: { href, label } };
  const page = method === 'GET' ? path : service.page.href;
  return signInAgain
    ? { ...service, action: { href: signInAddress(service, page), label: `Sign in with ${title} again` } }
    : { ...service, action: { href: service.page.href, label } };
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
