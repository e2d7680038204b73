import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** A wallet of a CoinPay merchant. */
export interface CoinPayWallet {
  readonly address?: string | undefined;
  /** A currency code, such as `BTC`. */
  readonly chain?: string | undefined;
  readonly label?: string | undefined;
  readonly businessId?: string | undefined;
}

/** Profile fields of a CoinPay merchant. The granted scopes decide which are present. */
export interface CoinPayFields extends ProfileFields {
  /** Decentralised identifier (scope `did`). */
  readonly did?: string | undefined;
  /** When the account was last changed (ISO 8601). */
  readonly updatedAt?: string | undefined;
  /** Active wallets (scope `wallet:read`). */
  readonly wallets?: readonly CoinPayWallet[] | undefined;
}

/** The Passport profile of a CoinPay merchant. `id` is the verified `sub`. */
export type CoinPayProfile = CoinPayFields & ProviderProfile;
