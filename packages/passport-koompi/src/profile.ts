import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** What KOOMPI tells of a user; it depends on the granted scopes. */
export interface KoompiFields extends ProfileFields {
  /** Address of the user's wallet. */
  readonly walletAddress?: string | undefined;
  /** The user's id at Telegram. */
  readonly telegramId?: string | undefined;
  readonly phone?: string | undefined;
  /** Only there when KOOMPI says so (`preset: 'kid'`). Missing does not mean verified. */
  readonly phoneVerified?: boolean | undefined;
  /** When the account was made (ISO 8601). */
  readonly createdAt?: string | undefined;
  /** The user's number for people, such as `KID-000001` (`preset: 'kid'`). It is not the id. */
  readonly kid?: string | undefined;
  /** The public key of the user's wallet (`preset: 'kid'`). */
  readonly publicKey?: string | undefined;
  /** Accounts that were merged into this one, under the ids they had (`preset: 'kid'`). */
  readonly mergedFrom?:
    readonly { readonly sub?: string | undefined; readonly kid?: string | undefined }[] | undefined;
}

/** The Passport profile of a KOOMPI user. */
export type KoompiProfile = KoompiFields & ProviderProfile;
