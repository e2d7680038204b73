import Strategy from './dist/index.js';

export import KoompiClient = Strategy.KoompiClient;
export type KoompiClientOptions = Strategy.KoompiClientOptions;
export type KoompiStrategyOptions = Strategy.KoompiStrategyOptions;
export type KoompiStrategyOptionsWithRequest = Strategy.KoompiStrategyOptionsWithRequest;
export type KoompiProfile = Strategy.KoompiProfile;
export { Strategy, Strategy as default };
