import Strategy from './dist/index.js';

export import CoinPayClient = Strategy.CoinPayClient;
export type CoinPayClientOptions = Strategy.CoinPayClientOptions;
export type CoinPayStrategyOptions = Strategy.CoinPayStrategyOptions;
export type CoinPayStrategyOptionsWithRequest = Strategy.CoinPayStrategyOptionsWithRequest;
export type CoinPayProfile = Strategy.CoinPayProfile;
export { Strategy, Strategy as default };
