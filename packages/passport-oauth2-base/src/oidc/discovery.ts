import { ProviderError } from '../errors/provider-error';
import { printable } from '../errors/redaction';
import { asText, type JsonObject } from '../lib/json';
import type { OpenIDContext } from './types';
import { pkceMethod } from '../pkce';
import { isInternalHost, isLoopback, isSafeURL } from '../lib/url';
import type { ClientEndpoints } from '../endpoints';
import type { DocumentLifetime } from './cached-document';

const minute = 60_000;
/** How long a discovery document counts, in milliseconds. */
export const discoveryLifetime: DocumentLifetime = {
  fresh: 60 * minute,
  stale: 24 * 60 * minute,
  pause: 1_000,
};

/** Options that name an address: an address of the application's own stands above what is discovered. */
const optionByMember = {
  authorization_endpoint: ['authorization', 'authorizationURL'],
  token_endpoint: ['token', 'tokenURL'],
  userinfo_endpoint: ['userProfile', 'userProfileURL'],
  revocation_endpoint: ['revocation', 'revocationURL'],
  jwks_uri: ['jwks', 'jwksURL'],
} as const;

/**
 * Reads the issuer's discovery document (OpenID Connect Discovery 1.0 §4).
 *
 * @throws ProviderError `discovery_invalid` when it is another issuer's, or names an address that may not be used;
 *   `pkce_unsupported` when the issuer says that it cannot do S256
 */
export async function discover(connection: OpenIDContext): Promise<ClientEndpoints> {
  const { endpoints, options, provider } = connection;
  const issuer = endpoints.issuer ?? '';
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = await connection.getObject('discovery', url);
  const invalid = (detail: string): ProviderError =>
    new ProviderError('discovery_invalid', { provider, endpoint: 'discovery', detail });

  if (document['issuer'] !== issuer) {
    const found = printable(JSON.stringify(document['issuer']) ?? 'nobody');
    throw invalid(`it is of the issuer ${found}, not of ${JSON.stringify(issuer)}`);
  }
  const methods = document['code_challenge_methods_supported'];
  if (
    pkceMethod(provider, options as { readonly pkce?: unknown }) &&
    Array.isArray(methods) &&
    !methods.includes('S256')
  ) {
    throw new ProviderError('pkce_unsupported', { provider, endpoint: 'discovery' });
  }
  const found: Record<string, string> = {};
  for (const [member, [endpoint, option]] of Object.entries(optionByMember)) {
    const address = asText(document[member]);
    if (address === undefined || options[option as keyof typeof options] !== undefined) continue;
    if (!isAllowedURL(address, issuer))
      throw invalid(`its \`${member}\` is neither https nor on the issuer's machine`);
    found[endpoint] = address;
  }
  const refresh = options.refreshURL ?? found['token'] ?? endpoints.refresh;
  return Object.freeze({ ...endpoints, ...found, refresh, issuerIsSent: sendsIssuer(document) });
}

function sendsIssuer(document: JsonObject): boolean {
  return document['authorization_response_iss_parameter_supported'] === true;
}

/** A document must not send requests with secrets into the application's own network (SSRF, RFC 9700 §2.6). */
function isAllowedURL(address: string, issuer: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (!isSafeURL(url) || url.hash !== '') return false;
  const { hostname } = new URL(issuer);
  return (
    !isInternalHost(url.hostname) ||
    hostname === url.hostname ||
    (isLoopback(hostname) && isLoopback(url.hostname))
  );
}
