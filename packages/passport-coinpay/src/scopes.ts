/** CoinPay's scopes, by a name that an editor completes. */
export const CoinPayScope = {
  /** Who the user is; always asked for. */
  openid: 'openid',
  /** The name. */
  profile: 'profile',
  /** The e-mail address, which CoinPay never calls verified. */
  email: 'email',
  /**
   * To call the payments API for the user, says CoinPay's guide. The published server does not know it and drops it
   * without a word: then it is in `info.missingScope`.
   */
  payments: 'payments',
  /** Decentralised identifier (published server). */
  did: 'did',
  /** Wallet addresses, and `client.wallets()` (published server). */
  walletRead: 'wallet:read',
} as const;

/** One of CoinPay's scopes. */
export type CoinPayScope = (typeof CoinPayScope)[keyof typeof CoinPayScope];
