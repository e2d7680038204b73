'use strict';
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const express = require('express');
const session = require('express-session');
const passport = require('passport');
const CoinPay = require('passport-coinpay');
const Komerza = require('passport-komerza');
const KonPro = require('passport-konpro');
const Koompi = require('passport-koompi');
const { KopoKopoClient } = require('passport-kopokopo');
const { startEmulator } = require('passport-provider-emulator');
const { signIn } = require('../support/browser.cjs');
const support = require('../support/login-app.cjs');

const resolutions = () => readFileSync(process.env.JOSE_LOG, 'utf8').split('\n').filter(Boolean);

async function main() {
  const emulator = await startEmulator();
  const { coinpay, ...logins } = support.redirectLogins(emulator, { Koompi, KonPro, Komerza, CoinPay });
  delete logins['coinpay-published'];
  const sessions = [session({ secret: 'test', resave: false, saveUninitialized: false })];
  const parts = { express, passport, sessions };
  const told = [];

  await support.signInEverywhere(parts, logins);
  assert.ok(await support.hasApplicationToken(emulator, KopoKopoClient));
  told.push(resolutions());

  const app = await support.startApp(parts, { coinpay: coinpay.strategy });
  await signIn(app.origin, 'coinpay', coinpay.service, () => told.push(resolutions()));
  told.push(resolutions());

  app.close();
  await emulator.close();
  console.log(JSON.stringify(told));
}

main();
