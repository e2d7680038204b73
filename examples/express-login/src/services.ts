import { Strategy as KomerzaStrategy } from 'passport-komerza';
import { Strategy as KonProStrategy } from 'passport-konpro';
import { coinpay } from './coinpay';
import { koompi } from './koompi';
import type { Service } from './service';

/** All services. Add an entry to add a service. */
export const services: readonly Service[] = [
  ...coinpay,
  ...koompi,
  {
    name: 'konpro',
    title: 'KonPro',
    description: 'Sign in with a KonPro account. Your application is a public client, which has no secret.',
    traits: ['PKCE required', 'No client secret'],
    packageName: 'passport-konpro',
    line: 'passport.use(new KonProStrategy({ clientID, callbackURL }, verify));',
    monogram: 'KP',
    accent: { light: ['#5f3dc4', '#ffffff'], dark: ['#b9a3ff', '#1c1140'] },
    variables: ['KONPRO_CLIENT_ID'],
    page: { href: '/konpro/account', label: 'Show account and plan' },
    withdraw: 'The tokens are valid until they expire. This site has deleted them.',
    live: (variable, login) => ({
      strategy: new KonProStrategy({ clientID: variable('KONPRO_CLIENT_ID'), ...login }),
    }),
    emulated: ({ main }, login) => ({ strategy: new KonProStrategy({ ...main.konpro.options, ...login }) }),
  },
  {
    name: 'komerza',
    title: 'Komerza',
    description: 'Sign in merchants with their Komerza account, and see the stores that they chose.',
    traits: ['Store access', 'Tokens without expiry'],
    packageName: 'passport-komerza',
    line: 'passport.use(new KomerzaStrategy({ clientID, clientSecret, callbackURL }, verify));',
    monogram: 'KM',
    accent: { light: ['#b34700', '#ffffff'], dark: ['#ffa94d', '#331500'] },
    variables: ['KOMERZA_CLIENT_ID', 'KOMERZA_CLIENT_SECRET'],
    page: { href: '/komerza/stores', label: 'Show the stores' },
    withdraw: 'The token does not expire. To end it, remove the application in your Komerza dashboard.',
    live: (variable, login) => ({
      strategy: new KomerzaStrategy({
        clientID: variable('KOMERZA_CLIENT_ID'),
        clientSecret: variable('KOMERZA_CLIENT_SECRET'),
        ...login,
      }),
    }),
    emulated: ({ main }, login) => ({ strategy: new KomerzaStrategy({ ...main.komerza.options, ...login }) }),
  },
];
