import { type Answer, documentAnswer, inForm, jsonAnswer } from '../../http/response';
import { type Call, formBody, required } from '../../http/request';
import { type Grant } from '../../authorization/grants';
import { type IdTokenMutation, finishIdToken } from '../../oidc/id-token';
import { accessTokenHash } from '../../oidc/jws';
import { kidClaims } from './claims';
import { errorAnswer } from './errors';
import { type KoompiParts, authenticate, bearerGrant, paths, tokenBody } from './parts';
import { knownScopes } from './scopes';
import { exchange, newAccessToken, newRefreshToken, refreshLifetime, unsupportedGrantType } from './tokens';
import { type KoompiUser } from './users';

const accessLifetime = 900;

/** What a token answer has beside an access token. */
interface Extras {
  readonly user: boolean;
  readonly refreshToken: boolean;
  readonly idToken: boolean | IdTokenMutation;
  readonly nonce?: string | undefined;
}

/** KID's token endpoint: both grants. */
export function answerKidToken(parts: KoompiParts, call: Call): Answer {
  const body = tokenBody(parts, call);
  const client = authenticate(parts, call, body);
  const { omitUser, idToken, refreshIdToken, rotateRefreshTokens } = parts.switches;
  const grantType = required(body, 'grant_type');
  if (grantType === 'authorization_code') {
    const { grant, nonce } = exchange(parts, body, client);
    return tokenAnswer(parts, grant, {
      user: !omitUser,
      refreshToken: true,
      idToken: idToken ?? true,
      nonce,
    });
  }
  if (grantType === 'refresh_token') {
    const grant = parts.grants.takeRefreshToken(required(body, 'refresh_token'), client, rotateRefreshTokens);
    return tokenAnswer(parts, grant, {
      user: false,
      refreshToken: rotateRefreshTokens,
      idToken: refreshIdToken,
    });
  }
  throw unsupportedGrantType('The grant_type must be authorization_code or refresh_token');
}

function tokenAnswer(
  parts: KoompiParts,
  grant: Grant<KoompiUser>,
  { user, refreshToken, idToken, nonce }: Extras,
): Answer {
  const { omitTokenType } = parts.switches;
  const access_token = newAccessToken(parts, grant, accessLifetime);
  return jsonAnswer({
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

/** `GET /oauth/userinfo`: the claims, with or without a wrapping†. */
export function answerKidUserInfo(parts: KoompiParts, call: Call): Answer {
  const claims = kidClaims(parts.switches, bearerGrant(parts, call));
  const isWrapped = parts.switches.userInfoForm === 'wrapped';
  return jsonAnswer(isWrapped ? { user: claims, status: 'success' } : claims);
}

/** `POST /oauth/revoke`: 200 whatever comes; the reason of a refusal is in the recorded request. */
export function answerKidRevocation(parts: KoompiParts, call: Call): Answer {
  const { errorForm, revocationErrors } = parts.switches;
  const done: Answer = { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };
  return inForm(
    (refusal) => (revocationErrors ? errorAnswer(refusal, errorForm) : done),
    () => {
      const body = formBody(call);
      const client = authenticate(parts, call, body);
      parts.grants.revokeToken(required(body, 'token'), client);
      return done;
    },
  );
}

/** † That there is a document is documented, its contents are not. */
export function answerKidDiscovery({ issuer, keys, origin }: KoompiParts): Answer {
  const { authorization, token, userInfo, revocation, jwks } = paths.kid;
  return documentAnswer({
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

export function answerKidJwks({ keys, switches }: KoompiParts): Answer {
  const document = keys.document();
  return documentAnswer(switches.jwks ? switches.jwks(document) : document);
}
