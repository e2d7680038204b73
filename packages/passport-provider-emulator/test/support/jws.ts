import { type JsonWebKey, constants, createPublicKey, verify } from 'node:crypto';

export interface Decoded {
  readonly text: string;
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly signature: Buffer;
}

/** A compact JWS, not verified. */
export function decode(token: string): Decoded {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const read = (part: string): Record<string, unknown> =>
    JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return {
    text: `${header}.${claims}`,
    header: read(header),
    claims: read(claims),
    signature: Buffer.from(signature, 'base64url'),
  };
}

/** Whether the key verifies the token under that algorithm. */
export function isValid(token: string, jwk: JsonWebKey, algorithm: string): boolean {
  const { text, signature } = decode(token);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const hash = algorithm === 'EdDSA' ? null : `sha${algorithm.slice(2)}`;
  const padding = algorithm.startsWith('PS') ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const form = algorithm.startsWith('E') ? { key, dsaEncoding: 'ieee-p1363' as const } : { key, padding };
  return verify(hash, Buffer.from(text), form, signature);
}
