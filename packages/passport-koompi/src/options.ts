import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
  WithRequest,
} from 'passport-oauth2-base';

/** What KOOMPI adds to the common options. Those of OpenID Connect and of `state` are for `preset: 'kid'`. */
export interface KoompiOptions extends OpenIDOptions, ProviderStateOptions {
  /**
   * Which generation of the service: `'v2'` (default); `'v1'`, which cannot refresh; or `'kid'`, the renamed service,
   * which is an OpenID provider and asks applications not to use PKCE.
   */
  readonly preset?: 'v2' | 'v1' | 'kid' | undefined;
  /** The key of `erc1155`, if KOOMPI gave the application one of its own. Default: `clientSecret`. */
  readonly apiKey?: string | undefined;
  /**
   * Where the profile comes from. `'token'` (default): the user inside the token response, without another request;
   * it has no username and no picture. `'userinfo'`: the userinfo endpoint, which has everything that was granted.
   */
  readonly profileSource?: 'token' | 'userinfo' | undefined;
}

/** Options of {@link KoompiClient}. */
export interface KoompiClientOptions extends ProviderClientOptions, KoompiOptions {
  readonly clientSecret: string;
}

/** Options of the strategy. */
export interface KoompiStrategyOptions extends ProviderStrategyOptions, KoompiOptions {
  readonly clientSecret: string;
  readonly passReqToCallback?: false | undefined;
}

/** Options of the strategy when the verify callback gets the request. */
export type KoompiStrategyOptionsWithRequest = WithRequest<KoompiStrategyOptions>;
