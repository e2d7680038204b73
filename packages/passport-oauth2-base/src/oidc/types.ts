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

/** The values that the id_token of a token response is checked against. */
export interface IdTokenExpectation {
  /** The token came with a code (`login`) or with a refresh token (`refresh`). */
  readonly grant: 'login' | 'refresh';
  /** The nonce that was sent. */
  readonly nonce?: string | undefined;
  /** The access token of the same response, for `at_hash`. */
  readonly accessToken: string;
  /** The code that was exchanged, for `c_hash`. */
  readonly code?: string | undefined;
  /** The claims of the login, when tokens are refreshed (OpenID Connect Core 12.2). */
  readonly previous?: Readonly<Record<string, unknown>> | undefined;
}

/** The parts of a client that OpenID Connect needs. */
export interface OpenIDContext {
  readonly provider: ErrorContext['provider'] & { readonly pkce: PkceSupport };
  readonly clientID: string;
  readonly endpoints: ClientEndpoints;
  readonly options: ProviderClientOptions & OpenIDOptions;
  /** Fetches a JSON object with the client's transport. */
  readonly getObject: (endpoint: 'discovery' | 'jwks', url: string) => Promise<JsonObject>;
}

/** OpenID Connect for one client. */
export interface OpenIDClient {
  /** The URLs, after discovery if that is on. */
  endpoints(): Promise<ClientEndpoints>;
  /** Verifies an id_token. Returns its claims, and whether userinfo must confirm them. */
  verify(
    idToken: string,
    expected: IdTokenExpectation,
  ): Promise<{ readonly claims: IdTokenClaims; readonly mustConfirm: boolean }>;
}

/**
 * OpenID Connect in a declaration, made by `openid()` of `passport-oauth2-base/oidc`. Other providers do not load that
 * module.
 */
export interface OpenIDClientFactory {
  /** Whether each login must request `openid` and receive an id_token. */
  readonly required: boolean;
  readonly connect: (context: OpenIDContext) => OpenIDClient;
}
