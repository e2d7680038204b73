import { ProviderError } from '../errors/provider-error';
import type { IdTokenClaims } from '../oidc/types';
import type { LoginStrategy } from './login-strategy';
import { scopeOf } from '../token/response';
import type { TokenSet } from '../token/token-set';

/** The `scope` parameter of a request. */
export function joinScope(
  strategy: LoginStrategy,
  scope: string | readonly string[] | undefined,
): string | undefined {
  return typeof scope === 'object' ? scope.join(strategy._scopeSeparator) : scope;
}

/** The requested scope. Empty if the service takes no scope from a login. */
export function scopeList(strategy: LoginStrategy, scope: string | undefined): readonly string[] {
  if (strategy.client.declaration.authorizationRequest?.omit.includes('scope')) return [];
  return scopeOf(scope, strategy._scopeSeparator) ?? [];
}

/**
 * Whether the login gets an id_token. Checked at the start and at the callback: a stored login must not be able to
 * skip an id_token that identifies the user.
 */
export function getsIdToken(strategy: LoginStrategy, scope: string | undefined): boolean {
  const { client } = strategy;
  if (client.declaration.openid && scopeList(strategy, scope).includes('openid')) return true;
  if (client.declaration.openid?.required || strategy._acceptsProviderState) {
    throw new ProviderError('scope_without_openid', { provider: client.declaration });
  }
  return false;
}

/** Requested scopes that were not granted (RFC 6749 §5.1). A verified id_token shows that `openid` was. */
export function notGranted(
  requestedScope: readonly string[],
  { scope: granted }: TokenSet,
  claims: IdTokenClaims | undefined,
): readonly string[] {
  if (granted.length === 0) return [];
  return requestedScope.filter((name) => !granted.includes(name) && !(name === 'openid' && claims));
}
