import { type EmulatedResponse, documentResponse, jsonResponse } from '../../http/response';
import { type Call, optional } from '../../http/request';
import { type Grant } from '../../authorization/grants';
import { genuineHeader, signGenuinely } from '../../oidc/id-token';
import { Refusal } from '../../http/refusal';
import { type CoinPayParts, paths, userInfoPath } from './parts';
import { type CoinPayUser } from './users';

type TokenFinding = 'missing_token' | 'token_in_query' | 'unknown_token' | 'token_expired';

/** `GET /api/oauth/userinfo`: claims by scope. */
export function userInfoEndpoint(parts: CoinPayParts, call: Call): EmulatedResponse {
  const found = findToken(parts, call);
  if (typeof found === 'string') throw userInfoRefusal(found);
  const { user, scope, client } = found;
  const wallets = user.wallets.filter((wallet) => wallet.is_active);
  const claims = {
    sub: user.id,
    ...(scope.includes('profile')
      ? { name: user.name, updated_at: Math.floor(Date.parse(user.updatedAt) / 1000) }
      : {}),
    ...(scope.includes('email') ? { email: user.email, email_verified: false } : {}),
    ...(scope.includes('wallet:read') && wallets.length > 0
      ? {
          wallets: wallets.map((wallet) => ({
            address: wallet.wallet_address,
            chain: wallet.cryptocurrency,
            label: wallet.label ?? wallet.business_name ?? undefined,
            business_id: wallet.business_id ?? undefined,
          })),
        }
      : {}),
    ...(scope.includes('did') && user.did ? { did: user.did } : {}),
  };
  if (parts.switches.userInfoFormat === 'json') return jsonResponse(claims);
  const draft = {
    header: genuineHeader(parts.keys),
    claims: { iss: parts.issuer(), aud: client.clientID, ...claims },
  };
  const headers = { 'Cache-Control': 'no-store', 'Content-Type': 'application/jwt' };
  return { status: 200, headers, body: signGenuinely(parts.keys, draft) };
}

/** `GET /api/wallets`: every wallet of the user. Needs the scope `wallet:read`. */
export function walletsEndpoint(parts: CoinPayParts, call: Call): EmulatedResponse {
  const found = findToken(parts, call);
  if (typeof found === 'string') throw walletsRefusal(found);
  if (!found.scope.includes('wallet:read')) throw insufficientScope('wallet:read');
  const source = optional(call.query, 'source') || 'all';
  if (!['account', 'business', 'all'].includes(source)) {
    const message = "Invalid source. Must be 'account', 'business', or 'all'";
    throw new Refusal(400, 'invalid_request', 'unknown_source', message);
  }
  const business = optional(call.query, 'business_id') || undefined;
  if (business !== undefined && source === 'account') {
    const message = 'business_id cannot be combined with source=account';
    throw new Refusal(400, 'invalid_request', 'business_of_account', message);
  }
  const { wallets } = found.user;
  if (business !== undefined && !wallets.some(({ business_id }) => business_id === business)) {
    throw new Refusal(404, 'not_found', 'unknown_business', 'Business not found');
  }
  const wanted = wallets.filter((wallet) =>
    business === undefined ? source === 'all' || wallet.source === source : wallet.business_id === business,
  );
  return jsonResponse({ success: true, wallets: wanted });
}

/** `POST /api/wallets`: OAuth tokens may never do this. */
export function refuseWalletCreation(parts: CoinPayParts, call: Call): never {
  const found = findToken(parts, call);
  throw typeof found === 'string' ? walletsRefusal(found) : insufficientScope('wallet:write');
}

