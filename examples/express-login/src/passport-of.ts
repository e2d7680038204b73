import type { Request } from 'express';
import { Authenticator } from 'passport';
import { keyOf, type Account } from './account';
import type { OpenService } from './open-services';

/** Passport with the strategies of these services. */
export function passportOf(
  services: readonly OpenService[],
): Pick<Authenticator, 'authenticate' | 'session'> {
  const passport = new Authenticator();
  for (const { name, strategy } of services) passport.use(name, strategy);
  // The account is already in the session. Your application looks its user up in a database, by the same key.
  passport.serializeUser((user, done) => done(null, keyOf(user as Account)));
  passport.deserializeUser(
    (req: Request, key: unknown, done: (error: unknown, user?: Account | false) => void) => {
      const { account } = req.session;
      done(null, account && keyOf(account) === key ? account : false);
    },
  );
  return passport;
}
