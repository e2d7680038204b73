import type { ApiCallOptions, JsonObject } from 'passport-oauth2-base';
import type { KomerzaPermission } from './permissions';

/**
 * A store as `GET /user` and `GET /stores/{id}` tell of it. Komerza tells more than these members; all of it is
 * passed through. Only `id` is checked.
 */
export interface KomerzaStoreDetails extends JsonObject {
  readonly id: string;
  /** ISO 8601. */
  readonly dateCreated?: string;
  readonly name?: string;
  readonly description?: string | null;
  /** The subdomain alone. */
  readonly url?: string;
  readonly domain?: string;
  readonly customDomain?: string | null;
  readonly currencyCode?: string;
  readonly rating?: number;
  /**
   * What a member of the store's team may do. `GET /user` alone tells it, with `null` for a store that the user
   * owns. Not for `hasPermission()`: take the profile's store, or `client.storePermissions()`.
   */
  readonly scopes?: readonly string[] | null;
}

/**
 * The whole answer of `GET /user`, API keys, payment settings and risk signals included: keep it out of sessions,
 * logs and pages. `client.userProfile()` leaves those out. Only `id` is checked.
 */
export interface KomerzaUser extends JsonObject {
  readonly id: string;
  /** ISO 8601. */
  readonly dateCreated?: string;
  readonly email?: string;
  readonly userName?: string;
  readonly plan?: string;
  /** Those that the user let the application into. */
  readonly stores?: readonly KomerzaStoreDetails[];
}

/** What the user may do in a store. */
export interface KomerzaStorePermissions {
  readonly isOwner: boolean;
  readonly permissions: readonly string[];
  readonly enabledPaymentMethods: readonly string[];
}

/** How an endpoint is called. */
export interface KomerzaRequest extends ApiCallOptions {
  /** The permission that the call needs: named in the error when Komerza says 403. */
  readonly permission?: KomerzaPermission | undefined;
}
