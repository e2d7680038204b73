import { ProviderError } from '../errors/provider-error';
import type { IdTokenClaims } from '../oidc/types';
import type { LoginStrategy } from './login-strategy';
import { scopeOf } from '../token/response';
import type { TokenSet } from '../token/token-set';

/** Scope as it stands on the wire. */
export function joinScope(
  strategy: LoginStrategy,
  scope: string | readonly string[] | undefined,
): string | undefined {
  return typeof scope === 'object' ? scope.join(strategy._scopeSeparator) : scope;
}

/** What was asked for; nothing, where the service takes no scope from a login. */
export function scopeList(strategy: LoginStrategy, scope: string | undefined): readonly string[] {
  if (strategy.client.declaration.authorizationRequest?.omit.includes('scope')) return [];
  return scopeOf(scope, strategy._scopeSeparator) ?? [];
}

/**
 * Whether the login gets an id_token. Asked at both ends: what was kept of the login must not be able to leave out
 * an id_token that the provider's users are identified by.
 */
export function getsIdToken(strategy: LoginStrategy, scope: string | undefined): boolean {
  const { client } = strategy;
  if (client.declaration.openid && scopeList(strategy, scope).includes('openid')) return true;
  if (client.declaration.openid?.required || strategy._acceptsProviderState) {
    throw new ProviderError('scope_without_openid', { provider: client.declaration });
  }
  return false;
}

/** What was asked for, and not granted (RFC 6749 §5.1). A verified id_token is what `openid` asks for. */
export function notGranted(
  asked: readonly string[],
  { scope: granted }: TokenSet,
  claims: IdTokenClaims | undefined,
): readonly string[] {
  if (granted.length === 0) return [];
  return asked.filter((name) => !granted.includes(name) && !(name === 'openid' && claims));
}
