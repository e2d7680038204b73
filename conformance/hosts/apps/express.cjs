'use strict';
// Express 4 and 5, express-session and cookie-session, and either store for pending logins.
const { KOOMPI, BASE_URL, PORT, EXPRESS = 'express', SESSIONS, PENDING, ERRORS } = process.env;
const express = require(EXPRESS);
const passport = require('passport');
const { Strategy } = require('passport-koompi');
const { cookieStore } = require('passport-oauth2-base');
const { findOrCreate, refreshTokens } = require('./users.cjs');

const strategy = new Strategy(
  {
    ...JSON.parse(KOOMPI),
    callbackURL: `${BASE_URL}/api/auth/callback/koompi`,
    ...(PENDING === 'cookie' ? { store: cookieStore({ secret: 'a secret of at least 32 characters' }) } : {}),
  },
  (accessToken, refreshToken, profile) => findOrCreate(profile, accessToken, refreshToken),
);
passport.use(strategy);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
if (SESSIONS === 'cookie-session') {
  app.use(require('cookie-session')({ keys: ['a secret of sessions'], sameSite: 'lax' }));
  app.use(require('./readme-cookie-session-shim.cjs'));
} else {
  const session = require('express-session');
  const cookie = { sameSite: 'lax' };
  app.use(session({ secret: 'a secret of sessions', resave: false, saveUninitialized: false, cookie }));
}
app.use(passport.session());

app.get('/login', passport.authenticate('koompi', { returnTo: '/me' }));
app.get('/me', (req, res) => {
  if (req.user) res.json(req.user);
  else res.status(401).send('Nobody is signed in');
});
app.post('/refresh', (req, res, next) => {
  if (!req.user) return res.status(401).send('Nobody is signed in');
  refreshTokens(strategy.client, req.user.id).then((expiresAt) => res.json({ expiresAt }), next);
});
app.post('/logout', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect('/me')));
});
// Either the READMEs' routes for errors, or what Passport and Express do by themselves.
if (ERRORS === 'page') require('./readme-errors.cjs')(app, passport);
else app.get('/api/auth/callback/koompi', passport.authenticate('koompi', { successRedirect: '/me' }));
app.listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
