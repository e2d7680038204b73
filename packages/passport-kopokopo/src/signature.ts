import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Checks the signature of a webhook: the lower-case hex HMAC-SHA256 of the raw body.
 *
 * @param rawBody - the bytes as received; a body that was parsed and serialized again may differ
 * @param signature - the header `X-KopoKopo-Signature`; a missing or malformed one is wrong
 * @param keys - the application's API key, or a list while you rotate keys. Kopo Kopo's guide also says that the client
 *   secret is the key; its SDKs use the API key
 * @returns whether the signature is right for one of the keys
 * @throws TypeError if there is no key, or an empty one
 */
export function verifyWebhook(
  rawBody: Uint8Array | string,
  signature: string | readonly string[] | undefined,
  keys: string | readonly string[],
): boolean {
  const candidates = typeof keys === 'string' ? [keys] : keys;
  if (candidates.length === 0 || candidates.some((key) => typeof key !== 'string' || key === '')) {
    throw new TypeError(
      'Kopo Kopo: the key for webhooks is missing or empty. Pass the API key of the application.',
    );
  }
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const received = Buffer.from(signature, 'hex');
  // Tries every key, so that the time does not reveal which one matched.
  return candidates
    .map((key) => timingSafeEqual(createHmac('sha256', key).update(rawBody).digest(), received))
    .includes(true);
}
