import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** A store that the user let the application into. */
export interface KomerzaStore {
  readonly id: string | undefined;
  readonly name?: string | undefined;
  /** The subdomain alone. */
  readonly url?: string | undefined;
  readonly domain?: string | undefined;
  readonly currencyCode?: string | undefined;
  /** Missing where Komerza does not say. */
  readonly isOwner?: boolean | undefined;
  /** What the user may do in the store. Missing when the user owns it. */
  readonly scopes?: readonly string[] | undefined;
}

/** What Komerza tells of a user. */
export interface KomerzaFields extends ProfileFields {
  readonly plan?: string | undefined;
  /** When the account was made (ISO 8601). */
  readonly dateCreated?: string | undefined;
  /** The stores that the user ticked at the consent page. */
  readonly stores?: readonly KomerzaStore[] | undefined;
}

/** The Passport profile of a Komerza user. */
export type KomerzaProfile = KomerzaFields & ProviderProfile;
