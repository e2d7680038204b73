import { type CommonSwitches, type EmulatedProvider } from '../emulated-provider';
import { type KomerzaUser } from './komerza-users';

/** The names of exchange errors, as Komerza documents them. */
export type KomerzaExchangeError =
  'app_not_found' | 'invalid_client_secret' | 'invalid_code' | 'code_expired';

/** `†` marks behaviour that Komerza does not document. `codeLifetime` (60) is documented. */
export interface KomerzaSwitches extends CommonSwitches {
  /** The permissions that the application was registered with; they count from the next consent. */
  permissions: readonly string[];
  /** The content type of API answers: the API's schema lists all three. */
  contentType: 'application/json' | 'text/json' | 'text/plain';
  /** † Which status each exchange error has. */
  exchangeStatus: Record<KomerzaExchangeError, number>;
  /** † An exchange with an `Authorization` header, a query or a body is refused. */
  strictExchange: boolean;
  /** † What a store that the user did not tick answers. */
  ungrantedStoreStatus: 403 | 404;
}

export interface KomerzaOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly authorizationURL: string;
  /** A template: `${api}/oauth2/{client_id}/exchange/{code}`. */
  readonly tokenURL: string;
  readonly userProfileURL: string;
}

/** The emulated Komerza. Origins: `dashboard` (people) and `api`. */
export type KomerzaEmulator = EmulatedProvider<KomerzaSwitches, KomerzaUser, KomerzaOptions>;

/** What the consent page calls a permission. */
export const permissionWords: Readonly<Record<string, string>> = {
  'user.view': 'See your account: user name, e-mail, plan and settings',
  'stores.view': 'See the stores that you choose',
  'stores.products.view': 'See the products of these stores',
  'stores.orders.view': 'See the orders of these stores',
};
