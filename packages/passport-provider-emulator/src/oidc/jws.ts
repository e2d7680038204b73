import { type KeyObject, constants, createHash, createHmac, sign } from 'node:crypto';

/** The algorithms of RFC 7518 that have a public key. */
export type AsymmetricAlgorithm =
  'RS256' | 'RS384' | 'RS512' | 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'EdDSA';

export type Members = Record<string, unknown>;

export function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A compact JWS. `makeSignature` signs the encoded header and claims. */
export function compactJws(
  header: Members,
  claims: Members,
  makeSignature: (text: string) => Buffer,
): string {
  const text = `${encodePart(header)}.${encodePart(claims)}`;
  return `${text}.${makeSignature(text).toString('base64url')}`;
}

export function asymmetricSignature(algorithm: AsymmetricAlgorithm, key: KeyObject, text: string): Buffer {
  const input = Buffer.from(text);
  if (algorithm === 'EdDSA') return sign(null, input, key);
  const hash = hashOf(algorithm);
  if (algorithm === 'ES256') return sign(hash, input, { key, dsaEncoding: 'ieee-p1363' });
  if (algorithm.startsWith('RS')) return sign(hash, input, { key, padding: constants.RSA_PKCS1_PADDING });
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return sign(hash, input, { key, padding, saltLength });
}

export function hmacSignature(secret: string | Buffer, text: string): Buffer {
  return createHmac('sha256', secret).update(text).digest();
}

/** The claim `at_hash` for an access token (OpenID Connect Core, section 3.1.3.6). */
export function accessTokenHash(algorithm: AsymmetricAlgorithm | 'HS256', accessToken: string): string {
  const digest = createHash(hashOf(algorithm)).update(accessToken).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}

function hashOf(algorithm: AsymmetricAlgorithm | 'HS256'): string {
  return algorithm === 'EdDSA' ? 'sha512' : `sha${algorithm.slice(2)}`;
}
