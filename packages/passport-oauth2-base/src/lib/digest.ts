import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as base64url: a state handle, or a PKCE verifier (RFC 7636 §4.1). */
export function randomText(): string {
  return randomBytes(32).toString('base64url');
}

/** The SHA-256 digest of a text, as base64url. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
