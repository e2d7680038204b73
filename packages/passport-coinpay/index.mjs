import Strategy from './dist/index.js';

export const { CoinPayClient } = Strategy;
export { Strategy, Strategy as default };
