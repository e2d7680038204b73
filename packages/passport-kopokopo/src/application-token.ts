import type { TokenSet } from 'passport-oauth2-base';
import type { KopoKopoClient } from './client';
import { asError } from './next-error';
import { kopokopoOf, type IncomingRequest, type Next } from './request';

/**
 * Middleware that sets `req.kopokopo.token` to the application's token. It does not sign anybody in, never sets
 * `req.user`, and does not protect the route.
 *
 * @example
 * app.post('/pay', requireLogin, applicationToken(client), (req, res) => { … req.kopokopo.token.accessToken … });
 *
 * @param client - the client that gets the token; all requests share it
 */
export function applicationToken(
  client: KopoKopoClient,
): (req: IncomingRequest, res: unknown, next: Next) => void {
  return (req, _res, next) => {
    client.applicationToken().then(
      (token: TokenSet) => {
        kopokopoOf(req).token = token;
        next();
      },
      (error: unknown) => next(asError(error, 'applicationToken() of the client')),
    );
  };
}
