import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** What KOOMPI tells of a user; it depends on the granted scopes. */
export interface KoompiFields extends ProfileFields {
  /** Address of the user's wallet. */
  readonly walletAddress?: string | undefined;
  /** The user's id at Telegram. */
  readonly telegramId?: string | undefined;
  readonly phone?: string | undefined;
  /** When the account was made (ISO 8601). */
  readonly createdAt?: string | undefined;
}

/** The Passport profile of a KOOMPI user. */
export type KoompiProfile = KoompiFields & ProviderProfile;
