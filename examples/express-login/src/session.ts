import type { RequestHandler } from 'express';
import session, { type Store } from 'express-session';
import { isHttps } from './environment';

export interface SessionOptions {
  /** The URL that browsers use, such as `http://localhost:3000`. */
  readonly baseURL: string;
  readonly sessionSecret: string;
  /** Default: express-session's MemoryStore, which works for one process and loses everything when it ends. */
  readonly sessionStore?: Store;
}

/**
 * Keeps sessions. On https the cookie's name begins with `__Host-`: browsers accept such a cookie only from this host,
 * over https and for all paths. So no other subdomain can plant its own session in front of it (cookie tossing).
 */
export function sessionOf({ baseURL, sessionSecret, sessionStore }: SessionOptions): RequestHandler {
  const secure = isHttps(baseURL);
  return session({
    name: secure ? '__Host-express-login' : 'express-login',
    secret: sessionSecret,
    resave: false,
    saveUninitialized: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    // In production use a store such as connect-redis. It holds the tokens.
    ...(sessionStore ? { store: sessionStore } : {}),
  });
}
