import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Checks the signature of a webhook: the lower-case hex HMAC-SHA256 of the raw body.
 *
 * @param rawBody - the bytes as they came; a body that was parsed and written again has another signature
 * @param signature - the header `X-KopoKopo-Signature`; missing, short and malformed ones are wrong
 * @param keys - the application's API key, or several while keys change. Kopo Kopo's guide also says that the client
 *   secret is the key; its SDKs use the API key
 * @throws TypeError when there is no key: then nothing could be checked
 */
export function verifyWebhook(
  rawBody: Uint8Array | string,
  signature: string | readonly string[] | undefined,
  keys: string | readonly string[],
): boolean {
  const candidates = typeof keys === 'string' ? [keys] : keys;
  if (candidates.length === 0 || candidates.some((key) => typeof key !== 'string' || key === '')) {
    throw new TypeError(
      'Kopo Kopo: a webhook is checked with the API key of the application, and it is empty.',
    );
  }
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const given = Buffer.from(signature, 'hex');
  // All keys are tried, so that the time tells nothing about which one fits.
  return candidates
    .map((key) => timingSafeEqual(createHmac('sha256', key).update(rawBody).digest(), given))
    .includes(true);
}
