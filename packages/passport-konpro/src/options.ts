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

const paths = { 'account.get': 'pacific/account.get', 'user/me': 'user/me' } as const;

/** An address that another one can be put below; any other is refused by the checks, which then name `apiURL`. */
const base = /^(?:https:\/\/|http:\/\/(?:localhost|127\.|\[::1\]))[^?#\s]+$/i;

/** A source that does not exist is refused by the checks of the options, which name those that do. @internal */
export function sourceOf(options: KonProClientOptions): keyof typeof paths {
  const source = options?.profileSource ?? 'account.get';
  return Object.hasOwn(paths, source) ? source : 'account.get';
}

/**
 * The options, with the profile at the same service as the rest of the API.
 *
 * @throws TypeError for two answers to the question where the profile comes from
 * @internal
 */
export function optionsOf(options: KonProClientOptions): KonProClientOptions {
  const { apiURL, userProfileURL, profileSource } = options ?? {};
  if (userProfileURL !== undefined) {
    if (profileSource === undefined) return options;
    throw new TypeError(
      'KonPro: `profileSource` and `userProfileURL` both say where the profile comes from. Remove one of them.',
    );
  }
  if (typeof apiURL !== 'string' || !base.test(apiURL)) return options;
  return { ...options, userProfileURL: `${apiURL.replace(/\/+$/, '')}/${paths[sourceOf(options)]}` };
}
