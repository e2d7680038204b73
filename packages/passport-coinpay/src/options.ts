import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStrategyOptions,
  WithRequest,
} from 'passport-oauth2-base';

/** What CoinPay adds to the common options. */
export interface CoinPayOptions extends OpenIDOptions {
  /**
   * Which CoinPay. `'documented'` (default): CoinPay's guide, with addresses under `issuer` and id_tokens whose
   * signature is always checked. `'published'`: the server whose source CoinPay publishes. It signs id_tokens with
   * a key that nobody else has, so that there TLS alone says where an id_token came from, and userinfo confirms
   * the user.
   */
  readonly preset?: 'documented' | 'published' | undefined;
  /**
   * Where the profile comes from. `'id_token'` (default of `'documented'`): the verified id_token, without another
   * request; it has no wallets and no DID. `'userinfo'`: the userinfo endpoint (`'published'` always asks there).
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
