// Adds "Sign in with KOOMPI" to an Express app. Register http://localhost:3000/api/auth/callback/koompi at KOOMPI, then
//
//   KOOMPI_CLIENT_ID=… KOOMPI_CLIENT_SECRET=… node app.js        and open http://localhost:3000
//
// Without an account: `npx passport-provider-emulator` in another terminal, and the three addresses and credentials
// that it prints, shortened here to its origin:
//
//   KOOMPI_EMULATOR=http://127.0.0.1:4400 KOOMPI_CLIENT_ID=pk_test_emulator KOOMPI_CLIENT_SECRET=sk_test_emulator_secret node app.js
'use strict';

const express = require('express');
const session = require('express-session');
const passport = require('passport');
const KoompiStrategy = require('passport-koompi');

const { KOOMPI_CLIENT_ID, KOOMPI_CLIENT_SECRET, KOOMPI_EMULATOR, SESSION_SECRET = 'change me' } = process.env;
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
