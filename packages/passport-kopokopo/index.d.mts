import Strategy from './dist/index.js';

export import AccountStrategy = Strategy.AccountStrategy;
export import KopoKopoClient = Strategy.KopoKopoClient;
export import applicationToken = Strategy.applicationToken;
export import verifyWebhook = Strategy.verifyWebhook;
export import webhook = Strategy.webhook;
export type KopoKopoClientOptions = Strategy.KopoKopoClientOptions;
export type KopoKopoStrategyOptions = Strategy.KopoKopoStrategyOptions;
export type KopoKopoStrategyOptionsWithRequest = Strategy.KopoKopoStrategyOptionsWithRequest;
export type KopoKopoAccountStrategyOptions = Strategy.KopoKopoAccountStrategyOptions;
export type KopoKopoAccountStrategyOptionsWithRequest = Strategy.KopoKopoAccountStrategyOptionsWithRequest;
export type KopoKopoProfile = Strategy.KopoKopoProfile;
export type KopoKopoRequest = Strategy.KopoKopoRequest;
export type KopoKopoWebhook = Strategy.KopoKopoWebhook;
export type KopoKopoWebhookOptions = Strategy.KopoKopoWebhookOptions;
export { Strategy, Strategy as default };
