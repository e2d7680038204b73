import Strategy from './dist/index.js';

export const { KomerzaClient, KomerzaPermission, hasPermission } = Strategy;
export { Strategy, Strategy as default };
