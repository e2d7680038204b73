import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text: a state handle, or a PKCE verifier (RFC 7636 §4.1). */
export function randomText(): string {
  return randomBytes(32).toString('base64url');
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export function codeChallenge(verifier: string): string {
  return sha256(verifier);
}

/**
 * The OpenID Connect nonce of a login. It derives from the verifier, so it is bound to the login without being
 * stored, and works with every store that can carry a verifier. The verifier cannot be found from it.
 */
export function nonceOf(verifier: string): string {
  return sha256(`passport-oauth2-base nonce\0${verifier}`);
}

/** The SHA-256 digest of a text, as base64url. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
