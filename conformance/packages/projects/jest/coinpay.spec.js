'use strict';
// A CommonJS test of an application's own: no ES modules, no flag, no transform.
const { afterAll, beforeAll, expect, test } = require('@jest/globals');
const express = require('express');
const session = require('express-session');
const passport = require('passport');
const CoinPay = require('passport-coinpay');
const Koompi = require('passport-koompi');
const { startEmulator } = require('passport-provider-emulator');
const support = require('../support/login-app.cjs');
const { signIn } = require('../support/browser.cjs');

let emulator;
let app;
beforeAll(async () => {
  emulator = await startEmulator({ providers: ['koompi', 'coinpay'] });
  const verify = (_accessToken, _refreshToken, profile, done) => done(null, profile.id);
  const make = (Strategy, service) => (callbackURL) =>
    new Strategy({ ...service.options, callbackURL }, verify);
  const sessions = [session({ secret: 'test', resave: false, saveUninitialized: false })];
  app = await support.startApp(
    { express, passport, sessions },
    { koompi: make(Koompi, emulator.koompi), coinpay: make(CoinPay, emulator.coinpay) },
  );
});
afterAll(async () => {
  app.close();
  await emulator.close();
});

test('KOOMPI signs in', async () => {
  expect(await signIn(app.origin, 'koompi', emulator.koompi)).toBe(emulator.koompi.users[0].id);
});

const withFlag = process.execArgv.includes('--experimental-vm-modules');

(withFlag ? test : test.skip)('with the flag, CoinPay signs in', async () => {
  expect(await signIn(app.origin, 'coinpay', emulator.coinpay)).toBe(emulator.coinpay.users[0].id);
});

(withFlag ? test.skip : test)('without the flag, CoinPay says which flag is missing', async () => {
  const login = signIn(app.origin, 'coinpay', emulator.coinpay);
  await expect(login).rejects.toThrow(/jose_unavailable[^]*--experimental-vm-modules/);
});
