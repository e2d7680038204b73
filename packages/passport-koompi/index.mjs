import Strategy from './dist/index.js';

export const { KoompiClient, KoompiScope } = Strategy;
export { Strategy, Strategy as default };
