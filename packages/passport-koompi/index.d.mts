import Strategy from './dist/index.js';

export import KoompiClient = Strategy.KoompiClient;
export import KoompiScope = Strategy.KoompiScope;
export type KoompiClientOptions = Strategy.KoompiClientOptions;
export type KoompiStrategyOptions = Strategy.KoompiStrategyOptions;
export type KoompiStrategyOptionsWithRequest = Strategy.KoompiStrategyOptionsWithRequest;
export type KoompiProfile = Strategy.KoompiProfile;
export type Erc20 = Strategy.Erc20;
export type Erc20Transfer = Strategy.Erc20Transfer;
export type Erc1155 = Strategy.Erc1155;
export type Erc1155Mint = Strategy.Erc1155Mint;
export type Unverified = Strategy.Unverified;
export type UnverifiedParameters = Strategy.UnverifiedParameters;
export { Strategy, Strategy as default };
