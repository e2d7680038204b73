import { type Clock } from '../authorization/clock';
import { type Grant } from '../authorization/grants';
import { type IdTokenMutation, finishIdToken } from '../oidc/id-token';
import { accessTokenHash } from '../oidc/jws';
import { type SigningAlgorithm, type SigningKeys } from '../oidc/signing-keys';
import { type OAuthServiceDefinition, type OAuthServicePaths } from './definition';

interface IdTokenContext {
  readonly clock: Clock;
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly accessToken: string;
  readonly nonce: string | undefined;
}

/** An id_token (OpenID Connect Core, section 2). `lifetime` is in seconds. */
export function newIdToken(
  { clock, keys, issuer, accessToken, nonce }: IdTokenContext,
  { user, client }: Grant,
  lifetime: number,
  mutation: IdTokenMutation | undefined,
): string {
  const iat = Math.floor(clock.now() / 1000);
  const claims = {
    iss: issuer,
    sub: user.id,
    aud: client.clientID,
    iat,
    exp: iat + lifetime,
    ...(nonce === undefined ? {} : { nonce }),
    at_hash: accessTokenHash(keys.algorithm, accessToken),
    name: user.name,
    email: user.email,
  };
  return finishIdToken(keys, claims, mutation, { accessToken, clientSecret: client.clientSecret ?? '' });
}

/** The discovery document (OpenID Connect Discovery, section 3). */
export function discoveryDocument(
  issuer: string,
  paths: Required<OAuthServicePaths>,
  algorithm: SigningAlgorithm,
  {
    clientAuthentication,
    refreshTokens,
    scopes,
  }: Omit<OAuthServiceDefinition, 'users' | 'userInfo' | 'calls'>,
): Readonly<Record<string, unknown>> {
  const methods = clientAuthentication
    ? [clientAuthentication]
    : ['client_secret_basic', 'client_secret_post'];
  return {
    issuer,
    authorization_endpoint: issuer + paths.authorization,
    token_endpoint: issuer + paths.token,
    userinfo_endpoint: issuer + paths.userInfo,
    revocation_endpoint: issuer + paths.revocation,
    jwks_uri: issuer + paths.jwks,
    scopes_supported: Object.keys(scopes ?? { openid: '' }),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', ...(refreshTokens === 'none' ? [] : ['refresh_token'])],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
    token_endpoint_auth_methods_supported: methods,
    code_challenge_methods_supported: ['S256'],
  };
}
