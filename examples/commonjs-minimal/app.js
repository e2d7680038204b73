// Adds "Sign in with KOOMPI" to an Express app. Register http://localhost:3000/api/auth/callback/koompi at KOOMPI, then:
//
//   KOOMPI_CLIENT_ID=… KOOMPI_CLIENT_SECRET=… node app.js
//
// Without an account, run `npx passport-provider-emulator` in another terminal. Use the client id and secret that it
// prints, and set KOOMPI_EMULATOR to the origin that it prints, such as http://127.0.0.1:4400.
'use strict';

const { randomUUID } = require('node:crypto');
const express = require('express');
const session = require('express-session');
const passport = require('passport');
const KoompiStrategy = require('passport-koompi');

const {
  KOOMPI_CLIENT_ID,
  KOOMPI_CLIENT_SECRET,
  KOOMPI_EMULATOR,
  SESSION_SECRET = randomUUID(),
} = process.env;
const emulator = KOOMPI_EMULATOR && {
  authorizationURL: `${KOOMPI_EMULATOR}/v2/oauth`,
  tokenURL: `${KOOMPI_EMULATOR}/v2/oauth/token`,
};

// The app that you have already. On https, name the cookie `__Host-session` and set `secure: true`.
const app = express();
app.use(
  session({
    secret: SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    // With `lax`, no other site can send the sign-out form for your users.
    cookie: { sameSite: 'lax' },
  }),
);
app.use(passport.session());
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

// The part that you add.
passport.use(
  new KoompiStrategy(
    {
      clientID: KOOMPI_CLIENT_ID,
      clientSecret: KOOMPI_CLIENT_SECRET,
      callbackURL: 'http://localhost:3000/api/auth/callback/koompi',
      ...emulator,
    },
    (accessToken, refreshToken, { id, displayName }, done) => done(null, { id, displayName }),
  ),
);
app.get('/api/auth/login/koompi', passport.authenticate('koompi'));
app.get('/api/auth/callback/koompi', (req, res, next) => {
  const finish = (error, user, info, status) => {
    if (error) return next(error);
    if (!user)
      return next(Object.assign(new Error('The login was refused'), info, { status: status ?? 403 }));
    req.logIn(user, (failure) => (failure ? next(failure) : res.redirect('/')));
  };
  passport.authenticate('koompi', finish)(req, res, next);
});
app.post('/api/auth/logout', (req, res, next) => {
  req.logout((error) => (error ? next(error) : res.redirect(303, '/')));
});

const signIn = '<a href="/api/auth/login/koompi">Sign in with KOOMPI</a>';
app.get('/', (req, res) => {
  if (!req.user) return res.send(page('Welcome', signIn));
  const name = escape(req.user.displayName ?? req.user.id);
  res.send(
    page(`Hello, ${name}`, '<form method="post" action="/api/auth/logout"><button>Sign out</button></form>'),
  );
});

// A failed login has a page. The message and the hint of the error are for you, so they go to the log only.
app.use((error, req, res, next) => {
  if (res.headersSent) return next(error);
  const { reason = 'unknown', status } = error;
  if (reason !== 'access_denied') console.error(error);
  const text = reason === 'access_denied' ? 'You declined.' : 'The sign-in failed.';
  res
    .status(status >= 400 ? status : 500)
    .send(page('You are not signed in', `<p>${text} Reason: <code>${escape(reason)}</code></p>${signIn}`));
});

function page(title, content) {
  return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>${title}</title><h1>${title}</h1>${content}</html>`;
}

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

module.exports = app;
// Only this computer can connect.
if (require.main === module) {
  app.listen(3000, '127.0.0.1', (error) => {
    if (error) throw error;
    console.log('http://localhost:3000');
  });
}
