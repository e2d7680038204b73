import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

/**
 * Encrypts and authenticates texts (AES-256-GCM), so that a client can neither read nor change them. The keys derive
 * from the application's secrets.
 */
export class Seal {
  private readonly keys: readonly Buffer[];

  /** @param secrets - the first one seals, each of them opens: so secrets can be rotated */
  constructor(secrets: readonly string[], purpose: string) {
    this.keys = secrets.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)));
  }

  /** @param context - bound to the text: it opens only with the same context */
  seal(text: string, context: string): string {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv(algorithm, this.keys[0] as Buffer, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** The text, or `undefined` if it was changed, cut, sealed with another secret, or has another context. */
  open(sealed: string, context: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < ivLength + tagLength) return undefined;
    const iv = bytes.subarray(0, ivLength);
    const tag = bytes.subarray(ivLength, ivLength + tagLength);
    for (const key of this.keys) {
      try {
        const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagLength });
        decipher.setAAD(Buffer.from(context)).setAuthTag(tag);
        return (
          decipher.update(bytes.subarray(ivLength + tagLength), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        // Sealed with another secret.
      }
    }
    return undefined;
  }
}
