import { type RegisteredClient } from '../emulated-provider';

/** An authorization request that passed all checks. */
export interface AuthorizationRequest {
  readonly client: RegisteredClient;
  readonly redirectURI: string;
  readonly state: string | undefined;
  readonly scope: readonly string[];
  readonly challenge: string | undefined;
  readonly challengeMethod?: string | undefined;
  readonly nonce?: string | undefined;
}

/** A client and one of its redirect URIs. Errors may be reported there. */
export interface TrustedClient {
  readonly client: RegisteredClient;
  readonly redirectURI: string;
}
