import { type CommonSwitches, type EmulatedProvider } from '../../emulated-provider';
import { type KonProPlan } from './limits';
import { type KonProUser } from './users';

/** `†` marks behaviour that KonPro does not document. */
export interface KonProSwitches extends CommonSwitches {
  /** † Token and refresh answers are wrapped: `{ data: { access_token, … } }`. */
  dataWrapper: boolean;
  /** † Seconds that an access token lives, and `expires_in`. */
  accessLifetime: number;
  /** † A refresh answers a new refresh token and uses the old one up; otherwise it answers none. */
  rotateRefreshTokens: boolean;
  /** † A token request with a `client_secret` (even an empty one) or an `Authorization` header is refused. */
  refuseClientSecret: boolean;
  /** † `account.get` answers the five sections without `{ code, data, message }` around them. */
  unwrappedAccount: boolean;
  /** † `user/me` answers `{ code, data, message }`; documented is the flat form. */
  wrappedUserMe: boolean;
  /** † The application's origin answers API paths with 200 and its web page. */
  appAnswersHtml: boolean;
  /** † The shape of error bodies of the token endpoints. API errors always have the documented form. */
  tokenErrorForm: 'konpro' | 'oauth' | 'code-message';
  /**
   * API calls per minute and per day, then 429 with `Retry-After`†: as the account's plan allows, or as if every
   * account had this plan.
   */
  rateLimits: 'off' | 'by-plan' | KonProPlan;
}

export interface KonProOptions {
  readonly clientID: string;
  readonly authorizationURL: string;
  readonly tokenURL: string;
  readonly refreshURL: string;
  readonly apiURL: string;
}

/** The emulated KonPro. Origins: `app` (people) and `api`. */
export type KonProEmulator = EmulatedProvider<KonProSwitches, KonProUser, KonProOptions>;
