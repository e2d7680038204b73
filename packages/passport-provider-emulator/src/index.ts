/**
 * Strict local authorization servers: KOOMPI, KonPro, Komerza, CoinPay and Kopo Kopo on loopback.
 *
 * @module
 */
export { startEmulator, providerNames } from './emulator';
export type { Emulator, EmulatorOptions } from './emulator';
export { AuthorizationRefusedError } from './emulated-provider';
export type {
  AuthorizeOptions,
  CommonSwitches,
  EmulatedProvider,
  EmulatedUser,
  EndpointName,
  ProviderName,
  RecordedRequest,
  RegisteredClient,
} from './emulated-provider';
export { faults } from './fault';
export type { Fault, FaultExchange, Faults } from './fault';
export type { Answer } from './answer';
export type {
  KoompiEmulator,
  KoompiKidOptions,
  KoompiOptions,
  KoompiSwitches,
} from './providers/koompi-switches';
export type { KoompiClaims, KoompiUser } from './providers/koompi-users';
export type {
  KoompiNft,
  KoompiToken,
  KoompiTokenName,
  KoompiTransfer,
  KoompiWallet,
} from './providers/koompi-wallet';
export type { KonProEmulator, KonProOptions, KonProSwitches } from './providers/konpro-switches';
export type { KonProPlan } from './providers/konpro-limits';
export type { KonProUser } from './providers/konpro-users';
export type {
  KomerzaEmulator,
  KomerzaExchangeError,
  KomerzaOptions,
  KomerzaSwitches,
} from './providers/komerza-switches';
export type { KomerzaStore } from './providers/komerza-store';
export type { KomerzaUser } from './providers/komerza-users';
export type { KomerzaWebhook, KomerzaWebhookLog } from './providers/komerza-webhooks';
export type {
  CoinPayEmulator,
  CoinPayOptions,
  CoinPayPublishedOptions,
  CoinPaySwitches,
} from './providers/coinpay-switches';
export type { CoinPayUser, CoinPayWallet } from './providers/coinpay-users';
export type {
  HostileKeys,
  Jwk,
  SigningAlgorithm,
  SigningAlgorithm as CoinPayAlgorithm,
  SigningKey,
  SigningKeys,
  SigningKeys as CoinPayKeys,
} from './signing-keys';
export type { IdTokenDraft, IdTokenMutation, IdTokenTools } from './id-token';
export type { AsymmetricAlgorithm, Members } from './jws';
export type {
  KopoKopoEmulator,
  KopoKopoOptions,
  KopoKopoSwitches,
  KopoKopoUser,
} from './providers/kopokopo-switches';
export type { Subscription } from './providers/kopokopo-resources';
export type { KopoKopoTopic, WebhookDelivery, WebhookOptions } from './providers/kopokopo-webhooks';
