/** Parameters of `ProviderClient.exchange` (RFC 6749 §4.1.3). */
export interface ExchangeParameters {
  readonly code: string;
  /** The same as in the authorization request. */
  readonly callbackURL: string;
  /** RFC 7636 §4.5. */
  readonly codeVerifier?: string | undefined;
  /** The `state` of the callback. Sent only to a service that requires it with the code. */
  readonly state?: string | undefined;
}

/** Options of `ProviderClient.refresh`. */
export interface RefreshOptions {
  /** Further parameters of the request, such as a narrower `scope` (RFC 6749 §6). */
  readonly parameters?: Readonly<Record<string, unknown>> | undefined;
  /**
   * The claims of the login's id_token. Some OpenID providers send an id_token with refreshed tokens. It must then be
   * for the same user as these claims (OpenID Connect Core 12.2).
   */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
}
