import type { TokenSet } from 'passport-oauth2-base';
import type { KopoKopoClient } from './client';
import { kopokopoOf, type IncomingRequest, type Next } from './request';

/**
 * Middleware that gives a route the application's token, as `req.kopokopo.token`. It signs nobody in and never sets
 * `req.user`: it protects no route.
 *
 * @example
 * app.post('/pay', requireLogin, applicationToken(client), (req, res) => { … req.kopokopo.token.accessToken … });
 *
 * @param client - whose token; one token serves all requests
 */
export function applicationToken(
  client: KopoKopoClient,
): (req: IncomingRequest, res: unknown, next: Next) => void {
  return (req, _res, next) => {
    client.applicationToken().then((token: TokenSet) => {
      kopokopoOf(req).token = token;
      next();
    }, next);
  };
}
