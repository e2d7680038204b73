import { ProviderError } from '../errors/provider-error';
import type { ApiProvider } from './request';

/** The error for a call that was refused because the application or its token lacks a permission. */
export function permissionMissing(
  provider: ApiProvider,
  permission: string,
  { endpoint, denied }: { endpoint: 'user_profile' | 'api'; denied?: ProviderError },
): ProviderError {
  const takesScope = !provider.authorizationRequest?.omit.includes('scope');
  const ask = takesScope ? ', or ask for it in the `scope` of the login' : '';
  const instead = endpoint === 'user_profile' ? ', or use `skipUserProfile: true`' : '';
  return new ProviderError('permission_missing', {
    provider,
    endpoint,
    code: denied?.code,
    responseStatus: denied?.responseStatus,
    // In a login the registration lacks it. In a call it is usually the user who did not grant it.
    status: endpoint === 'api' ? 403 : undefined,
    body: denied?.body,
    cause: denied,
    detail: `it needs \`${permission}\``,
    hint: `Grant the application \`${permission}\` at ${provider.title} (${provider.documentation})${ask}, and let the user sign in again${instead}.`,
  });
}
