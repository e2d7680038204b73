import { ProviderError } from '../errors/provider-error';
import type { AuthenticateOptions, LoginRequest } from '../passport-oauth2';
import type { LoginStrategy } from './login-strategy';
import type { TokenSet } from '../token/token-set';
import { finish, loadProfile, type UnverifiedLogin } from './finish';
import type { Outcome } from './outcome';

/** Profiles of applications by their tokens, so that one request serves all visitors while a token is in use. */
const profiles = new WeakMap<TokenSet, Promise<unknown>>();

/**
 * Authorizes the application itself (RFC 6749 §4.4). No user signs in, so there must be no session: it would sign in
 * every visitor as the application.
 */
export async function authorizeApplication(
  strategy: LoginStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
): Promise<Outcome> {
  const { client } = strategy;
  if (options['session'] !== false || !client.applicationToken) {
    throw new ProviderError('session_not_allowed', { provider: client.declaration });
  }
  let tokens: TokenSet;
  try {
    tokens = await client.applicationToken();
  } catch (error) {
    throw strategy._createOAuthError('Failed to obtain access token', error);
  }
  return finish(strategy, { req, tokens, missingScope: [] }, tokens.raw, profileOnce);
}

function profileOnce(strategy: LoginStrategy, login: UnverifiedLogin): Promise<unknown> {
  const known = profiles.get(login.tokens);
  if (known) return known;
  const profile = loadProfile(strategy, login).catch((error: unknown) => {
    profiles.delete(login.tokens);
    throw error;
  });
  profiles.set(login.tokens, profile);
  return profile;
}
