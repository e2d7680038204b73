import Strategy from './dist/index.js';

export const { CoinPayClient, CoinPayScope } = Strategy;
export { Strategy, Strategy as default };
