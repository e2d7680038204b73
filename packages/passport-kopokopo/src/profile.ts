import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** What Kopo Kopo tells of a token: no user, but an application. */
export interface KopoKopoFields extends ProfileFields {
  /** The account that the token acts for; missing for a token of the application itself. */
  readonly resourceOwnerId?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** The Passport profile of an application at Kopo Kopo. */
export type KopoKopoProfile = KopoKopoFields & ProviderProfile;
