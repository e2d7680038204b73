import type { ProviderClientOptions, ProviderStrategyOptions, WithRequest } from 'passport-oauth2-base';

/** Options that only Kopo Kopo has. */
export interface KopoKopoOptions {
  /** The application's API key. Accepted so that one object can hold all options; only `webhook()` uses it. */
  readonly apiKey?: string | undefined;
  /** `'production'` (default) or `'sandbox'`, for a trial account. */
  readonly environment?: 'production' | 'sandbox' | undefined;
  /**
   * Base URL of OAuth and API. Default: `https://api.kopokopo.com` or `https://sandbox.kopokopo.com`. For OAuth in
   * production, Kopo Kopo's guide has `https://app.kopokopo.com`, its own plugin `https://api.kopokopo.com`.
   */
  readonly baseURL?: string | undefined;
  /** Version of the API: `'v1'` (default), which Kopo Kopo documents, or `'v2'`. */
  readonly apiVersion?: 'v1' | 'v2' | undefined;
  /** `displayName` of the profile. Default: the client id. */
  readonly applicationName?: string | undefined;
}

/** Options of {@link KopoKopoClient}. */
export interface KopoKopoClientOptions extends ProviderClientOptions, KopoKopoOptions {
  readonly clientSecret: string;
}

/** Options of the strategy that authorizes the application. It has no callback, so `callbackURL` is ignored. */
export interface KopoKopoStrategyOptions
  extends KopoKopoClientOptions, Pick<ProviderStrategyOptions, 'skipUserProfile'> {
  readonly callbackURL?: string | undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of that strategy when the verify callback gets the request. */
export type KopoKopoStrategyOptionsWithRequest = WithRequest<KopoKopoStrategyOptions>;

/** Options of `AccountStrategy`. `authorizationURL` is required, because Kopo Kopo does not document it. */
export interface KopoKopoAccountStrategyOptions extends ProviderStrategyOptions, KopoKopoOptions {
  readonly clientSecret: string;
  readonly authorizationURL: string;
  /** The URL that refreshes tokens (RFC 6749 §6), if Kopo Kopo gave you one. With it, `client.refresh` exists. */
  readonly refreshURL?: string | undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of `AccountStrategy` when the verify callback gets the request. */
export type KopoKopoAccountStrategyOptionsWithRequest = WithRequest<KopoKopoAccountStrategyOptions>;
