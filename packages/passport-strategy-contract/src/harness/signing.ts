import { createPrivateKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';

/** A key pair for ES256. */
export interface Key {
  /** The key ID (RFC 7517 §4.5). */
  readonly kid: string;
  /** The public key, as in a JWKS. */
  readonly published: JsonWebKey & { readonly kid: string };
  /** The private key as JWK. */
  readonly private: JsonWebKey;
}

/** Generates a key pair with this key ID. */
export function newKey(kid: string): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const published = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig' };
  return { kid, published, private: privateKey.export({ format: 'jwk' }) };
}

/** A compact JWS, signed with node:crypto. */
export function signed(key: Key, claims: object, header: object = {}): string {
  const head = { alg: 'ES256', kid: key.kid, ...header };
  const text = [head, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const privateKey = createPrivateKey({ key: key.private, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
