import type { AuthenticateOptions, OAuth2 } from '../passport-oauth2';
import { readTokenResponse } from '../token/response';
import type { TokenSet } from '../token/token-set';
import { byCallback } from './callback-hook';
import type { LoginStrategy } from './login-strategy';

/** What a login exchanges its code with. */
export interface CodeExchange {
  readonly code: string;
  readonly callbackURL: string;
  readonly codeVerifier: string | undefined;
  readonly state: string | undefined;
  readonly requestedScope: readonly string[];
}

/** The tokens of a login, and the token response as passport-oauth2's verify callback gets it. */
export interface ExchangedCode {
  readonly tokens: TokenSet;
  readonly params: Record<string, unknown>;
}

/**
 * Exchanges the code of a login (RFC 6749 §4.1.3). An application may have replaced `_oauth2.getOAuthAccessToken`,
 * on the object or on its prototype: then its function is called instead.
 */
export async function exchangeCode(
  strategy: LoginStrategy,
  options: AuthenticateOptions,
  login: CodeExchange,
): Promise<ExchangedCode> {
  const parameters: Record<string, unknown> = {
    ...(await strategy.tokenParams(options)),
    grant_type: 'authorization_code',
    redirect_uri: login.callbackURL,
    ...(login.codeVerifier === undefined ? {} : { code_verifier: login.codeVerifier }),
    ...(login.state === undefined ? {} : { state: login.state }),
  };
  if (codeExchangeOf(strategy._oauth2) !== strategy._codeExchange) {
    return callReplacedExchange(strategy, parameters, login);
  }
  let tokens: TokenSet;
  try {
    tokens = await strategy.client.tokenEndpoints.requestTokens(
      'token',
      { ...parameters, code: login.code },
      { scope: login.requestedScope, scopeSeparator: strategy._scopeSeparator },
    );
  } catch (error) {
    throw exchangeError(strategy, error);
  }
  const { refresh_token: _refreshToken, ...params } = tokens.raw;
  return { tokens, params };
}

/** The function that exchanges codes, to see whether it is still the same one. */
export function codeExchangeOf(oauth2: OAuth2): unknown {
  return (oauth2 as { readonly getOAuthAccessToken: unknown }).getOAuthAccessToken;
}

/** Calls the application's function, in node-oauth's way, and checks what it gives as any token response. */
async function callReplacedExchange(
  strategy: LoginStrategy,
  parameters: Record<string, unknown>,
  { code, requestedScope }: CodeExchange,
): Promise<ExchangedCode> {
  const { declaration } = strategy.client;
  const exchanged = await byCallback(
    strategy,
    'getOAuthAccessToken',
    (done) =>
      strategy._oauth2.getOAuthAccessToken(code, parameters, (error, ...values) =>
        done(error ? exchangeError(strategy, error) : undefined, ...values),
      ),
    (values) => values,
  );
  const [accessToken, refreshToken, results] = exchanged;
  const params = (results ?? {}) as Record<string, unknown>;
  const tokens = readTokenResponse(
    { token_type: 'Bearer', ...params, access_token: accessToken, refresh_token: refreshToken },
    {
      declaration: {
        scopeSeparator: strategy._scopeSeparator,
        // The application's function gives the token response itself, with nothing around it.
        tokenResponse: { ...declaration.tokenResponse, unwrap: (response) => response },
      },
      error: { provider: declaration, endpoint: 'token' },
      scope: requestedScope,
    },
  );
  return { tokens, params };
}

function exchangeError(strategy: LoginStrategy, error: unknown): Error {
  return strategy._createOAuthError('Failed to obtain access token', error);
}
