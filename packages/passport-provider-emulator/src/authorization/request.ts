import { type RegisteredClient } from '../emulated-provider';

/** A checked authorization request: client and redirect URI are right. */
export interface AuthorizationRequest {
  readonly client: RegisteredClient;
  readonly redirectURI: string;
  readonly state: string | undefined;
  readonly scope: readonly string[];
  readonly challenge: string | undefined;
  readonly challengeMethod?: string | undefined;
  readonly nonce?: string | undefined;
}

/** A client with one of its redirect URIs: from here on the application can be told of errors. */
export interface TrustedClient {
  readonly client: RegisteredClient;
  readonly redirectURI: string;
}
