import type { ProviderClient } from '../client';
import type { IdTokenClaims } from '../oidc/types';
import type { OAuth2Strategy } from '../passport-oauth2';
import type { TokenSet } from '../token/token-set';
import type { Verify } from './verify';

/** The members of passport-oauth2's Strategy that a login uses. An application may replace any of them. */
type InheritedMembers = Pick<
  OAuth2Strategy,
  | '_oauth2'
  | '_callbackURL'
  | '_scope'
  | '_scopeSeparator'
  | '_pkceMethod'
  | '_stateStore'
  | '_trustProxy'
  | '_passReqToCallback'
  | '_skipUserProfile'
  | '_verify'
  | 'authorizationParams'
  | 'tokenParams'
  | '_createOAuthError'
>;

/** What a login needs of the strategy that it belongs to. */
export interface LoginStrategy extends InheritedMembers {
  readonly client: ProviderClient;
  readonly _allowedHosts: readonly string[] | undefined;
  readonly _callerManagesState: boolean;
  readonly _acceptsProviderState: boolean;
  readonly _verifyLogin: Verify | undefined;
  /** Our own `_oauth2.getOAuthAccessToken`. If another one is there now, the application replaced it. */
  readonly _codeExchange: unknown;
  userProfile(
    accessToken: string,
    done: (error: unknown, profile?: unknown) => void,
    tokens?: TokenSet,
    claims?: IdTokenClaims,
  ): void;
}
