import { type CommonSwitches, type EmulatedProvider } from '../emulated-provider';
import { type KoompiUser } from './koompi-users';

/** `†` marks behaviour that KOOMPI does not document. */
export interface KoompiSwitches extends CommonSwitches {
  /** Also serve the paths of the first generation: `/v1/oauth`, `/v1/oauth/token`, `/v1/oauth/userinfo`. */
  v1Paths: boolean;
  /** The token answer has no `user`. */
  omitUser: boolean;
  /** The token answer has no `token_type` but a `refresh_token_expires_in` (the llms.txt variant). */
  omitTokenType: boolean;
  /** † The callback gets the service's own `state`, and the token request must repeat it. */
  replaceState: boolean;
  /** † The callback gets no `state`. */
  omitState: boolean;
  /** † `'tolerant'`: a challenge without a verifier passes. `'required'`: both must be there. */
  pkce: 'tolerant' | 'required';
  /** † Whether userinfo shows `wallet_address` only with a wallet scope. */
  walletNeedsScope: boolean;
  /** † Userinfo has the members of the official starter too, and `scopes` beside `user`. */
  extraMembers: boolean;
  /** † An authorization request with an unknown scope: refused, or that scope dropped. */
  unknownScope: 'refuse' | 'drop';
  /** † Whether a refresh request that has a `grant_type` is refused. */
  refuseGrantTypeOnRefresh: boolean;
  /** † The shape of error bodies. */
  errorForm: 'oauth' | 'error-message' | 'message' | 'status' | 'text';
}

export interface KoompiOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly refreshURL: string;
  readonly userProfileURL: string;
}

/** The emulated KOOMPI, second generation. Origin: `api`. */
export type KoompiEmulator = EmulatedProvider<KoompiSwitches, KoompiUser, KoompiOptions>;