/** `GET /api/oauth/clients/lookup`: the public data of a client. */
export function clientLookupEndpoint({ findClient, switches }: CoinPayParts, call: Call): EmulatedResponse {
  const clientID = optional(call.query, 'client_id');
  if (!clientID) {
    return {
      ...jsonResponse({ error: 'client_id query parameter is required' }, 400),
      reason: 'missing_client_id',
    };
  }
  const client = findClient(clientID);
  if (!client?.active)
    return { ...jsonResponse({ error: 'Client not found' }, 404), reason: 'unknown_client' };
  const { applicationName: name } = client;
  return jsonResponse({ name, description: null, scopes: switches.registeredScopes });
}

export function jwksEndpoint({ keys, switches }: CoinPayParts): EmulatedResponse {
  const document = keys.document();
  return documentResponse(switches.jwks ? switches.jwks(document) : document);
}

/** The discovery document of both servers. The published one also advertises features that it does not have. */
export function discoveryEndpoint({ keys, switches, issuer, origin }: CoinPayParts): EmulatedResponse {
  const { server, revocation, sendIssuer, tokenAuthentication } = switches;
  const own = paths[server];
  const isPublished = server === 'published';
  const methods = { any: ['post', 'basic'], post: ['post'], basic: ['basic'] }[tokenAuthentication];
  const scopes = ['openid', 'profile', 'email', 'did', 'wallet:read'];
  return documentResponse({
    issuer: issuer(),
    authorization_endpoint: origin() + own.authorization,
    token_endpoint: origin() + own.token,
    userinfo_endpoint: origin() + userInfoPath,
    jwks_uri: origin() + own.jwks,
    ...(isPublished ? { registration_endpoint: `${origin()}/api/oauth/clients` } : {}),
    ...(revocation ? { revocation_endpoint: origin() + own.revocation } : {}),
    scopes_supported: isPublished ? scopes : [...scopes, 'payments'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [keys.algorithm],
    token_endpoint_auth_methods_supported: methods.map((method) => `client_secret_${method}`),
    code_challenge_methods_supported: isPublished ? ['S256', 'plain'] : ['S256'],
    claims_supported: [
      'sub',
      'name',
      ...(isPublished ? ['preferred_username'] : []),
      'email',
      'email_verified',
      ...(isPublished ? ['picture'] : []),
      'updated_at',
      'did',
    ],
    ...(sendIssuer === 'never' ? {} : { authorization_response_iss_parameter_supported: true }),
  });
}

function findToken({ grants }: CoinPayParts, call: Call): Grant<CoinPayUser> | TokenFinding {
  if (Object.hasOwn(call.query, 'access_token')) return 'token_in_query';
  const header = call.headers.authorization;
  if (!header?.startsWith('Bearer ')) return 'missing_token';
  const token = grants.lookUpAccessToken(header.slice('Bearer '.length));
  if (!token || token.used || token.grant.revoked) return 'unknown_token';
  return grants.isOver(token) ? 'token_expired' : token.grant;
}

function userInfoRefusal(finding: TokenFinding): Refusal {
  if (finding === 'missing_token' || finding === 'token_in_query') {
    const headers = { 'WWW-Authenticate': 'Bearer' };
    return new Refusal(401, 'invalid_request', finding, 'Missing Bearer token', headers);
  }
  const message = finding === 'token_expired' ? 'Token has expired' : 'Invalid token';
  return new Refusal(401, 'invalid_token', finding, message, {
    'WWW-Authenticate': 'Bearer error="invalid_token"',
  });
}

function walletsRefusal(finding: TokenFinding): Refusal {
  const isMissing = finding === 'missing_token' || finding === 'token_in_query';
  const message = isMissing ? 'Missing authorization header' : 'Invalid or expired token';
  return new Refusal(401, 'invalid_token', finding, message, {
    'WWW-Authenticate': isMissing ? 'Bearer' : 'Bearer error="invalid_token"',
  });
}

function insufficientScope(scope: string): Refusal {
  const message = `insufficient_scope: this token is missing the '${scope}' scope`;
  return new Refusal(403, 'insufficient_scope', 'insufficient_scope', message, {
    'WWW-Authenticate': `Bearer error="insufficient_scope", scope="${scope}"`,
  });
}
