import { randomBytes } from 'node:crypto';
import {
  type AsymmetricAlgorithm,
  type Members,
  accessTokenHash,
  asymmetricSignature,
  compactJws,
  encodePart,
  hmacSignature,
} from './jws';
import { type SigningKeys, type SigningKey } from './signing-keys';

/** An id_token before it is signed. */
export interface IdTokenDraft {
  header: Members;
  claims: Members;
}

/**
 * Changes an id_token. A draft is signed with the genuine key and algorithm, even if its header names others.
 * A string is sent as it is.
 */
export type IdTokenMutation = (draft: IdTokenDraft, tools: IdTokenTools) => IdTokenDraft | string;

/** Makes forged and broken tokens, for a mutation. */
export interface IdTokenTools {
  /** Signs with the genuine key and algorithm. The header stays as it is. */
  sign(draft: IdTokenDraft): string;
  /** Signs with a key that is not in the JWKS. The header stays as it is, `kid` included. */
  signUnpublished(draft: IdTokenDraft): string;
  /** Signs with the genuine key and another algorithm of its family, such as PS256 or RS512. Sets `alg`. */
  signAs(draft: IdTokenDraft, algorithm: AsymmetricAlgorithm): string;
  /** Sets `alg` to HS256 and signs with these bytes. */
  signHmac(draft: IdTokenDraft, secret: string | Buffer): string;
  /** Sets `alg` (default `none`) and leaves the signature empty. */
  unsigned(draft: IdTokenDraft, alg?: unknown): string;
  /** Changes one bit of the signature of a finished token. */
  breakSignature(token: string): string;
  /** Five parts with the header of a JWE. `header` adds members such as `zip` and `p2c`. The rest is random. */
  encrypted(header?: Members): string;
  /** The genuine public key, in the forms that an attacker would use as an HS256 secret. */
  readonly publicKey: { readonly pem: string; readonly der: Buffer; readonly jwk: string };
  readonly clientSecret: string;
  /** The access token of the same token response, and its correct `at_hash`. */
  readonly accessToken: string;
  readonly atHash: string;
}

/** Signs with the key and algorithm of the server. */
export function signGenuinely(keys: SigningKeys, { header, claims }: IdTokenDraft): string {
  return compactJws(header, claims, (text) =>
    keys.algorithm === 'HS256' ? hmacSignature(keys.secret, text) : keySignature(keys.current, text),
  );
}

/** The header of a genuine token. An HS256 token names no `kid`. */
export function genuineHeader(keys: SigningKeys): Members {
  const { algorithm } = keys;
  return { alg: algorithm, typ: 'JWT', ...(algorithm === 'HS256' ? {} : { kid: keys.current.kid }) };
}

export function finishIdToken(
  keys: SigningKeys,
  claims: Members,
  mutation: IdTokenMutation | undefined,
  context: { readonly accessToken: string; readonly clientSecret: string },
): string {
  const draft = { header: genuineHeader(keys), claims };
  const finished = mutation ? mutation(draft, idTokenTools(keys, context)) : draft;
  return typeof finished === 'string' ? finished : signGenuinely(keys, finished);
}

function keySignature(key: SigningKey, text: string): Buffer {
  return asymmetricSignature(key.algorithm, key.privateKey, text);
}

function idTokenTools(
  keys: SigningKeys,
  context: { readonly accessToken: string; readonly clientSecret: string },
): IdTokenTools {
  return {
    ...context,
    atHash: accessTokenHash(keys.algorithm, context.accessToken),
    get publicKey() {
      const { publicKey, jwk } = keys.current;
      return {
        pem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
        der: publicKey.export({ type: 'spki', format: 'der' }),
        jwk: JSON.stringify(jwk),
      };
    },
    sign: (draft) => signGenuinely(keys, draft),
    signUnpublished: ({ header, claims }) =>
      compactJws(header, claims, (text) =>
        keys.algorithm === 'HS256'
          ? hmacSignature(randomBytes(32), text)
          : keySignature(keys.unpublished, text),
      ),
    signAs: ({ header, claims }, algorithm) =>
      compactJws({ ...header, alg: algorithm }, claims, (text) =>
        asymmetricSignature(algorithm, keys.current.privateKey, text),
      ),
    signHmac: ({ header, claims }, secret) =>
      compactJws({ ...header, alg: 'HS256' }, claims, (text) => hmacSignature(secret, text)),
    unsigned: ({ header, claims }, alg = 'none') =>
      compactJws({ ...header, alg }, claims, () => Buffer.alloc(0)),
    breakSignature,
    encrypted,
  };
}

function breakSignature(token: string): string {
  const at = token.lastIndexOf('.') + 1;
  const bytes = Buffer.from(token.slice(at), 'base64url');
  const middle = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  return token.slice(0, at) + bytes.toString('base64url');
}

function encrypted(header: Members = {}): string {
  const first = encodePart({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT', ...header });
  return [first, ...[256, 12, 200, 16].map((bytes) => randomBytes(bytes).toString('base64url'))].join('.');
}
