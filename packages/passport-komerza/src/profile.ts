import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** A store that the user chose on the consent page. */
export interface KomerzaStore {
  readonly id: string | undefined;
  readonly name?: string | undefined;
  /** The subdomain only. */
  readonly url?: string | undefined;
  readonly domain?: string | undefined;
  readonly currencyCode?: string | undefined;
  /** Missing if Komerza does not send it. */
  readonly isOwner?: boolean | undefined;
  /** Permissions of the user as a team member. Missing if the user owns the store. */
  readonly scopes?: readonly string[] | undefined;
}

/** Profile fields of a Komerza user. */
export interface KomerzaFields extends ProfileFields {
  readonly plan?: string | undefined;
  /** When the account was created (ISO 8601). */
  readonly dateCreated?: string | undefined;
  /** Stores that the user chose on the consent page. */
  readonly stores?: readonly KomerzaStore[] | undefined;
}

/** The Passport profile of a Komerza user. */
export type KomerzaProfile = KomerzaFields & ProviderProfile;
