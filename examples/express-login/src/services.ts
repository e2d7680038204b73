import { Strategy as KomerzaStrategy } from 'passport-komerza';
import { Strategy as KonProStrategy } from 'passport-konpro';
import type { Login, ProviderProfile, ProviderStrategy } from 'passport-oauth2-base';
import { coinpay } from './coinpay';
import type { Emulators } from './emulators';
import type { ReadVariable } from './environment';
import { koompi } from './koompi';
import type { WalletToken } from './wallet-tokens';

/** The last part of the login and callback addresses, and the strategy's name. */
export type ServiceName = 'coinpay' | 'coinpay-published' | 'koompi' | 'koompi-kid' | 'konpro' | 'komerza';

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
  /** The tokens that the wallet page knows. */
  readonly walletTokens?: readonly WalletToken[];
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
  /** Where this application shows what the service's API tells and does. */
  readonly page: { readonly href: string; readonly label: string };
  /** How the person gets rid of the tokens where the application cannot revoke them. */
  readonly withdraw: string;
  /** Missing where another entry stands for the real service. */
  readonly live?: (variable: ReadVariable, login: LoginOptions) => OpenLogin;
  readonly emulated: (emulators: Emulators, login: LoginOptions) => OpenLogin;
}

/** The services. A further one is a further entry. */
export const services: readonly Service[] = [
  ...coinpay,
  ...koompi,
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
    page: { href: '/konpro/account', label: 'Show account and plan' },
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
    page: { href: '/komerza/stores', label: 'Show the stores' },
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
