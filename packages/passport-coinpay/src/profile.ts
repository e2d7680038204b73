import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/** A wallet of a CoinPay merchant. */
export interface CoinPayWallet {
  readonly address?: string | undefined;
  /** A currency code, such as `BTC`. */
  readonly chain?: string | undefined;
  readonly label?: string | undefined;
  readonly businessId?: string | undefined;
}

/** What CoinPay tells of a merchant; it depends on the granted scopes. */
export interface CoinPayFields extends ProfileFields {
  /** Decentralised identifier (scope `did`). */
  readonly did?: string | undefined;
  /** When the account was last changed (ISO 8601). */
  readonly updatedAt?: string | undefined;
  /** Scope `wallet:read`. */
  readonly wallets?: readonly CoinPayWallet[] | undefined;
}

/** The Passport profile of a CoinPay merchant. `id` is the verified `sub`. */
export type CoinPayProfile = CoinPayFields & ProviderProfile;
