import Strategy from './dist/index.js';

export import KonProClient = Strategy.KonProClient;
export type KonProClientOptions = Strategy.KonProClientOptions;
export type KonProStrategyOptions = Strategy.KonProStrategyOptions;
export type KonProStrategyOptionsWithRequest = Strategy.KonProStrategyOptionsWithRequest;
export type KonProProfile = Strategy.KonProProfile;
export { Strategy, Strategy as default };
