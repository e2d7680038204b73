import type { ProviderClientOptions, ProviderStrategyOptions, WithRequest } from 'passport-oauth2-base';

/** Options that only Komerza has. */
export interface KomerzaOptions {
  /**
   * With `true`, `_json` and `_raw` keep the whole response of `GET /user`. Danger: the user's API keys, payment settings
   * and risk signals then reach every session, log and template that gets the profile.
   */
  readonly dangerouslyKeepWholeUser?: boolean | undefined;
}

/** Options of {@link KomerzaClient}. */
export interface KomerzaClientOptions extends ProviderClientOptions, KomerzaOptions {
  readonly clientSecret: string;
}

/** Options of the strategy. Komerza supports neither scopes nor PKCE. */
export interface KomerzaStrategyOptions extends ProviderStrategyOptions, KomerzaOptions {
  readonly clientSecret: string;
  readonly pkce?: false | undefined;
  /** Set as permissions when the application is registered. */
  readonly scope?: undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type KomerzaStrategyOptionsWithRequest = WithRequest<KomerzaStrategyOptions>;
