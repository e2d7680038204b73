/**
 * Strict local authorization servers, one for each emulated service.
 *
 * @module
 */
export { startEmulator } from './emulator';
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
export { providerNames } from './services';
export type * from './services';
export { faults } from './http/fault';
export type { Fault, FaultExchange, Faults } from './http/fault';
export type { EmulatedResponse } from './http/response';
export type { HostileKeys, Jwk, SigningAlgorithm, SigningKey, SigningKeys } from './oidc/signing-keys';
export type { IdTokenDraft, IdTokenMutation, IdTokenTools } from './oidc/id-token';
export type { AsymmetricAlgorithm, Members } from './oidc/jws';
