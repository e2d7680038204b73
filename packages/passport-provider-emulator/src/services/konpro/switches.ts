import { type CommonSwitches, type EmulatedProvider } from '../../emulated-provider';
import { type KonProPlan } from './limits';
import { type KonProUser } from './users';

/** `†` marks behaviour that KonPro does not document. */
export interface KonProSwitches extends CommonSwitches {
  /** † Token and refresh responses are wrapped: `{ data: { access_token, … } }`. */
  dataWrapper: boolean;
  /** † The lifetime of access tokens in seconds, and `expires_in`. */
  accessLifetime: number;
  /** † A refresh returns a new refresh token and uses up the old one. Otherwise it returns none. */
  rotateRefreshTokens: boolean;
  /** † A token request with a `client_secret` (even an empty one) or an `Authorization` header is refused. */
  refuseClientSecret: boolean;
  /** † `account.get` returns the five sections without `{ code, data, message }` around them. */
  unwrappedAccount: boolean;
  /** † `user/me` returns `{ code, data, message }`. The flat form is documented. */
  wrappedUserMe: boolean;
  /** † The origin `app` responds to API paths with 200 and its web page. */
  appServesHtml: boolean;
  /** † The shape of error bodies of the token endpoints. API errors always have the documented form. */
  tokenErrorForm: 'konpro' | 'oauth' | 'code-message';
  /**
   * Limits API calls per minute and per day, then 429 with `Retry-After`†: by the plan of the account, or as if
   * every account had this plan.
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

/** The emulated KonPro. Origins: `app` (pages) and `api`. */
export type KonProEmulator = EmulatedProvider<KonProSwitches, KonProUser, KonProOptions>;
