import type { ProviderDeclaration } from './declaration';
import type { OpenIDOptions, ProviderClientOptions } from './options/options';
import { checkURL } from './lib/url';

/** The addresses that a client uses, after options and the service's defaults have been put together. */
export interface ClientEndpoints {
  /** Missing where no user signs in. */
  readonly authorization: string | undefined;
  readonly token: string;
  readonly refresh: string;
  readonly userProfile: string | undefined;
  readonly revocation: string | undefined;
  readonly introspection: string | undefined;
  /** Below which address the calls of the API are. */
  readonly api: string | undefined;
  /** The key set of an OpenID provider. */
  readonly jwks: string | undefined;
  readonly issuer: string | undefined;
  /** The service always sends `iss` to the callback (RFC 9207). */
  readonly issuerIsSent: boolean;
}

/**
 * Puts options and the service's defaults together.
 *
 * @throws TypeError for an address that may not be used
 */
export function endpointsOf(
  declaration: Pick<ProviderDeclaration, 'title' | 'endpoints' | 'issuerParameter' | 'openid'>,
  options: ProviderClientOptions & OpenIDOptions,
): ClientEndpoints {
  const { endpoints } = declaration;
  const issuer = options.issuer ?? endpoints.issuer;
  if (issuer !== undefined) checkURL(declaration, 'issuer', issuer);
  if (declaration.openid && issuer?.includes('?')) {
    throw new TypeError(
      `${declaration.title}: \`issuer\` has a query, which OpenID Connect forbids (Discovery §3).`,
    );
  }
  const api = options.apiURL ?? endpoints.api?.replace('{issuer}', withoutSlash(issuer));
  if (api !== undefined) checkURL(declaration, 'apiURL', api);
  if (api?.includes('?')) {
    throw new TypeError(`${declaration.title}: \`apiURL\` has a query, but paths are put behind it.`);
  }
  const address = <Default extends string | undefined>(
    option:
      | 'authorizationURL'
      | 'tokenURL'
      | 'refreshURL'
      | 'userProfileURL'
      | 'revocationURL'
      | 'introspectionURL'
      | 'jwksURL',
    byDefault: Default,
  ): string | Default => {
    const url =
      options[option] ??
      byDefault?.replace('{api}', withoutSlash(api)).replace('{issuer}', withoutSlash(issuer));
    if (url === undefined) return byDefault;
    checkURL(declaration, option, url);
    return url;
  };
  const token = address('tokenURL', endpoints.token);
  return Object.freeze({
    authorization: address('authorizationURL', endpoints.authorization),
    token,
    refresh: address('refreshURL', endpoints.refresh ?? token),
    userProfile: address('userProfileURL', endpoints.userProfile),
    revocation: address('revocationURL', endpoints.revocation),
    introspection: address('introspectionURL', endpoints.introspection),
    api,
    jwks: address('jwksURL', endpoints.jwks),
    issuer,
    issuerIsSent: declaration.issuerParameter === 'required',
  });
}

function withoutSlash(address: string | undefined): string {
  return address?.replace(/\/+$/, '') ?? '';
}
