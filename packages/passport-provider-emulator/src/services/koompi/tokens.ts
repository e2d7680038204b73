import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call, type Fields, optional, required } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type AuthorizationCode, type Grant } from '../../authorization/grants';
import { Refusal, invalidGrant, invalidRequest } from '../../http/refusal';
import { matchesChallenge, opaqueToken, signedToken } from '../../authorization/tokens';
import { embeddedUser } from './claims';
import { type KoompiParts, authenticate, tokenBody } from './parts';
import { type KoompiUser } from './users';

const accessLifetime = 3600;
export const refreshLifetime = 31_536_000;

/** The token endpoint of v1 and v2. */
export function tokenEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const body = tokenBody(parts, call);
  const client = authenticate(parts, call, body);
  if (required(body, 'grant_type') !== 'authorization_code') {
    throw unsupportedGrantType('The grant_type must be authorization_code');
  }
  const { grant } = exchange(parts, body, client);
  const { omitTokenType, omitUser } = parts.switches;
  return jsonResponse({
    access_token: newAccessToken(parts, grant, accessLifetime),
    ...(omitTokenType ? {} : { token_type: 'Bearer' }),
    expires_in: accessLifetime,
    refresh_token: newRefreshToken(parts, grant),
    ...(omitTokenType ? { refresh_token_expires_in: refreshLifetime } : {}),
    scope: grant.scope.join(' '),
    ...(omitUser ? {} : { user: embeddedUser(grant.user) }),
  });
}

/** `POST /v2/oauth/refresh`: without `grant_type`†. The response has neither `token_type` nor `user`. */
export function refreshEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const body = tokenBody(parts, call);
  const client = authenticate(parts, call, body);
  if (parts.switches.refuseGrantTypeOnRefresh && Object.hasOwn(body, 'grant_type')) {
    throw invalidRequest('grant_type_on_refresh', 'A refresh request has no grant_type');
  }
  const grant = parts.grants.takeRefreshToken(required(body, 'refresh_token'), client, true);
  return jsonResponse({
    access_token: newAccessToken(parts, grant, accessLifetime),
    refresh_token: newRefreshToken(parts, grant),
    expires_in: accessLifetime,
    refresh_token_expires_in: refreshLifetime,
    scope: grant.scope.join(' '),
  });
}

/** Checks the code of a token request and uses it up. */
export function exchange(
  parts: KoompiParts,
  body: Fields,
  client: RegisteredClient,
): AuthorizationCode<KoompiUser> {
  const code = parts.grants.findCode(required(body, 'code'), client);
  if (required(body, 'redirect_uri') !== code.redirectURI) {
    throw invalidGrant('redirect_uri_mismatch', 'The redirect_uri is not that of the authorization request');
  }
  checkState(code, body);
  checkVerifier(parts, code, optional(body, 'code_verifier'));
  parts.grants.useCode(code);
  return code;
}

/** The state of the service must be repeated. That of the client may be, as the v1 SDK does. */
function checkState({ state, requestState }: AuthorizationCode, body: Fields): void {
  const given = state === undefined ? optional(body, 'state') : required(body, 'state');
  if (given !== undefined && given !== (state ?? requestState)) {
    throw invalidGrant('state_mismatch', 'The state is not that of the callback');
  }
}

function checkVerifier(
  { switches }: KoompiParts,
  { challenge }: AuthorizationCode,
  verifier: string | undefined,
): void {
  if (verifier === undefined) {
    if (switches.pkce === 'tolerant') return;
    throw invalidRequest('missing_code_verifier', 'The parameter code_verifier is missing');
  }
  if (challenge !== undefined && !matchesChallenge(verifier, challenge)) {
    throw invalidGrant('code_verifier_mismatch', 'The code_verifier does not belong to the code_challenge');
  }
}

export function newAccessToken(
  { clock, grants, keys }: KoompiParts,
  grant: Grant<KoompiUser>,
  seconds: number,
): string {
  const iat = Math.floor(clock.now() / 1000);
  const claims = { sub: grant.user.id, client_id: grant.client.clientID, iat, exp: iat + seconds };
  const token = signedToken(claims, Buffer.from(keys.secret));
  grants.addAccessToken(token, grant, seconds);
  return token;
}

export function newRefreshToken({ grants }: KoompiParts, grant: Grant<KoompiUser>): string {
  const token = opaqueToken(48);
  grants.addRefreshToken(token, grant, refreshLifetime);
  return token;
}

export function unsupportedGrantType(message: string): Refusal {
  return new Refusal(400, 'unsupported_grant_type', 'unsupported_grant_type', message);
}
