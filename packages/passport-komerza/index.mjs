import Strategy from './dist/index.js';

export const { KomerzaClient } = Strategy;
export { Strategy, Strategy as default };
