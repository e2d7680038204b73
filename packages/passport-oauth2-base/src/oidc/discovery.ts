import { ProviderError } from '../errors/provider-error';
import { printable } from '../errors/redaction';
import { asText, type JsonObject } from '../lib/json';
import type { OpenIDContext } from './types';
import { pkceMethod } from '../pkce';
import { isInternalHost, isLoopback, isSafeURL } from '../lib/url';
import type { ClientEndpoints } from '../endpoints';
import type { DocumentLifetime } from './cached-document';

const minute = 60_000;
/** How long a discovery document is kept, in milliseconds. */
export const discoveryLifetime: DocumentLifetime = {
  fresh: 60 * minute,
  stale: 24 * 60 * minute,
  pause: 1_000,
};

/** The endpoint and the option of each member. A URL that the application sets takes precedence. */
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
 * @throws ProviderError `discovery_invalid` if it belongs to another issuer or contains a URL that is not allowed;
 *   `pkce_unsupported` if the issuer does not support S256
 */
export async function discover(connection: OpenIDContext): Promise<ClientEndpoints> {
  const { endpoints, options, provider } = connection;
  const issuer = endpoints.issuer ?? '';
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = await connection.getObject('discovery', url);
  const invalid = (detail: string): ProviderError =>
    new ProviderError('discovery_invalid', { provider, endpoint: 'discovery', detail });

  if (document['issuer'] !== issuer) {
    const found = printable(JSON.stringify(document['issuer']) ?? 'missing');
    throw invalid(`its \`issuer\` is ${found}, not ${JSON.stringify(issuer)}`);
  }
  const methods = document['code_challenge_methods_supported'];
  if (
    pkceMethod(provider, options as { readonly pkce?: unknown }) &&
    Array.isArray(methods) &&
    !methods.includes('S256')
  ) {
    throw new ProviderError('pkce_unsupported', { provider, endpoint: 'discovery' });
  }
  const discovered: Record<string, string> = {};
  for (const [member, [endpoint, option]] of Object.entries(optionByMember)) {
    const discoveredURL = asText(document[member]);
    if (discoveredURL === undefined || options[option as keyof typeof options] !== undefined) continue;
    if (!isAllowedURL(discoveredURL, issuer))
      throw invalid(`its \`${member}\` is not an https URL, or points into a private network`);
    discovered[endpoint] = discoveredURL;
  }
  const refresh = options.refreshURL ?? discovered['token'] ?? endpoints.refresh;
  return Object.freeze({ ...endpoints, ...discovered, refresh, issuerIsSent: sendsIssuer(document) });
}

function sendsIssuer(document: JsonObject): boolean {
  return document['authorization_response_iss_parameter_supported'] === true;
}

/** A document must not direct requests with secrets into the application's own network (SSRF, RFC 9700 §2.6). */
function isAllowedURL(text: string, issuer: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (!isSafeURL(url) || url.hash !== '') return false;
  const { hostname } = new URL(issuer);
  return (
    !isInternalHost(url.hostname) ||
    hostname === url.hostname ||
    (isLoopback(hostname) && isLoopback(url.hostname))
  );
}
