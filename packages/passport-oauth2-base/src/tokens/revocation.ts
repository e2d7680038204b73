import { ProviderError } from '../errors/provider-error';
import type { TokenSet } from '../token/token-set';
import { publish } from './events';
import type { AnyClient, Revocation } from './keeper-options';

/** Revokes what the service can revoke: the refresh token, or the access token where there is no other. Never rejects. */
export async function revokeTokens(
  client: AnyClient,
  { refreshToken, accessToken }: TokenSet,
): Promise<Omit<Revocation, 'found'>> {
  const { title } = client.declaration;
  const startedAt = performance.now();
  const kind = refreshToken === undefined ? 'access_token' : 'refresh_token';
  try {
    if (!(await client.tokenEndpoints.revoke(refreshToken ?? accessToken, kind))) {
      const explanation = `${title} has no revocation endpoint: the tokens are deleted here, and stay valid there until they end.`;
      return { revoked: undefined, explanation };
    }
    publish('revoke', client.provider, startedAt);
    return { revoked: kind, explanation: `${title} has revoked the ${kind.replace('_', ' ')}.` };
  } catch (error) {
    publish('revoke', client.provider, startedAt, error);
    const explanation = `${title} did not revoke the tokens: they are deleted here, and may still be valid there.`;
    return { revoked: undefined, explanation, ...(error instanceof ProviderError ? { error } : {}) };
  }
}
