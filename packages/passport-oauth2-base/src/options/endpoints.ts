import type { ProviderDeclaration } from '../declaration';
import type { ClientEndpoints } from '../endpoints';
import { checkURL } from '../lib/url';
import type { OpenIDOptions, ProviderClientOptions } from './options';

type URLOption =
  | 'authorizationURL'
  | 'tokenURL'
  | 'refreshURL'
  | 'userProfileURL'
  | 'revocationURL'
  | 'introspectionURL'
  | 'jwksURL';

/**
 * Completes the options of an application with the service's default URLs.
 *
 * @throws TypeError for a URL that is invalid or insecure
 */
export function endpointsOf(
  declaration: Pick<ProviderDeclaration, 'title' | 'endpoints' | 'issuerParameter' | 'openid'>,
  options: ProviderClientOptions & OpenIDOptions,
): ClientEndpoints {
  const { title, endpoints } = declaration;
  const issuer = options.issuer ?? endpoints.issuer;
  if (issuer !== undefined) checkURL(title, 'issuer', issuer);
  if (declaration.openid && issuer?.includes('?')) {
    throw new TypeError(`${title}: \`issuer\` has a query, which OpenID Connect forbids (Discovery §3).`);
  }
  const api = options.apiURL ?? endpoints.api?.replace('{issuer}', withoutSlash(issuer));
  if (api !== undefined) checkURL(title, 'apiURL', api);
  if (api?.includes('?')) {
    throw new TypeError(`${title}: \`apiURL\` has a query, but the paths of calls are appended to it.`);
  }
  const urlOf = <Default extends string | undefined>(
    option: URLOption,
    byDefault: Default,
  ): string | Default => {
    const url =
      options[option] ??
      byDefault?.replace('{api}', withoutSlash(api)).replace('{issuer}', withoutSlash(issuer));
    if (url === undefined) return byDefault;
    checkURL(title, option, url);
    return url;
  };
  const token = urlOf('tokenURL', endpoints.token);
  return Object.freeze({
    authorization: urlOf('authorizationURL', endpoints.authorization),
    token,
    refresh: urlOf('refreshURL', endpoints.refresh ?? token),
    userProfile: urlOf('userProfileURL', endpoints.userProfile),
    revocation: urlOf('revocationURL', endpoints.revocation),
    introspection: urlOf('introspectionURL', endpoints.introspection),
    api,
    jwks: urlOf('jwksURL', endpoints.jwks),
    issuer,
    issuerIsSent: declaration.issuerParameter === 'required',
  });
}

function withoutSlash(url: string | undefined): string {
  return url?.replace(/\/+$/, '') ?? '';
}
