import type { ProviderClientOptions, ProviderStrategyOptions, WithRequest } from 'passport-oauth2-base';

/** What KonPro adds to the common options. */
export interface KonProOptions {
  /**
   * Where below `apiURL` the profile comes from. `'account.get'` (default): the account with its sections.
   * `'user/me'`: the short form, with username, e-mail address and names alone. Whoever is identified by `user_id` or
   * `id` in one of them and by `username` in the other has two ids: choose before the first user signs in. Not
   * together with `userProfileURL`.
   */
  readonly profileSource?: 'account.get' | 'user/me' | undefined;
  /**
   * Whoever gets hold of an address that a KonPro user gave up becomes that user in your application, and a user who
   * changes the address becomes a stranger. With `true` the e-mail address identifies a user who has no other
   * identifier.
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
  /** Fixed where the application is registered. */
  readonly scope?: undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type KonProStrategyOptionsWithRequest = WithRequest<KonProStrategyOptions>;
