'use strict';
const assert = require('node:assert/strict');
const express = require('express');
const session = require('express-session');
const { Passport } = require('passport');
const OAuth2Strategy = require('passport-oauth2');
const { startEmulator } = require('passport-provider-emulator');
const support = require('../support/login-app.cjs');

/** A package in the four forms that CommonJS applications write; they must be one class. */
async function load(name) {
  const whole = require(name);
  const { Strategy } = require(name);
  const { default: imported, Strategy: importedStrategy, ...rest } = await import(name);
  assert.equal(typeof whole, 'function');
  assert.equal(Strategy, whole);
  assert.equal(imported, whole);
  assert.equal(importedStrategy, whole);
  assert.deepEqual(Object.keys(await import(name)), ['default', ...Object.keys(whole)].sort());
  for (const [key, value] of Object.entries(rest)) assert.equal(value, whole[key], `${name}: ${key}`);
  assert.ok(whole.prototype instanceof OAuth2Strategy, `${name} is no passport-oauth2`);
  return whole;
}

async function main() {
  const emulator = await startEmulator();
  const Koompi = await load('passport-koompi');
  const KonPro = await load('passport-konpro');
  const Komerza = await load('passport-komerza');
  const CoinPay = await load('passport-coinpay');
  const KopoKopo = await load('passport-kopokopo');

  const logins = support.redirectLogins(emulator, { Koompi, KonPro, Komerza, CoinPay });
  assert.ok(logins.koompi.strategy('http://localhost/') instanceof require('passport-oauth2'));
  const sessions = [session({ secret: 'test', resave: false, saveUninitialized: false })];
  const signedIn = await support.signInEverywhere({ express, passport: new Passport(), sessions }, logins);
  assert.deepEqual(signedIn, support.expectedUsers(logins));
  assert.ok(await support.hasApplicationToken(emulator, KopoKopo.KopoKopoClient));
  await emulator.close();
  console.log(JSON.stringify([...Object.keys(signedIn), 'kopokopo']));
}

main();
