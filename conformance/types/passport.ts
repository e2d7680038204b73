// What the READMEs say about `authenticate()` compiles without a cast, with `@types/passport`.
import passport from 'passport';
import type { AuthenticateOptions } from 'passport-oauth2-base';
import 'passport-oauth2-base/passport';
import { Strategy as KoompiStrategy } from 'passport-koompi';
import { expectType } from './support';

const strategy = new KoompiStrategy(
  { clientID: 'a', clientSecret: 'b', callbackURL: '/c' },
  (_accessToken, _refreshToken, profile, done) => done(null, profile),
);

const handlers: unknown[] = [
  passport.authenticate('koompi', { returnTo: '/orders' }),
  passport.authenticate('koompi', { state: { cart: 5 } }),
  passport.authenticate('koompi', { state: 'text', session: false }),
  passport.authenticate('koompi', { callbackURL: 'https://example-business.com/other' }),
  passport.authenticate('koompi', { scope: ['profile.basic'] as const }),
  passport.authenticate(['koompi', 'konpro'], { returnTo: '/orders', failureRedirect: '/login-failed' }),
  passport.authenticate(strategy, { returnTo: undefined, keepSessionInfo: true }),
  passport.authorize('koompi', { returnTo: '/settings', state: { cart: 5 } }),
];

// A callback is typed without annotations, and may have its own.
passport.authenticate('koompi', { returnTo: '/orders' }, (_error, user) => {
  expectType<Express.User | false | null | undefined>()(user);
});
passport.authenticate(
  'koompi',
  { state: [5] },
  (_error: unknown, user: { id: string } | false, info?: { reason?: string }) =>
    user === false ? info?.reason : user.id,
);
passport.authorize('koompi', { returnTo: '/settings' }, (_error, account) => account === undefined);

// Our own type of the options fits, and Passport's as before.
const ours: AuthenticateOptions = { returnTo: '/orders', state: { cart: 5 } };
const theirs: passport.AuthenticateOptions = { session: false, state: 'text' };
handlers.push(passport.authenticate('koompi', ours), passport.authenticate('koompi', theirs));
handlers.push(passport.authenticate('koompi'));

// @ts-expect-error -- misspelt
passport.authenticate('koompi', { returnT: '/orders' });
// @ts-expect-error -- no path
passport.authenticate('koompi', { returnTo: 5 });
// @ts-expect-error -- no URL
passport.authenticate('koompi', { callbackURL: new URL('https://example-business.com') });
// @ts-expect-error -- no text
passport.authenticate('koompi', { scope: 5 });
