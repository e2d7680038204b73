import { type CommonSwitches, type EmulatedProvider } from '../../emulated-provider';
import { type KomerzaUser } from './users';
import { type KomerzaWebhook, type KomerzaWebhookLog } from './webhook';

/** The names of exchange errors, as Komerza documents them. */
export type KomerzaExchangeError =
  'app_not_found' | 'invalid_client_secret' | 'invalid_code' | 'code_expired';

/** `†` marks behaviour that Komerza does not document. `codeLifetime` (60) is documented. */
export interface KomerzaSwitches extends CommonSwitches {
  /** The permissions of the registered application. They count from the next consent. */
  permissions: readonly string[];
  /** The content type of API responses. The schema of the API lists all three. */
  contentType: 'application/json' | 'text/json' | 'text/plain';
  /** † The status of each exchange error. */
  exchangeStatus: Record<KomerzaExchangeError, number>;
  /** † An exchange with an `Authorization` header, a query or a body is refused. */
  strictExchange: boolean;
  /** † The status for a store that the user did not choose. */
  ungrantedStoreStatus: 403 | 404;
  /** Token buckets, then 429 with `Retry-After`: 10 calls without a token, and 4 more every 7 s. */
  rateLimits: boolean;
  /** † With `rateLimits`: the number of calls in the bucket of each access token. */
  authenticatedCalls: number;
}

export interface KomerzaOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly authorizationURL: string;
  /** A template: `${api}/oauth2/{client_id}/exchange/{code}`. */
  readonly tokenURL: string;
  readonly userProfileURL: string;
  readonly apiURL: string;
}

/** The emulated Komerza. Origins: `dashboard` (pages) and `api`. */
export interface KomerzaEmulator extends EmulatedProvider<KomerzaSwitches, KomerzaUser, KomerzaOptions> {
  /** The webhooks of `POST /webhooks`, oldest first. */
  readonly webhooks: readonly KomerzaWebhook[];
  /**
   * Adds a delivery to the logs of a webhook, as if the service had called its URL. Nothing is sent, because
   * Komerza does not document how it signs.
   *
   * @throws TypeError if there is no such webhook.
   */
  logWebhook(webhookID: string, changes?: Partial<KomerzaWebhookLog>): KomerzaWebhookLog;
}

/** The permissions as sentences of the consent page. */
export const permissionWords: Readonly<Record<string, string>> = {
  'user.view': 'See your account: user name, e-mail, plan and settings',
  'stores.view': 'See the stores that you choose',
  'stores.update': 'Change the stores that you choose',
  'stores.create': 'Make new stores for you',
  'stores.products.view': 'See the products of these stores',
  'stores.orders.view': 'See the orders of these stores',
  'user.webhooks.view': 'See your webhooks and their deliveries',
  'user.webhooks.create': 'Add webhooks to your account',
  'user.webhooks.update': 'Change your webhooks and send them again',
  'user.webhooks.delete': 'Delete your webhooks',
};
