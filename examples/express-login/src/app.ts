import { join } from 'node:path';
import express, { type Express } from 'express';
import type { AppOptions } from './app-options';
import { authRoutes } from './auth-routes';
import { coinpayRoutes } from './coinpay-routes';
import { isHttps } from './environment';
import { errorPage } from './error-page';
import { komerzaRoutes } from './komerza-routes';
import { konproRoutes } from './konpro-routes';
import { koompiRoutes } from './koompi-routes';
import { kopokopoRoutes } from './kopokopo-routes';
import { webhookRoutes, type ReceivedWebhook } from './kopokopo-webhooks';
import { mainRoutes } from './main-routes';
import { passportOf } from './passport-of';
import { notFound } from './problem';
import { securityHeaders } from './security-headers';
import { sessionOf } from './session';
import { styleSheet } from './stylesheet';
import { toBaseURL } from './to-base-url';

/** Browsers ask each time and get 304, so that an edited file shows at once. */
const staticFiles = express.static(join(__dirname, '..', 'public'), {
  index: false,
  setHeaders: (res) => void res.setHeader('Cache-Control', 'no-cache'),
});

/** The application, not listening yet. */
export function createApp(options: AppOptions): Express {
  const { services, kopokopo, baseURL } = options;
  const app = express();
  app.disable('x-powered-by');
  // This server speaks http. With an https URL, a proxy in front ends TLS and says so in X-Forwarded-Proto.
  app.set('trust proxy', isHttps(baseURL) ? 1 : false);

  app.use(securityHeaders(baseURL));
  const received: ReceivedWebhook[] = [];
  if (kopokopo) app.use(webhookRoutes(kopokopo, received));
  app.get('/style.css', styleSheet(kopokopo ? [...services, kopokopo] : services));
  app.use(staticFiles);
  app.use(toBaseURL(baseURL));
  app.use(sessionOf(options));
  app.use(express.urlencoded({ extended: false, limit: '4kb' }));

  const passport = passportOf(services);
  app.use(passport.session());
  app.use(mainRoutes(options));
  app.use('/api/auth', authRoutes(passport, services));
  app.use(koompiRoutes(services), coinpayRoutes(services), konproRoutes(services), komerzaRoutes(services));
  if (kopokopo) app.use(kopokopoRoutes(kopokopo, received, baseURL));

  app.use(() => {
    throw notFound();
  });
  app.use(errorPage(options));
  return app;
}
