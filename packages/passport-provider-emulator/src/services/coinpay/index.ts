export type { CoinPayEmulator, CoinPayOptions, CoinPayPublishedOptions, CoinPaySwitches } from './switches';
export type { CoinPayUser, CoinPayWallet } from './users';
