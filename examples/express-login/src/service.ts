import type { Login, ProviderProfile, ProviderStrategy } from 'passport-oauth2-base';
import type { Emulators } from './emulators';
import type { ReadVariable } from './environment';
import type { ServiceName } from './service-name';
import type { WalletToken } from './wallet-tokens';

/** A background colour and the text on it. */
export type ColourPair = readonly [background: string, text: string];

/** What every strategy gets from this application. */
export interface LoginOptions {
  readonly callbackURL: string;
  readonly verify: (login: Login<ProviderProfile>) => unknown;
}

/** A strategy, and what is special about its logins. */
export interface OpenLogin {
  readonly strategy: ProviderStrategy;
  /** How an id_token was checked, for people. */
  readonly idTokenCheck?: string;
  /** Ends the login at the service, and returns a sentence about the result. Default: the client's `revoke`. */
  readonly endLogin?: (refreshToken: string) => Promise<string>;
  /** The tokens that the wallet page knows. */
  readonly walletTokens?: readonly WalletToken[];
}

/** A service as the home page shows it. */
export interface Presentation {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Special features. Refresh and revocation are added where the client has them. */
  readonly traits: readonly string[];
  /** The package, and the line of code that an application needs. */
  readonly packageName: string;
  readonly line: string;
  /** Two letters for the badge. */
  readonly monogram: string;
  readonly accent: { readonly light: ColourPair; readonly dark: ColourPair };
}

/** A service that people sign in with, and how its strategy is made. */
export interface Service extends Presentation {
  readonly name: ServiceName;
  /** Which of the service's servers this is, where there are several. */
  readonly variant?: string;
  /** Label of the sign-in where another entry of the same service comes first. */
  readonly secondChoice?: string;
  /** The environment variables that the real service needs. */
  readonly variables: readonly string[];
  /** The page that uses the service's API. */
  readonly page: { readonly href: string; readonly label: string };
  /** How people end the access themselves, where the application cannot revoke tokens. */
  readonly withdraw: string;
  /** Missing where another entry is the real service. */
  readonly live?: (variable: ReadVariable, login: LoginOptions) => OpenLogin;
  readonly emulated: (emulators: Emulators, login: LoginOptions) => OpenLogin;
}
