/** KOOMPI's scopes, by a name that an editor completes. */
export const KoompiScope = {
  /** Name, username, picture. What KOOMPI gives when nothing is asked for. */
  profileBasic: 'profile.basic',
  /** E-mail address, phone, Telegram id. */
  profileContact: 'profile.contact',
  /** Telegram id alone (`preset: 'kid'`). */
  profileTelegram: 'profile.telegram',
  /** Address of the wallet. */
  walletRead: 'wallet.read',
  /** Balances of the wallet. */
  walletBalance: 'wallet.balance',
  /** Move tokens of the user: `client.erc20.transfer()`. */
  walletTransfer: 'wallet.transfer',
  /** An id_token (`preset: 'kid'`). */
  openid: 'openid',
} as const;

/** One of KOOMPI's scopes. */
export type KoompiScope = (typeof KoompiScope)[keyof typeof KoompiScope];
