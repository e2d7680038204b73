import { ProviderError, type ErrorContext } from '../errors/provider-error';
import type { ErrorReason } from '../errors/catalogue';
import { asObject, parseJson, type JsonObject } from '../lib/json';
import type { IdTokenClaims, IdTokenExpectation, SigningAlgorithm } from './types';
import { asIdTokenClaims, refusalReason, type ClaimsContext } from './claims';
import { loadJose, type Jose } from './jose';
import type { KeySet, UsableKeys } from './key-set';

/** The maximum length of an id_token, in characters. */
const maxLength = 131_072;

/** How the id_tokens of a client are checked. */
export interface IdTokenPolicy {
  readonly provider: ErrorContext['provider'];
  readonly algorithms: readonly SigningAlgorithm[];
  /** The secret for HS256. If it is set, no other algorithm is accepted. */
  readonly sharedSecret: string | undefined;
  /**
   * `required`: the signature must be valid. `when_possible`: while the issuer publishes no usable key, an HS256 token
   * is accepted because it came over TLS from the token endpoint, and userinfo must confirm the user (OpenID Connect
   * Core 3.1.3.7, step 6).
   */
  readonly signature: 'required' | 'when_possible';
  readonly claims: Omit<ClaimsContext, 'algorithm'>;
}

/**
 * Verifies an id_token: form, algorithm, signature, claims.
 *
 * @throws ProviderError with a reason that begins with `id_token_`, or an error of the JWKS endpoint
 */
export async function checkIdToken(
  idToken: string,
  policy: IdTokenPolicy,
  keys: KeySet,
  expected: IdTokenExpectation,
): Promise<{ claims: IdTokenClaims; mustConfirm: boolean }> {
  const refuse = (reason: ErrorReason, detail?: string, cause?: unknown): ProviderError =>
    new ProviderError(reason, { provider: policy.provider, endpoint: 'token', detail, cause });

  const { header, payload } = decode(idToken) ?? {};
  const algorithm = header?.['alg'];
  if (!header || !payload || typeof algorithm !== 'string') throw refuse('id_token_malformed');
  // A token with a critical extension that is not supported must be refused (RFC 7515 §4.1.11). None is supported.
  if (header['crit'] !== undefined) throw refuse('id_token_malformed', 'it has a critical extension');

  const signedWith = { algorithm, kid: header['kid'] !== undefined };
  const verified = await checkSignature(idToken, signedWith, policy, keys, refuse);
  const context = { ...policy.claims, algorithm };
  const refused = refusalReason(payload, context, expected);
  if (refused) throw refuse(refused.reason, refused.detail);
  return { claims: asIdTokenClaims(payload), mustConfirm: !verified };
}

type Refuse = (reason: ErrorReason, detail?: string, cause?: unknown) => ProviderError;

/** Whether the signature was verified. It may be unverified only with `when_possible`. */
async function checkSignature(
  idToken: string,
  signedWith: { readonly algorithm: string; readonly kid: boolean },
  policy: IdTokenPolicy,
  keys: KeySet,
  refuse: Refuse,
): Promise<boolean> {
  const { algorithm } = signedWith;
  const jose = await loadJose().catch((error: unknown) => {
    throw refuse('jose_unavailable', undefined, error);
  });
  if (policy.sharedSecret !== undefined) {
    if (algorithm !== 'HS256') throw refuse('id_token_algorithm', foundAlgorithm(algorithm));
    await verifyWith(jose, idToken, new TextEncoder().encode(policy.sharedSecret), algorithm, refuse);
    return true;
  }
  if (algorithm === 'HS256' && policy.signature === 'when_possible' && (await keys.get()).count === 0)
    return false;
  if (!(policy.algorithms as readonly string[]).includes(algorithm)) {
    throw refuse('id_token_algorithm', foundAlgorithm(algorithm));
  }
  const result = await verifiesWithOneOf(jose, idToken, await keys.get(), algorithm);
  if (result === 'verified') return true;
  // A token without `kid` may be signed with a new key, so the keys are fetched again.
  if (result !== 'unknown key' && signedWith.kid)
    throw refuse('id_token_signature', undefined, withoutTokenParts(result));
  const renewed = await keys.renewed();
  const again = renewed ? await verifiesWithOneOf(jose, idToken, renewed, algorithm) : result;
  if (again === 'verified') return true;
  throw again === 'unknown key'
    ? refuse('id_token_key_unknown')
    : refuse('id_token_signature', undefined, withoutTokenParts(again));
}

/** Verifies the signature: `verified`, `unknown key` if no key matches, or the error of jose. */
async function verifiesWithOneOf(
  jose: Jose,
  idToken: string,
  keys: UsableKeys,
  algorithm: string,
): Promise<'verified' | 'unknown key' | Error> {
  try {
    await jose.compactVerify(idToken, keys.find, { algorithms: [algorithm] });
    return 'verified';
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ERR_JWKS_NO_MATCHING_KEY') return 'unknown key';
    if (code !== 'ERR_JWKS_MULTIPLE_MATCHING_KEYS') return error as Error;
    for await (const key of error as AsyncIterable<Parameters<Jose['compactVerify']>[1]>) {
      try {
        await jose.compactVerify(idToken, key, { algorithms: [algorithm] });
        return 'verified';
      } catch {
        // A token without `kid` is tried with each matching key.
      }
    }
    return error as Error;
  }
}

async function verifyWith(
  jose: Jose,
  idToken: string,
  secret: Uint8Array,
  algorithm: string,
  refuse: Refuse,
): Promise<void> {
  try {
    await jose.compactVerify(idToken, secret, { algorithms: [algorithm] });
  } catch (error) {
    throw refuse('id_token_signature', undefined, withoutTokenParts(error));
  }
}

/** Header and payload of a signed token, or `undefined` for an encrypted one (five parts) or any other text. */
function decode(
  idToken: string,
): { header: JsonObject | undefined; payload: JsonObject | undefined } | undefined {
  const parts = idToken.split('.', 6);
  if (parts.length !== 3 || idToken.length > maxLength) return undefined;
  const [header, payload] = parts.map((part) => {
    try {
      return asObject(parseJson(Buffer.from(part, 'base64url').toString()));
    } catch {
      return undefined;
    }
  });
  return { header, payload };
}

function foundAlgorithm(algorithm: string): string {
  return `it is ${JSON.stringify(algorithm.slice(0, 20))}`;
}

/** A copy of jose's error with name, code and message only: the error itself may hold parts of the token. */
function withoutTokenParts(error: unknown): Error {
  const { name, message, code } = error as Error & { code?: string };
  return Object.assign(new Error(message), { name, code });
}
