/**
 * Strict local authorization servers on loopback, one for each emulated service.
 *
 * @module
 */
export { startEmulator } from './emulator';
export { providerNames } from './services';
export type { ProviderName } from './services';
export type { Emulator, EmulatorOptions } from './emulator';
export { AuthorizationRefusedError } from './emulated-provider';
export type {
  AuthorizeOptions,
  CommonSwitches,
  EmulatedProvider,
  EmulatedUser,
  EndpointName,
  RecordedRequest,
  RegisteredClient,
} from './emulated-provider';
export { faults } from './http/fault';
export type { Fault, FaultExchange, Faults } from './http/fault';
export type { Answer } from './http/response';
export type {
  KoompiEmulator,
  KoompiKidOptions,
  KoompiOptions,
  KoompiSwitches,
} from './services/koompi/switches';
export type { KoompiClaims, KoompiUser } from './services/koompi/users';
export type { KoompiToken, KoompiTokenName } from './services/koompi/erc20-tokens';
export type { KoompiNft, KoompiTransfer, KoompiWallet } from './services/koompi/wallet';
export type { KonProEmulator, KonProOptions, KonProSwitches } from './services/konpro/switches';
export type { KonProPlan } from './services/konpro/limits';
export type { KonProUser } from './services/konpro/users';
export type {
  KomerzaEmulator,
  KomerzaExchangeError,
  KomerzaOptions,
  KomerzaSwitches,
} from './services/komerza/switches';
export type { KomerzaStore } from './services/komerza/store';
export type { KomerzaUser } from './services/komerza/users';
export type { KomerzaWebhook, KomerzaWebhookLog } from './services/komerza/webhook';
export type {
  CoinPayEmulator,
  CoinPayOptions,
  CoinPayPublishedOptions,
  CoinPaySwitches,
} from './services/coinpay/switches';
export type { CoinPayUser, CoinPayWallet } from './services/coinpay/users';
export type {
  HostileKeys,
  Jwk,
  SigningAlgorithm,
  SigningAlgorithm as CoinPayAlgorithm,
  SigningKey,
  SigningKeys,
  SigningKeys as CoinPayKeys,
} from './oidc/signing-keys';
export type { IdTokenDraft, IdTokenMutation, IdTokenTools } from './oidc/id-token';
export type { AsymmetricAlgorithm, Members } from './oidc/jws';
export type {
  KopoKopoEmulator,
  KopoKopoOptions,
  KopoKopoSwitches,
  KopoKopoUser,
} from './services/kopokopo/switches';
export type { Subscription } from './services/kopokopo/resources';
export type { KopoKopoTopic, WebhookDelivery, WebhookOptions } from './services/kopokopo/webhooks';
