import Strategy from './dist/index.js';

export const { KonProClient } = Strategy;
export { Strategy, Strategy as default };
