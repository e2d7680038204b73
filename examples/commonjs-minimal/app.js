// Adds "Sign in with KOOMPI" to an Express app. Register http://localhost:3000/api/auth/callback/koompi at KOOMPI, then:
//
//   KOOMPI_CLIENT_ID=… KOOMPI_CLIENT_SECRET=… node app.js
//
// Without an account: `npx passport-provider-emulator` in another terminal, the credentials that it prints, and
// KOOMPI_EMULATOR=http://127.0.0.1:4400, the origin that it prints.
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

// The app that you have already.
const app = express();
app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false }));
app.use(passport.session());
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

// What you add.
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
app.get('/api/auth/callback/koompi', passport.authenticate('koompi', { successRedirect: '/' }));

app.get('/', (req, res) => {
  if (req.user) res.type('text').send(`Hello, ${req.user.displayName}`);
  else res.send('<a href="/api/auth/login/koompi">Sign in with KOOMPI</a>');
});

module.exports = app;
if (require.main === module) app.listen(3000, () => console.log('http://localhost:3000'));
