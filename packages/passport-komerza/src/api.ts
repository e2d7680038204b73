import type { ApiCallOptions, JsonObject } from 'passport-oauth2-base';
import type { KomerzaPermission } from './permissions';

/**
 * A store in the response of `GET /user` and `GET /stores/{id}`. All members are passed through, also those that are
 * not listed here. `client.store()` checks `id` only.
 */
export interface KomerzaStoreDetails extends JsonObject {
  readonly id: string;
  /** ISO 8601. */
  readonly dateCreated?: string;
  readonly name?: string;
  readonly description?: string | null;
  /** The subdomain only. */
  readonly url?: string;
  readonly domain?: string;
  readonly customDomain?: string | null;
  readonly currencyCode?: string;
  readonly rating?: number;
  /**
   * Permissions of a team member. Only `GET /user` has them, with `null` for a store that the user owns. Do not pass
   * this store to `hasPermission()`: use a store of the profile, or `client.storePermissions()`.
   */
  readonly scopes?: readonly string[] | null;
}

/**
 * The whole response of `GET /user`. It includes API keys, payment settings and risk signals: keep it out of sessions,
 * logs and pages. `client.userProfile()` leaves those out. Only `id` is checked.
 */
export interface KomerzaUser extends JsonObject {
  readonly id: string;
  /** ISO 8601. */
  readonly dateCreated?: string;
  readonly email?: string;
  readonly userName?: string;
  readonly plan?: string;
  /** Stores that the user chose on the consent page. */
  readonly stores?: readonly KomerzaStoreDetails[];
}

/** The user's permissions in a store. */
export interface KomerzaStorePermissions {
  readonly isOwner: boolean;
  readonly permissions: readonly string[];
  readonly enabledPaymentMethods: readonly string[];
}

/** Method, query, JSON body and permission of a request. */
export interface KomerzaRequest extends ApiCallOptions {
  /** The permission that the call needs. If Komerza answers 403, the error names it. */
  readonly permission?: KomerzaPermission | undefined;
}
