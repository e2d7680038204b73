/**
 * Strict local authorization servers, one for each emulated service.
 *
 * @module
 */
export { startEmulator } from './emulator';
export type { Emulator, OwnServices } from './emulator';
export type { EmulatorOptions } from './emulator-options';
export { oauthService } from './oauth-service';
export type * from './oauth-service';
export type { ServiceDefinition } from './service-definition';
export { AuthorizationRefusedError } from './emulated-provider';
export type {
  AuthorizeOptions,
  CommonSwitches,
  EmulatedProvider,
  EmulatedUser,
  EndpointName,
  RecordedRequest,
  RefreshReuse,
  RegisteredClient,
} from './emulated-provider';
export { providerNames } from './services';
export type * from './services';
export { faults } from './http/fault';
export type { Fault, FaultExchange, Faults } from './http/fault';
export type { Call, Fields } from './http/request';
export type { EmulatedResponse } from './http/response';
export type { HostileKeys, Jwk, SigningAlgorithm, SigningKey, SigningKeys } from './oidc/signing-keys';
export type { IdTokenDraft, IdTokenMutation, IdTokenTools } from './oidc/id-token';
export type { AsymmetricAlgorithm, Members } from './oidc/jws';
