import { ProviderError, type ErrorContext } from '../errors/provider-error';
import type { ErrorReason } from '../errors/catalogue';
import { asObject, parseJson, type JsonObject } from '../lib/json';
import type { IdTokenClaims, IdTokenExpectation, SigningAlgorithm } from './types';
import { asIdTokenClaims, refusalReason, type ClaimsContext } from './claims';
import { loadJose, type Jose } from './jose';
import type { KeySet, UsableKeys } from './key-set';

/** An id_token longer than this is none, in characters. */
const maxLength = 131_072;

/** How the id_tokens of a client are checked. */
export interface IdTokenPolicy {
  readonly provider: ErrorContext['provider'];
  readonly algorithms: readonly SigningAlgorithm[];
  /** The secret that the issuer signs with (HS256); no other algorithm is accepted then. */
  readonly sharedSecret: string | undefined;
  /**
   * `required`: a signature that cannot be checked is refused. `when_possible`: while the issuer publishes no key
   * that could check anything, an HS256 token counts as what came over TLS from the token endpoint, and the user
   * must be confirmed by userinfo (OpenID Connect Core 3.1.3.7, step 6).
   */
  readonly signature: 'required' | 'when_possible';
  readonly claims: Omit<ClaimsContext, 'algorithm'>;
}

/**
 * Checks an id_token whole: form, algorithm, signature, claims.
 *
 * @throws ProviderError with a reason that begins with `id_token_`, or of the JWKS endpoint
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
  // No extension is understood here, and one that is not understood is a reason to refuse (RFC 7515 §4.1.11).
  if (header['crit'] !== undefined) throw refuse('id_token_malformed', 'it has a critical extension');

  const named = { algorithm, kid: header['kid'] !== undefined };
  const checked = await checkSignature(idToken, named, policy, keys, refuse);
  const context = { ...policy.claims, algorithm };
  const objection = refusalReason(payload, context, expected);
  if (objection) throw refuse(objection.reason, objection.detail);
  return { claims: asIdTokenClaims(payload), mustConfirm: !checked };
}

type Refuse = (reason: ErrorReason, detail?: string, cause?: unknown) => ProviderError;

/** Whether the signature was checked; only under `when_possible` may it not be. */
async function checkSignature(
  idToken: string,
  named: { readonly algorithm: string; readonly kid: boolean },
  policy: IdTokenPolicy,
  keys: KeySet,
  refuse: Refuse,
): Promise<boolean> {
  const { algorithm } = named;
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
  const known = await verifiesWithOneOf(jose, idToken, await keys.get(), algorithm);
  if (known === 'verified') return true;
  // A token that names no key may be signed by a new one as well as by a wrong one.
  if (known !== 'unknown key' && named.kid)
    throw refuse('id_token_signature', undefined, withoutTokenParts(known));
  const renewed = await keys.renewed();
  const again = renewed ? await verifiesWithOneOf(jose, idToken, renewed, algorithm) : known;
  if (again === 'verified') return true;
  throw again === 'unknown key'
    ? refuse('id_token_key_unknown')
    : refuse('id_token_signature', undefined, withoutTokenParts(again));
}

/** What became of it: verified, none of the keys is the token's, or jose's error. */
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
        // A token without `kid` is tried with each key that could be meant.
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

/** Header and payload of a signed token; nothing for an encrypted one (five parts) or anything else. */
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

/** jose's errors name what failed; only name, code and message are kept, never the token's parts. */
function withoutTokenParts(error: unknown): Error {
  const { name, message, code } = error as Error & { code?: string };
  return Object.assign(new Error(message), { name, code });
}
