import type { ProviderDeclaration } from '../declaration';
import type { ProviderClientOptions } from '../options';
import { checkURL } from '../safe-url';

/** The addresses that a client uses, after options and the service's defaults have been put together. */
export interface ClientEndpoints {
  readonly authorization: string;
  readonly token: string;
  readonly refresh: string;
  readonly userProfile: string | undefined;
  readonly revocation: string | undefined;
  readonly issuer: string | undefined;
}

/**
 * Puts options and the service's defaults together.
 *
 * @throws TypeError for an address that may not be used
 */
export function endpointsOf(
  declaration: Pick<ProviderDeclaration, 'title' | 'endpoints'>,
  options: ProviderClientOptions,
): ClientEndpoints {
  const { endpoints } = declaration;
  const token = options.tokenURL ?? endpoints.token;
  const chosen = {
    authorization: options.authorizationURL ?? endpoints.authorization,
    token,
    refresh: options.refreshURL ?? endpoints.refresh ?? token,
    userProfile: options.userProfileURL ?? endpoints.userProfile,
    revocation: options.revocationURL ?? endpoints.revocation,
    issuer: options.issuer ?? endpoints.issuer,
  };
  checkURL(declaration, 'authorizationURL', chosen.authorization);
  checkURL(declaration, 'tokenURL', chosen.token);
  checkURL(declaration, 'refreshURL', chosen.refresh);
  if (chosen.userProfile !== undefined) checkURL(declaration, 'userProfileURL', chosen.userProfile);
  if (chosen.revocation !== undefined) checkURL(declaration, 'revocationURL', chosen.revocation);
  if (chosen.issuer !== undefined) checkURL(declaration, 'issuer', chosen.issuer);
  return Object.freeze(chosen);
}
