import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** An opaque random token, base64url. */
export function opaqueToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** A JWT signed with HS256. Each has its own `jti`, so no two are equal. */
export function signedToken(claims: Readonly<Record<string, unknown>>, key: Buffer): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ ...claims, jti: opaqueToken(9) })}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
}

/** Whether `verifier` belongs to the S256 `challenge` (RFC 7636, section 4.6). */
export function matchesChallenge(verifier: string, challenge: string): boolean {
  return (
    /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier) &&
    sameText(createHash('sha256').update(verifier).digest('base64url'), challenge)
  );
}

export function isChallenge(value: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(value);
}

export function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
