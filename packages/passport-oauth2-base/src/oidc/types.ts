import type { OpenIDOptions, ProviderClientOptions } from '../options/options';
import type { ErrorContext } from '../errors/provider-error';
import type { JsonObject } from '../lib/json';
import type { ClientEndpoints } from '../endpoints';
import type { PkceSupport } from '../pkce';

/** Algorithms of signatures by a key pair. */
export type SigningAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'
  | 'Ed25519';

/** The verified claims of an id_token. */
export interface IdTokenClaims extends JsonObject {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string | readonly string[];
  readonly exp: number;
  readonly iat: number;
}

/** What a token response's id_token must fit. */
export interface IdTokenExpectation {
  /** The token came with a code (`login`) or with a refresh token (`refresh`). */
  readonly grant: 'login' | 'refresh';
  /** The nonce that was sent. */
  readonly nonce?: string | undefined;
  /** The access token beside it, for `at_hash`. */
  readonly accessToken: string;
  /** The code that it was exchanged for, for `c_hash`. */
  readonly code?: string | undefined;
  /** The claims of the login, when tokens are refreshed (OpenID Connect Core 12.2). */
  readonly previous?: Readonly<Record<string, unknown>> | undefined;
}

/** What OpenID Connect is given of the client that it works for. */
export interface OpenIDContext {
  readonly provider: ErrorContext['provider'] & { readonly pkce: PkceSupport };
  readonly clientID: string;
  readonly endpoints: ClientEndpoints;
  readonly options: ProviderClientOptions & OpenIDOptions;
  /** Gets a JSON object over the client's transport. */
  readonly getObject: (endpoint: 'discovery' | 'jwks', url: string) => Promise<JsonObject>;
}

/** OpenID Connect for one client. */
export interface OpenIDClient {
  /** The addresses, after discovery where that is on. */
  endpoints(): Promise<ClientEndpoints>;
  /** Checks an id_token whole; gives its claims, and whether they must be confirmed by userinfo. */
  verify(
    idToken: string,
    expected: IdTokenExpectation,
  ): Promise<{ readonly claims: IdTokenClaims; readonly mustConfirm: boolean }>;
}

/**
 * OpenID Connect as a declaration holds it; made by `openid()` of `passport-oauth2-base/oidc`. A provider that is
 * no OpenID provider never loads that room.
 */
export interface OpenIDClientFactory {
  /** Every login must ask for `openid` and get an id_token. */
  readonly required: boolean;
  readonly connect: (connection: OpenIDContext) => OpenIDClient;
}
