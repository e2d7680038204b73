export type { KoompiToken, KoompiTokenName } from './erc20-tokens';
export type { KoompiEmulator, KoompiKidOptions, KoompiOptions, KoompiSwitches } from './switches';
export type { KoompiClaims, KoompiUser } from './users';
export type { KoompiNft, KoompiTransfer, KoompiWallet } from './wallet';
