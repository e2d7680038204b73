import Strategy from './dist/index.js';

export import KomerzaClient = Strategy.KomerzaClient;
export type KomerzaClientOptions = Strategy.KomerzaClientOptions;
export type KomerzaStrategyOptions = Strategy.KomerzaStrategyOptions;
export type KomerzaStrategyOptionsWithRequest = Strategy.KomerzaStrategyOptionsWithRequest;
export type KomerzaProfile = Strategy.KomerzaProfile;
export import KomerzaPermission = Strategy.KomerzaPermission;
export import hasPermission = Strategy.hasPermission;
export type KomerzaStore = Strategy.KomerzaStore;
export type KomerzaUser = Strategy.KomerzaUser;
export type KomerzaStoreDetails = Strategy.KomerzaStoreDetails;
export type KomerzaStorePermissions = Strategy.KomerzaStorePermissions;
export type KomerzaRequest = Strategy.KomerzaRequest;
export { Strategy, Strategy as default };
