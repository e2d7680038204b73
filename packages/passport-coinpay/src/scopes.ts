/** Constants for CoinPay's scopes. */
export const CoinPayScope = {
  /** Identifies the user; always required. */
  openid: 'openid',
  /** The name. */
  profile: 'profile',
  /** The e-mail address. CoinPay never reports it as verified. */
  email: 'email',
  /**
   * Calls the payments API for the user, according to CoinPay's guide. The published server silently drops it; then it
   * is listed in `info.missingScope`.
   */
  payments: 'payments',
  /** Decentralised identifier (published server). */
  did: 'did',
  /** Wallet addresses, and `client.wallets()` (published server). */
  walletRead: 'wallet:read',
} as const;

/** One of CoinPay's scopes. */
export type CoinPayScope = (typeof CoinPayScope)[keyof typeof CoinPayScope];
