import { Router, type Request, type RequestHandler } from 'express';
import type { Authenticator } from 'passport';
import { startGuard } from 'passport-oauth2-base';
import { accountOf, storedTokens, type Account, type Notice } from './account';
import { requireCsrfToken } from './csrf';
import type { OpenService } from './open-services';
import { notFound } from './problem';
import { LoginRefused } from './problem-words';

/** Passport's options, and `returnTo`, which the strategies add and check. */
type LoginRouteOptions = Parameters<Authenticator['authenticate']>[1] & { returnTo?: string };

/** Login, callback, refresh and logout of every service, below `/api/auth`. */
export function authRoutes(
  passport: Pick<Authenticator, 'authenticate'>,
  services: readonly OpenService[],
): Router {
  const router = Router();

  // Another site cannot make its visitors sign in here (login CSRF).
  router.get('/login/:service', startGuard(), (req, res, next) => {
    const { name } = serviceOf(req, services);
    const { returnTo } = req.query;
    const options: LoginRouteOptions = typeof returnTo === 'string' ? { returnTo } : {};
    start(passport.authenticate(name, options), req, res, next);
  });

  router.get('/callback/:service', (req, res, next) => {
    const { name, title } = serviceOf(req, services);
    const finish = (error: unknown, user?: unknown, info?: unknown, status?: unknown): void => {
      if (error) return next(error);
      if (!user) return next(new LoginRefused(info, typeof status === 'number' ? status : undefined));
      const account = user as Account;
      // Passport begins a new session here, so that the account is not in a session that somebody else knows.
      req.logIn(account, (failure: unknown) => {
        if (failure) return next(failure);
        req.session.account = account;
        req.session.notice = notGranted(account, title);
        res.redirect(303, (info as { returnTo?: string } | undefined)?.returnTo ?? '/account');
      });
    };
    start(passport.authenticate(name, finish), req, res, next);
  });

  router.post('/refresh/:service', requireCsrfToken, async (req, res) => {
    const { name, title, strategy } = serviceOf(req, services);
    const account = signedInWith(name, req);
    if (!account) return res.redirect(303, '/');
    const { refreshToken } = account.tokens;
    if (!strategy.client.refresh || refreshToken === undefined) throw notFound();
    const tokens = await strategy.client.refresh(refreshToken, { claims: account.claims });
    // The service may have replaced the refresh token, so the old one must not be kept.
    req.session.account = { ...account, tokens: storedTokens(tokens, account.tokens) };
    req.session.notice = { kind: 'refreshed', text: `${title} issued new tokens.` };
    res.redirect(303, '/account');
  });

  router.post('/logout/:service', requireCsrfToken, async (req, res) => {
    const service = serviceOf(req, services);
    const account = signedInWith(service.name, req);
    if (!account) return res.redirect(303, '/');
    // First here, so that the person is signed out even if the service does not answer.
    await logOut(req);
    const text = await revoke(service, account);
    req.session.notice = { kind: 'signed-out', text: `You are signed out here. ${text}` };
    res.redirect(303, '/');
  });

  return router;
}

/** Some services drop a scope without an error. */
function notGranted({ missingScope = [] }: Account, title: string): Notice | undefined {
  if (missingScope.length === 0) return undefined;
  return {
    kind: 'not-granted',
    text: `${title} did not grant everything that this site requested. Missing: ${missingScope.join(', ')}.`,
  };
}

/** In Passport's types, the middleware is `any`. */
function start(middleware: unknown, ...[req, res, next]: Parameters<RequestHandler>): void {
  void (middleware as RequestHandler)(req, res, next);
}

function serviceOf(req: Request, services: readonly OpenService[]): OpenService {
  const service = services.find(({ name }) => name === req.params['service']);
  if (!service) throw notFound();
  return service;
}

function signedInWith(name: string, req: Request): Account | undefined {
  const account = accountOf(req);
  return account?.service === name ? account : undefined;
}

function logOut(req: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    req.logout((error: unknown) => (error ? reject(error) : resolve()));
  });
}

/** Revokes the tokens if the service can do that, and returns a sentence about the result. */
async function revoke(service: OpenService, { tokens }: Account): Promise<string> {
  const { title, strategy, endLogin, withdraw } = service;
  const { client } = strategy;
  if (endLogin && tokens.refreshToken !== undefined) return endLogin(tokens.refreshToken);
  if (!client.revoke) return `${title} cannot revoke tokens. ${withdraw}`;
  if (tokens.refreshToken !== undefined) await client.revoke(tokens.refreshToken, 'refresh_token');
  await client.revoke(tokens.accessToken, 'access_token');
  return `${title} has revoked the tokens.`;
}
