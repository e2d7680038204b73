import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import OAuth2Strategy from 'passport-oauth2';
import Koompi, { KoompiClient, Strategy as KoompiStrategy } from 'passport-koompi';
import KonPro, { KonProClient, Strategy as KonProStrategy } from 'passport-konpro';
import Komerza, { KomerzaClient, Strategy as KomerzaStrategy } from 'passport-komerza';
import CoinPay, { CoinPayClient, Strategy as CoinPayStrategy } from 'passport-coinpay';
import KopoKopo, { KopoKopoClient, Strategy as KopoKopoStrategy } from 'passport-kopokopo';
import { ProviderStrategy } from 'passport-oauth2-base';
import { openid } from 'passport-oauth2-base/oidc';
import { startEmulator } from 'passport-provider-emulator';
import support from '../support/login-app.cjs';

const require = createRequire(import.meta.url);
const packages = {
  'passport-koompi': [Koompi, KoompiStrategy, { KoompiClient }],
  'passport-konpro': [KonPro, KonProStrategy, { KonProClient }],
  'passport-komerza': [Komerza, KomerzaStrategy, { KomerzaClient }],
  'passport-coinpay': [CoinPay, CoinPayStrategy, { CoinPayClient }],
  'passport-kopokopo': [KopoKopo, KopoKopoStrategy, { KopoKopoClient }],
};
for (const [name, [byDefault, byName, others]] of Object.entries(packages)) {
  const required = require(name);
  assert.equal(byDefault, required, name);
  assert.equal(byName, required, name);
  for (const [key, value] of Object.entries(others)) assert.equal(value, required[key], `${name}: ${key}`);
  assert.ok(byDefault.prototype instanceof ProviderStrategy, name);
  assert.ok(byDefault.prototype instanceof OAuth2Strategy, name);
  assert.deepEqual(Object.keys(await import(name)), ['default', ...Object.keys(required)].sort());
}
assert.equal(openid, require('passport-oauth2-base/oidc').openid);

const emulator = await startEmulator();
const logins = support.redirectLogins(emulator, { Koompi, KonPro, Komerza, CoinPay });
const sessions = [session({ secret: 'test', resave: false, saveUninitialized: false })];
const signedIn = await support.signInEverywhere({ express, passport, sessions }, logins);
assert.deepEqual(signedIn, support.expectedUsers(logins));
assert.ok(await support.hasApplicationToken(emulator, KopoKopoClient));
await emulator.close();
console.log(JSON.stringify([...Object.keys(signedIn), 'kopokopo']));
