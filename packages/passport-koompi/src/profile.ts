import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** Profile fields of a KOOMPI user. The granted scopes decide which are present. */
export interface KoompiFields extends ProfileFields {
  /** Address of the user's wallet. */
  readonly walletAddress?: string | undefined;
  /** The user's Telegram id. */
  readonly telegramId?: string | undefined;
  readonly phone?: string | undefined;
  /** Present only if KOOMPI sends it (`preset: 'kid'`). If missing, treat the number as unverified. */
  readonly phoneVerified?: boolean | undefined;
  /** When the account was created (ISO 8601). */
  readonly createdAt?: string | undefined;
  /** A readable user number, such as `KID-000001` (`preset: 'kid'`). Do not use it as the id. */
  readonly kid?: string | undefined;
  /** The public key of the user's wallet (`preset: 'kid'`). */
  readonly publicKey?: string | undefined;
  /** Accounts that were merged into this one, with their former ids (`preset: 'kid'`). */
  readonly mergedFrom?:
    readonly { readonly sub?: string | undefined; readonly kid?: string | undefined }[] | undefined;
}

/** The Passport profile of a KOOMPI user. */
export type KoompiProfile = KoompiFields & ProviderProfile;
