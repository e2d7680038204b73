import { randomBytes } from 'node:crypto';
import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call, type Fields, optional, required } from '../../http/request';
import { basicCredentials } from '../../http/basic-credentials';
import { type RegisteredClient } from '../../emulated-provider';
import { type AuthorizationCode, type Grant } from '../../authorization/grants';
import { type IdTokenMutation, finishIdToken } from '../../oidc/id-token';
import { invalidRequest } from '../../http/refusal';
import { matchesChallenge, sameText, signedToken } from '../../authorization/tokens';
import { refusal } from './errors';
import { type CoinPayParts, accessLifetime, refreshLifetime } from './parts';
import { type CoinPaySwitches } from './switches';
import { type CoinPayUser } from './users';

/** 64 hexadecimal characters, as in codes and refresh tokens. */
export function hexToken(): string {
  return randomBytes(32).toString('hex');
}

/** The token endpoint: both grants, in the published order of checks. */
export function tokenEndpoint(parts: CoinPayParts, call: Call): EmulatedResponse {
  const body = bodyWithCredentials(parts.switches, call);
  const grantType = optional(body, 'grant_type');
  if (grantType === 'authorization_code') return exchange(parts, body);
  if (grantType === 'refresh_token') return refresh(parts, body);
  throw refusal('unsupported_grant_type');
}

/** † RFC 7009. The published server has no revocation. */
export function revocationEndpoint(parts: CoinPayParts, call: Call): EmulatedResponse {
  const body = bodyWithCredentials(parts.switches, call);
  const client = authenticate(
    parts,
    optional(body, 'client_id') ?? '',
    optional(body, 'client_secret') ?? '',
  );
  parts.grants.revokeToken(required(body, 'token'), client);
  return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };
}

function exchange(parts: CoinPayParts, body: Fields): EmulatedResponse {
  const [value, redirectURI, clientID] = [
    optional(body, 'code'),
    optional(body, 'redirect_uri'),
    optional(body, 'client_id'),
  ];
  if (!value || !redirectURI || !clientID) throw refusal('missing_code_parameters');
  const code = parts.grants.lookUpCode(value);
  if (!code || code.grant.revoked) throw refusal('unknown_code');
  if (parts.grants.isOver(code)) throw refusal('code_expired');
  if (code.used) throw refusal('code_used');
  if (code.grant.client.clientID !== clientID) throw refusal('code_of_another_client');
  if (code.redirectURI !== redirectURI) throw refusal('code_for_another_redirect_uri');
  const secret = optional(body, 'client_secret');
  if (secret) authenticate(parts, clientID, secret);
  else if (!code.challenge) throw refusal('missing_client_secret');
  checkVerifier(code, optional(body, 'code_verifier'));
  return tokenResponse(parts, parts.grants.useCode(code), code.nonce, parts.switches.idToken ?? true);
}

function checkVerifier(
  { challenge, challengeMethod }: AuthorizationCode,
  verifier: string | undefined,
): void {
  if (!challenge) return;
  if (!verifier) throw refusal('missing_code_verifier');
  const isSupported = (challengeMethod || 'S256') === 'S256';
  if (!isSupported || !matchesChallenge(verifier, challenge)) throw refusal('code_verifier_mismatch');
}

/** A refresh needs the secret, even if the login needed none. */
function refresh(parts: CoinPayParts, body: Fields): EmulatedResponse {
  const [value, clientID] = [optional(body, 'refresh_token'), optional(body, 'client_id')];
  if (!value || !clientID) throw refusal('missing_refresh_parameters');
  if (!parts.findClient(clientID)?.active) throw refusal('unknown_client_on_refresh');
  const secret = optional(body, 'client_secret');
  if (!secret) throw refusal('missing_client_secret_on_refresh');
  const client = authenticate(parts, clientID, secret);
  const token = parts.grants.lookUpRefreshToken(value);
  if (!token || token.grant.client !== client) throw refusal('unknown_refresh_token');
  if (parts.grants.refusesReuse(token) || token.grant.revoked) throw refusal('refresh_token_used');
  if (parts.grants.isOver(token)) throw refusal('refresh_token_expired');
  token.used = true;
  return tokenResponse(parts, token.grant, undefined, parts.switches.refreshIdToken);
}

function authenticate({ findClient }: CoinPayParts, clientID: string, secret: string): RegisteredClient {
  const client = findClient(clientID);
  if (!client) throw refusal('wrong_client_secret');
  if (!client.active) throw refusal('switched_off_client');
  if (!sameText(secret, client.clientSecret ?? '')) throw refusal('wrong_client_secret');
  return client;
}

/**
 * A form, or JSON under any other content type. Credentials of Basic replace those of the body. A header
 * that cannot be decoded is ignored.
 */
function bodyWithCredentials({ tokenAuthentication }: CoinPaySwitches, call: Call): Fields {
  const body =
    call.mediaType === 'application/x-www-form-urlencoded' ? (call.body as Fields) : looseJson(call);
  const basic = basicCredentials(call.headers.authorization);
  const wrongWay =
    tokenAuthentication === 'basic'
      ? !basic || Object.hasOwn(body, 'client_secret')
      : tokenAuthentication === 'post' && basic !== undefined;
  if (wrongWay) throw refusal('wrong_client_secret');
  return basic ? { ...body, ...basic } : body;
}

function looseJson({ rawBody }: Call): Fields {
  let value: unknown;
  try {
    value = JSON.parse(rawBody);
  } catch {
    return {};
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalidRequest('body_not_object', 'The body must be a form or a JSON object');
}

function tokenResponse(
  parts: CoinPayParts,
  grant: Grant<CoinPayUser>,
  nonce: string | undefined,
  idToken: boolean | IdTokenMutation,
): EmulatedResponse {
  const { grants, keys } = parts;
  const scope = grant.scope.join(' ');
  const access_token = accessToken(parts, grant, scope);
  const refresh_token = hexToken();
  grants.addAccessToken(access_token, grant, accessLifetime);
  grants.addRefreshToken(refresh_token, grant, refreshLifetime);
  const tokens = { access_token, token_type: 'Bearer', expires_in: accessLifetime, refresh_token, scope };
  if (idToken === false || !grant.scope.includes('openid')) return jsonResponse(tokens);
  const mutation = idToken === true ? undefined : idToken;
  const context = { accessToken: access_token, clientSecret: grant.client.clientSecret ?? '' };
  const id_token = finishIdToken(keys, idTokenClaims(parts, grant, nonce), mutation, context);
  return jsonResponse({ ...tokens, id_token });
}

function accessToken(
  { clock, keys, issuer }: CoinPayParts,
  grant: Grant<CoinPayUser>,
  scope: string,
): string {
  const iat = Math.floor(clock.now() / 1000);
  const claims = {
    sub: grant.user.id,
    client_id: grant.client.clientID,
    scope,
    token_type: 'access',
    iss: issuer(),
    iat,
    exp: iat + accessLifetime,
  };
  return signedToken(claims, Buffer.from(keys.secret));
}

function idTokenClaims(
  { clock, issuer }: CoinPayParts,
  { user, client, scope }: Grant<CoinPayUser>,
  nonce: string | undefined,
): Record<string, unknown> {
  const iat = Math.floor(clock.now() / 1000);
  return {
    iss: issuer(),
    sub: user.id,
    aud: client.clientID,
    iat,
    exp: iat + 3600,
    ...(nonce ? { nonce } : {}),
    ...(scope.includes('email') ? { email: user.email, email_verified: false } : {}),
    ...(scope.includes('profile') ? { name: user.name } : {}),
  };
}
