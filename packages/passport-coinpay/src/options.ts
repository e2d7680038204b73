import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStrategyOptions,
  WithRequest,
} from 'passport-oauth2-base';

/** Options that only CoinPay has. */
export interface CoinPayOptions extends OpenIDOptions {
  /**
   * `'documented'` (default): CoinPay's guide, with URLs below `issuer`; the signature of each id_token is checked.
   * `'published'`: the server whose source CoinPay publishes. It signs id_tokens with a secret key, so applications
   * cannot check them: TLS authenticates the server, and userinfo confirms the user.
   */
  readonly preset?: 'documented' | 'published' | undefined;
  /**
   * Source of the profile. `'id_token'` (default of `'documented'`): the verified id_token, without another request,
   * wallets or DID. `'userinfo'`: the userinfo endpoint, which `'published'` always uses.
   */
  readonly profileSource?: 'id_token' | 'userinfo' | undefined;
}

/** Options of {@link CoinPayClient}. */
export interface CoinPayClientOptions extends ProviderClientOptions, CoinPayOptions {
  readonly clientSecret: string;
}

/** Options of the strategy. State and PKCE cannot be turned off. */
export interface CoinPayStrategyOptions extends ProviderStrategyOptions, CoinPayOptions {
  readonly clientSecret: string;
  readonly pkce?: true | 'S256' | undefined;
  readonly state?: true | undefined;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type CoinPayStrategyOptionsWithRequest = WithRequest<CoinPayStrategyOptions>;
