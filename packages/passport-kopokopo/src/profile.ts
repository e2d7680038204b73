import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** Profile fields of a token. It describes an application, not a user. */
export interface KopoKopoFields extends ProfileFields {
  /** The account that the token acts for. Missing for a token of the application itself. */
  readonly resourceOwnerId?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** The Passport profile of an application at Kopo Kopo. */
export type KopoKopoProfile = KopoKopoFields & ProviderProfile;
