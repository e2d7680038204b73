/** Constants for KOOMPI's scopes. */
export const KoompiScope = {
  /** Name, username, picture. KOOMPI's default if no scope is requested. */
  profileBasic: 'profile.basic',
  /** E-mail address, phone, Telegram id. */
  profileContact: 'profile.contact',
  /** Telegram id alone (`preset: 'kid'`). */
  profileTelegram: 'profile.telegram',
  /** Address of the wallet. */
  walletRead: 'wallet.read',
  /** Balances of the wallet. */
  walletBalance: 'wallet.balance',
  /** Transfer tokens from the user's wallet: `client.erc20.transfer()`. */
  walletTransfer: 'wallet.transfer',
  /** An id_token (`preset: 'kid'`). */
  openid: 'openid',
} as const;

/** One of KOOMPI's scopes. */
export type KoompiScope = (typeof KoompiScope)[keyof typeof KoompiScope];
