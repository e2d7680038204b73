import Strategy from './dist/index.js';

export import KonProClient = Strategy.KonProClient;
export type KonProClientOptions = Strategy.KonProClientOptions;
export type KonProStrategyOptions = Strategy.KonProStrategyOptions;
export type KonProStrategyOptionsWithRequest = Strategy.KonProStrategyOptionsWithRequest;
export type KonProProfile = Strategy.KonProProfile;
export type KonProAccount = Strategy.KonProAccount;
export type KonProSection = Strategy.KonProSection;
export type KonProCredentials = Strategy.KonProCredentials;
export type KonProRequest = Strategy.KonProRequest;
export { Strategy, Strategy as default };
