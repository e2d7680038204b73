import type { ProviderClientOptions, ProviderStrategyOptions, WithRequest } from 'passport-oauth2-base';

/** What Kopo Kopo adds to the common options. */
export interface KopoKopoOptions {
  /** The application's API key, which webhooks are signed with. Kept for `webhook()`; no request sends it. */
  readonly apiKey?: string | undefined;
  /** Which Kopo Kopo: `'production'` (default) or `'sandbox'`, where a trial account works. */
  readonly environment?: 'production' | 'sandbox' | undefined;
  /**
   * The host of both OAuth and API. Default: `https://api.kopokopo.com` or `https://sandbox.kopokopo.com`. Kopo Kopo's
   * guide names `https://app.kopokopo.com` for OAuth in production, its own plugins `https://api.kopokopo.com`.
   */
  readonly baseURL?: string | undefined;
  /** Which version of the API is called: `'v1'` (default), as Kopo Kopo's documents say, or `'v2'`. */
  readonly apiVersion?: 'v1' | 'v2' | undefined;
  /** What the profile calls the application. Default: its client id. */
  readonly applicationName?: string | undefined;
}

/** Options of {@link KopoKopoClient}. */
export interface KopoKopoClientOptions extends ProviderClientOptions, KopoKopoOptions {
  readonly clientSecret: string;
}

/** Options of the strategy that authorizes the application. There is no callback; `callbackURL` is ignored. */
export interface KopoKopoStrategyOptions
  extends KopoKopoClientOptions, Pick<ProviderStrategyOptions, 'skipUserProfile'> {
  readonly callbackURL?: string | undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of that strategy when the verify callback gets the request. */
export type KopoKopoStrategyOptionsWithRequest = WithRequest<KopoKopoStrategyOptions>;

/** Options of `AccountStrategy`. Kopo Kopo documents no `authorizationURL`: it must be given. */
export interface KopoKopoAccountStrategyOptions extends ProviderStrategyOptions, KopoKopoOptions {
  readonly clientSecret: string;
  readonly authorizationURL: string;
  readonly passReqToCallback?: false | undefined;
}

/** Options of `AccountStrategy` when the verify callback gets the request. */
export type KopoKopoAccountStrategyOptionsWithRequest = WithRequest<KopoKopoAccountStrategyOptions>;
