import Strategy from './dist/index.js';

export import CoinPayClient = Strategy.CoinPayClient;
export type CoinPayClientOptions = Strategy.CoinPayClientOptions;
export type CoinPayStrategyOptions = Strategy.CoinPayStrategyOptions;
export type CoinPayStrategyOptionsWithRequest = Strategy.CoinPayStrategyOptionsWithRequest;
export type CoinPayProfile = Strategy.CoinPayProfile;
export import CoinPayScope = Strategy.CoinPayScope;
export type CoinPayWallet = Strategy.CoinPayWallet;
export type CoinPayAccountWallet = Strategy.CoinPayAccountWallet;
export type CoinPayWalletFilter = Strategy.CoinPayWalletFilter;
export type CoinPayRegistration = Strategy.CoinPayRegistration;
export type CoinPayLogout = Strategy.CoinPayLogout;
export { Strategy, Strategy as default };
