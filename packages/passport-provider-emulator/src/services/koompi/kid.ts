import { type EmulatedResponse, documentResponse, inForm, jsonResponse } from '../../http/response';
import { type Call, formBody, required } from '../../http/request';
import { type Grant } from '../../authorization/grants';
import { type IdTokenMutation, finishIdToken } from '../../oidc/id-token';
import { accessTokenHash } from '../../oidc/jws';
import { kidClaims } from './claims';
import { errorResponse } from './errors';
import { type KoompiParts, authenticate, bearerGrant, paths, tokenBody } from './parts';
import { knownScopes } from './scopes';
import { exchange, newAccessToken, newRefreshToken, refreshLifetime, unsupportedGrantType } from './tokens';
import { type KoompiUser } from './users';

const accessLifetime = 900;

/** What the token response has besides the access token. */
interface Extras {
  readonly user: boolean;
  readonly refreshToken: boolean;
  readonly idToken: boolean | IdTokenMutation;
  readonly nonce?: string | undefined;
}

/** The token endpoint of KID, for both grants. */
export function tokenEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const body = tokenBody(parts, call);
  const client = authenticate(parts, call, body);
  const { omitUser, idToken, refreshIdToken, rotateRefreshTokens } = parts.switches;
  const grantType = required(body, 'grant_type');
  if (grantType === 'authorization_code') {
    const { grant, nonce } = exchange(parts, body, client);
    return tokenResponse(parts, grant, {
      user: !omitUser,
      refreshToken: true,
      idToken: idToken ?? true,
      nonce,
    });
  }
  if (grantType === 'refresh_token') {
    const grant = parts.grants.takeRefreshToken(required(body, 'refresh_token'), client, rotateRefreshTokens);
    return tokenResponse(parts, grant, {
      user: false,
      refreshToken: rotateRefreshTokens,
      idToken: refreshIdToken,
    });
  }
  throw unsupportedGrantType('The grant_type must be authorization_code or refresh_token');
}

function tokenResponse(
  parts: KoompiParts,
  grant: Grant<KoompiUser>,
  { user, refreshToken, idToken, nonce }: Extras,
): EmulatedResponse {
  const { omitTokenType } = parts.switches;
  const access_token = newAccessToken(parts, grant, accessLifetime);
  return jsonResponse({
    access_token,
    ...(omitTokenType ? {} : { token_type: 'Bearer' }),
    expires_in: accessLifetime,
    ...(refreshToken ? { refresh_token: newRefreshToken(parts, grant) } : {}),
    ...(refreshToken && omitTokenType ? { refresh_token_expires_in: refreshLifetime } : {}),
    scope: grant.scope.join(' '),
    ...(user ? { user: kidClaims(parts.switches, grant) } : {}),
    ...(idToken !== false && grant.scope.includes('openid')
      ? { id_token: newIdToken(parts, grant, access_token, nonce, idToken) }
      : {}),
  });
}

function newIdToken(
  { clock, issuer, keys }: KoompiParts,
  { user, client }: Grant<KoompiUser>,
  accessToken: string,
  nonce: string | undefined,
  idToken: true | IdTokenMutation,
): string {
  const iat = Math.floor(clock.now() / 1000);
  const claims = {
    iss: issuer(),
    sub: user.id,
    aud: client.clientID,
    iat,
    exp: iat + accessLifetime,
    ...(nonce === undefined ? {} : { nonce }),
    at_hash: accessTokenHash(keys.algorithm, accessToken),
  };
  const mutation = idToken === true ? undefined : idToken;
  return finishIdToken(keys, claims, mutation, { accessToken, clientSecret: client.clientSecret ?? '' });
}

/** `GET /oauth/userinfo`: the claims, wrapped or not†. */
export function userInfoEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const claims = kidClaims(parts.switches, bearerGrant(parts, call));
  const isWrapped = parts.switches.userInfoForm === 'wrapped';
  return jsonResponse(isWrapped ? { user: claims, status: 'success' } : claims);
}

/** `POST /oauth/revoke`: always 200. The recorded request has the reason of a refusal. */
export function revocationEndpoint(parts: KoompiParts, call: Call): EmulatedResponse {
  const { errorForm, revocationErrors } = parts.switches;
  const done: EmulatedResponse = { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };
  return inForm(
    (refusal) => (revocationErrors ? errorResponse(refusal, errorForm) : done),
    () => {
      const body = formBody(call);
      const client = authenticate(parts, call, body);
      parts.grants.revokeToken(required(body, 'token'), client);
      return done;
    },
  );
}

/** † KOOMPI documents that there is a discovery document, but not its contents. */
export function discoveryEndpoint({ issuer, keys, origin }: KoompiParts): EmulatedResponse {
  const { authorization, token, userInfo, revocation, jwks } = paths.kid;
  return documentResponse({
    issuer: issuer(),
    authorization_endpoint: origin() + authorization,
    token_endpoint: origin() + token,
    userinfo_endpoint: origin() + userInfo,
    revocation_endpoint: origin() + revocation,
    jwks_uri: origin() + jwks,
    scopes_supported: knownScopes('kid'),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [keys.algorithm],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    code_challenge_methods_supported: ['S256'],
  });
}

export function jwksEndpoint({ keys, switches }: KoompiParts): EmulatedResponse {
  const document = keys.document();
  return documentResponse(switches.jwks ? switches.jwks(document) : document);
}
