import type { ProviderClientOptions, ProviderStrategyOptions, WithRequest } from 'passport-oauth2-base';

/** Options that only KonPro has. */
export interface KonProOptions {
  /**
   * Endpoint of the profile, below `apiURL`. `'account.get'` (default): the account with its sections. `'user/me'`: the
   * short form with username, e-mail address and names. The two may identify the same user by different members, so
   * choose one before the first user signs in. Cannot be combined with `userProfileURL`.
   */
  readonly profileSource?: 'account.get' | 'user/me' | undefined;
  /**
   * The member of the user that is the profile's `id`, unchanged. A user without it cannot sign in. Default: `user_id`
   * unchanged; if KonPro sends none, `id:` and the `id`; otherwise `username:` and the `username`. Set it when you have
   * seen which member your users have, and before the first user signs in: it changes their ids.
   */
  readonly idMember?: 'user_id' | 'id' | 'username' | undefined;
  /**
   * With `true`, `email:` and the e-mail address is the id of a user who has no other identifier. Danger: whoever later owns an
   * e-mail address that a KonPro user gave up can sign in as that user, and a user who changes the e-mail address
   * becomes a new user. Cannot be combined with `idMember`.
   */
  readonly dangerouslyUseEmailAsId?: boolean | undefined;
}

/** Options of {@link KonProClient}. KonPro has no client secret. */
export interface KonProClientOptions extends ProviderClientOptions, KonProOptions {
  readonly clientSecret?: undefined;
}

/** Options of the strategy. KonPro has no client secret, and PKCE cannot be turned off. */
export interface KonProStrategyOptions extends ProviderStrategyOptions, KonProOptions {
  readonly clientSecret?: undefined;
  readonly pkce?: true | 'S256' | undefined;
  readonly state?: true | undefined;
  /** KonPro sets it when the application is registered. */
  readonly scope?: undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type KonProStrategyOptionsWithRequest = WithRequest<KonProStrategyOptions>;
