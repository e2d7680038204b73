import Strategy from './dist/index.js';

export import KomerzaClient = Strategy.KomerzaClient;
export type KomerzaClientOptions = Strategy.KomerzaClientOptions;
export type KomerzaStrategyOptions = Strategy.KomerzaStrategyOptions;
export type KomerzaStrategyOptionsWithRequest = Strategy.KomerzaStrategyOptionsWithRequest;
export type KomerzaProfile = Strategy.KomerzaProfile;
export { Strategy, Strategy as default };
