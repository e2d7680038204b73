import { createHash } from 'node:crypto';
import type { ErrorReason } from '../errors/catalogue';
import { printable } from '../errors/redaction';
import type { JsonObject } from '../lib/json';
import type { IdTokenClaims, IdTokenExpectation } from './types';

/** How far two clocks may differ, in seconds. */
const skew = 60;
/** How old an id_token may be when it arrives, in seconds. */
const maxAgeAtArrival = 300;

/** The settings that the claims of an id_token are checked against, besides the login. */
export interface ClaimsContext {
  readonly issuer: string;
  readonly clientID: string;
  /** The algorithm of the signature. `at_hash` and `c_hash` use its hash. */
  readonly algorithm: string;
  /** How long ago the user may have signed in at the issuer, in seconds. */
  readonly maxAge: number | undefined;
}

/** Why claims are refused. */
export interface ClaimsRefusal {
  readonly reason: ErrorReason;
  readonly detail?: string | undefined;
}

type Check = (
  claims: JsonObject,
  context: ClaimsContext,
  expected: IdTokenExpectation,
) => ClaimsRefusal | undefined;

/** The checks of OpenID Connect Core 3.1.3.7, 3.1.3.8 and 12.2, in the order of their numbers. */
const checks: readonly Check[] = [
  checkIssuer,
  checkSubject,
  checkAudience,
  checkTimes,
  checkNonce,
  checkAuthenticationTime,
  checkHashes,
  checkContinuity,
];

/** Why the claims are refused, or `undefined` if they are valid {@link IdTokenClaims}. */
export function refusalReason(
  claims: JsonObject,
  context: ClaimsContext,
  expected: IdTokenExpectation,
): ClaimsRefusal | undefined {
  for (const check of checks) {
    const refused = check(claims, context, expected);
    if (refused) return refused;
  }
  return undefined;
}

/** Narrows claims that {@link refusalReason} has accepted. */
export function asIdTokenClaims(claims: JsonObject): IdTokenClaims {
  return claims as IdTokenClaims;
}

function checkIssuer({ iss }: JsonObject, { issuer }: ClaimsContext): ClaimsRefusal | undefined {
  if (iss === issuer) return undefined;
  const found = printable(JSON.stringify(iss) ?? 'missing');
  const detail = `its \`iss\` is ${found}, but \`issuer\` is ${JSON.stringify(issuer)}`;
  return { reason: 'id_token_issuer', detail };
}

function checkSubject({ sub }: JsonObject): ClaimsRefusal | undefined {
  return typeof sub === 'string' && /^[\x20-\x7e]{1,255}$/.test(sub)
    ? undefined
    : { reason: 'id_token_subject' };
}

function checkAudience({ aud, azp }: JsonObject, { clientID }: ClaimsContext): ClaimsRefusal | undefined {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  // Another client in the audience could present this token too, so no further audience is accepted.
  if (audiences.length !== 1 || audiences[0] !== clientID) return { reason: 'id_token_audience' };
  return azp === undefined || azp === clientID ? undefined : { reason: 'id_token_authorized_party' };
}

function checkTimes({ exp, iat, nbf }: JsonObject): ClaimsRefusal | undefined {
  const now = Date.now() / 1000;
  if (typeof exp !== 'number' || !(exp > now - skew)) return { reason: 'id_token_expired' };
  if (typeof iat !== 'number' || !(iat > now - maxAgeAtArrival - skew))
    return { reason: 'id_token_issued_at' };
  if (!(iat < now + skew)) return { reason: 'id_token_not_yet_valid' };
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf < now + skew))
    return { reason: 'id_token_not_yet_valid' };
  return undefined;
}

function checkNonce(
  { nonce }: JsonObject,
  _context: ClaimsContext,
  { grant, nonce: sent, previous }: IdTokenExpectation,
): ClaimsRefusal | undefined {
  // A refreshed token need not repeat the nonce, but must not have another one.
  const expected = grant === 'login' ? sent : nonce === undefined ? undefined : previous?.['nonce'];
  if (grant === 'refresh' && previous === undefined) return undefined;
  return nonce === expected ? undefined : { reason: 'id_token_nonce' };
}

function checkAuthenticationTime(
  { auth_time: time }: JsonObject,
  { maxAge }: ClaimsContext,
  { grant }: IdTokenExpectation,
): ClaimsRefusal | undefined {
  if (maxAge === undefined || grant === 'refresh') return undefined;
  const isRecent = typeof time === 'number' && time > Date.now() / 1000 - maxAge - skew;
  return isRecent ? undefined : { reason: 'id_token_authentication_time' };
}

function checkHashes(
  claims: JsonObject,
  { algorithm }: ClaimsContext,
  { accessToken, code }: IdTokenExpectation,
): ClaimsRefusal | undefined {
  const { at_hash: tokenHash, c_hash: codeHash } = claims;
  const tokenMatches = tokenHash === undefined || tokenHash === halfHash(accessToken, algorithm);
  const codeMatches = codeHash === undefined || code === undefined || codeHash === halfHash(code, algorithm);
  return tokenMatches && codeMatches ? undefined : { reason: 'id_token_hash' };
}

/** A refreshed id_token must belong to the same user as the login (OpenID Connect Core 12.2). */
function checkContinuity(
  claims: JsonObject,
  _context: ClaimsContext,
  { previous }: IdTokenExpectation,
): ClaimsRefusal | undefined {
  if (previous === undefined) return undefined;
  if (claims['sub'] !== previous['sub'] || claims['iss'] !== previous['iss']) {
    return { reason: 'id_token_changed', detail: 'it belongs to another user' };
  }
  const { auth_time: now, azp } = claims;
  const sameTime = now === undefined || previous['auth_time'] === undefined || now === previous['auth_time'];
  return sameTime && azp === previous['azp'] ? undefined : { reason: 'id_token_changed' };
}

/** The left half of the hash that belongs to the signature's algorithm (OpenID Connect Core 3.1.3.6). */
function halfHash(value: string, algorithm: string): string {
  const width = /(256|384|512)$/.exec(algorithm)?.[1] ?? '512'; // EdDSA with Ed25519 hashes by SHA-512
  const digest = createHash(`sha${width}`).update(value).digest();
  return digest.subarray(0, digest.length / 2).toString('base64url');
}
