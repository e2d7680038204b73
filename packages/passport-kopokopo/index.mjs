import Strategy from './dist/index.js';

export const { AccountStrategy, KopoKopoClient, applicationToken, verifyWebhook, webhook } = Strategy;
export { Strategy, Strategy as default };
