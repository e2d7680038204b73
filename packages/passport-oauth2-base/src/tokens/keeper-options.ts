import type { ProviderClient } from '../client';
import type { ProfileFields } from '../declaration';
import type { ProviderError } from '../errors/provider-error';
import type { TokenStore } from './store';

/** A client of any service. */
export type AnyClient = ProviderClient<ProfileFields>;

/** Options of {@link TokenKeeper}. */
export interface TokenKeeperOptions<Client extends AnyClient> {
  /** The client of the service, such as `strategy.client`. */
  readonly client: Client;
  /** Where tokens are kept: `memoryTokenStore()`, `redisTokenStore()`, or a store of your own. */
  readonly store: TokenStore;
  /**
   * Milliseconds until the tokens of a user who was not seen any more are deleted, where the service does not say how
   * long a refresh token lives. Default 90 days.
   */
  readonly idleLifetime?: number | undefined;
  /** Milliseconds for one call of the store. Default 2,000. */
  readonly storeTimeout?: number | undefined;
}

/** Options of {@link TokenKeeper.save}. */
export interface SaveOptions {
  /** The claims of the verified id_token (`login.claims`). A refreshed id_token is compared with them. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Also revoke the tokens that are replaced, if the service can. Default false. */
  readonly revokeReplaced?: boolean | undefined;
}

/** Options of {@link TokenKeeper.accessToken}. */
export interface AccessTokenOptions {
  /** The token must live for at least so many more seconds. Default 60; for a token that lives shorter, half of its life. */
  readonly minimumLifetime?: number | undefined;
  /** Milliseconds to wait for a refresh. Default: twice the client's `timeout`. The refresh itself goes on. */
  readonly timeout?: number | undefined;
}

/** What {@link TokenKeeper.revoke} did. */
export interface Revocation {
  /** Whether there were tokens. They are deleted here in any case. */
  readonly found: boolean;
  /** The token that the service revoked; `undefined` if it revoked none. */
  readonly revoked: 'refresh_token' | 'access_token' | undefined;
  /** A sentence for the operator, or for the user. */
  readonly explanation: string;
  /** Why the service did not revoke the token, although it has an endpoint for it. The token may still be valid. */
  readonly error?: ProviderError | undefined;
}
