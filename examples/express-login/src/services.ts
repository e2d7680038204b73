import { Strategy as KomerzaStrategy } from 'passport-komerza';
import { Strategy as KonProStrategy } from 'passport-konpro';
import { Strategy as KoompiStrategy } from 'passport-koompi';
import type { Login, ProviderProfile, ProviderStrategy } from 'passport-oauth2-base';
import { coinpay } from './coinpay';
import type { Emulators } from './emulators';
import type { ReadVariable } from './environment';

/** The last part of the login and callback addresses, and the strategy's name. */
export type ServiceName = 'coinpay' | 'coinpay-published' | 'koompi' | 'konpro' | 'komerza';

/** A background colour and the text on it. */
export type ColourPair = readonly [background: string, text: string];

/** What every strategy gets from this application. */
export interface LoginOptions {
  readonly callbackURL: string;
  readonly verify: (login: Login<ProviderProfile>) => unknown;
}

/** A strategy, and what is particular about its logins. */
export interface OpenLogin {
  readonly strategy: ProviderStrategy;
  /** How an id_token was checked, for people. */
  readonly idTokenCheck?: string;
  /** Ends the login at the service as far as that can be done, and says what it did. Default: the client's `revoke`. */
  readonly endLogin?: (refreshToken: string) => Promise<string>;
}

/** A service as the home page shows it. */
export interface Presentation {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What is particular about it. Refresh and revocation are found out from the client of a sign-in. */
  readonly traits: readonly string[];
  /** The package, and the line of code that it takes in an application. */
  readonly packageName: string;
  readonly line: string;
  /** Two letters for the badge. */
  readonly monogram: string;
  readonly accent: { readonly light: ColourPair; readonly dark: ColourPair };
}

/** A service that people sign in with, and how its strategy is made. */
export interface Service extends Presentation {
  readonly name: ServiceName;
  /** Which of the service's servers it is, where there are several. */
  readonly variant?: string;
  /** What must be set to use the real service. */
  readonly variables: readonly string[];
  /** How the person gets rid of the tokens where the application cannot revoke them. */
  readonly withdraw: string;
  /** Missing where another entry stands for the real service. */
  readonly live?: (variable: ReadVariable, login: LoginOptions) => OpenLogin;
  readonly emulated: (emulators: Emulators, login: LoginOptions) => OpenLogin;
}

/** The services. A further one is a further entry. */
export const services: readonly Service[] = [
  ...coinpay,
  {
    name: 'koompi',
    title: 'KOOMPI',
    description:
      'Sign in with a KOOMPI account: name, contact details and wallet address, as far as people allow.',
    traits: ['PKCE', 'Scopes', 'Wallet address'],
    packageName: 'passport-koompi',
    line: 'passport.use(new KoompiStrategy({ clientID, clientSecret, callbackURL }, verify));',
    monogram: 'KO',
    accent: { light: ['#0b6e7f', '#ffffff'], dark: ['#66d9e8', '#06262b'] },
    variables: ['KOOMPI_CLIENT_ID', 'KOOMPI_CLIENT_SECRET'],
    withdraw: 'The refresh token stays valid at KOOMPI for a year; this application has forgotten it.',
    live: (variable, login) => ({
      strategy: new KoompiStrategy({
        clientID: variable('KOOMPI_CLIENT_ID'),
        clientSecret: variable('KOOMPI_CLIENT_SECRET'),
        ...koompi,
        ...login,
      }),
    }),
    emulated: ({ main }, login) => ({
      strategy: new KoompiStrategy({ ...main.koompi.options, ...koompi, ...login }),
    }),
  },
  {
    name: 'konpro',
    title: 'KonPro',
    description:
      'Sign in with a KonPro account. Your app is a public client there: it has no secret to keep.',
    traits: ['PKCE required', 'No client secret'],
    packageName: 'passport-konpro',
    line: 'passport.use(new KonProStrategy({ clientID, callbackURL }, verify));',
    monogram: 'KP',
    accent: { light: ['#5f3dc4', '#ffffff'], dark: ['#b9a3ff', '#1c1140'] },
    variables: ['KONPRO_CLIENT_ID'],
    withdraw: 'The tokens end when they expire; this application has forgotten them.',
    live: (variable, login) => ({
      strategy: new KonProStrategy({ clientID: variable('KONPRO_CLIENT_ID'), ...login }),
    }),
    emulated: ({ main }, login) => ({ strategy: new KonProStrategy({ ...main.konpro.options, ...login }) }),
  },
  {
    name: 'komerza',
    title: 'Komerza',
    description: 'Let merchants in with their Komerza account, and see which stores they chose.',
    traits: ['Store access', 'Tokens without expiry'],
    packageName: 'passport-komerza',
    line: 'passport.use(new KomerzaStrategy({ clientID, clientSecret, callbackURL }, verify));',
    monogram: 'KM',
    accent: { light: ['#b34700', '#ffffff'], dark: ['#ffa94d', '#331500'] },
    variables: ['KOMERZA_CLIENT_ID', 'KOMERZA_CLIENT_SECRET'],
    withdraw: 'Its token does not expire: remove the application in your Komerza dashboard to end it.',
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

/** Ask for more than the minimum, and read the profile where it is complete. */
const koompi = {
  scope: ['profile.basic', 'profile.contact', 'wallet.read'],
  profileSource: 'userinfo',
} as const;
