'use strict';
const assert = require('node:assert/strict');
const cookieSession = require('cookie-session');
const session = require('express-session');
const CoinPay = require('passport-coinpay');
const Komerza = require('passport-komerza');
const KonPro = require('passport-konpro');
const Koompi = require('passport-koompi');
const { startEmulator } = require('passport-provider-emulator');
const { cookieSessionShim } = require('../support/cookie-session-shim.cjs');
const support = require('../support/login-app.cjs');

const expressVersions = { 'express 4': require('express-4'), 'express 5': require('express') };
const passportVersions = { 'passport 0.6': require('passport-0.6'), 'passport 0.7': require('passport') };
const sessionKinds = {
  'express-session': () => [session({ secret: 'test', resave: false, saveUninitialized: false })],
  'cookie-session': () => [cookieSession({ keys: ['test'] }), cookieSessionShim],
};

async function main() {
  const emulator = await startEmulator();
  const done = [];
  for (const [expressVersion, express] of Object.entries(expressVersions)) {
    for (const [passportVersion, { Passport }] of Object.entries(passportVersions)) {
      for (const [kind, sessions] of Object.entries(sessionKinds)) {
        const logins = support.redirectLogins(emulator, { Koompi, KonPro, Komerza, CoinPay });
        const parts = { express, passport: new Passport(), sessions: sessions() };
        const signedIn = await support.signInEverywhere(parts, logins);
        const combination = [expressVersion, passportVersion, kind].join(', ');
        assert.deepEqual(signedIn, support.expectedUsers(logins), combination);
        done.push(combination);
      }
    }
  }
  await emulator.close();
  console.log(JSON.stringify(done));
}

main();
