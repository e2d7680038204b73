import type { ProviderClientOptions, ProviderStrategyOptions, WithRequest } from 'passport-oauth2-base';

/** What Komerza adds to the common options. */
export interface KomerzaOptions {
  /**
   * Keys, payment settings and risk signals of the user end up wherever the profile does: in sessions, logs and
   * templates. With `true`, `_json` and `_raw` keep the whole answer of `GET /user`.
   */
  readonly dangerouslyKeepWholeUser?: boolean | undefined;
}

/** Options of {@link KomerzaClient}. */
export interface KomerzaClientOptions extends ProviderClientOptions, KomerzaOptions {
  readonly clientSecret: string;
}

/** Options of the strategy. Komerza knows neither scopes nor PKCE. */
export interface KomerzaStrategyOptions extends ProviderStrategyOptions, KomerzaOptions {
  readonly clientSecret: string;
  readonly pkce?: false | undefined;
  /** Fixed where the application is registered. */
  readonly scope?: undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type KomerzaStrategyOptionsWithRequest = WithRequest<KomerzaStrategyOptions>;
