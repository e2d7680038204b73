import Strategy from './dist/index.js';

export const { KoompiClient } = Strategy;
export { Strategy, Strategy as default };
