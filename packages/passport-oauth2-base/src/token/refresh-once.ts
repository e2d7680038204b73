import { sha256 } from '../lib/digest';
import type { TokenSet } from './token-set';

type Parameters = Readonly<Record<string, unknown>>;

/**
 * One request for any number of callers that refresh the same token at the same time: a service that rotates would
 * take the second for a stolen token (RFC 9700 §4.14). The token itself is not kept, only its digest.
 */
export function singleFlight(
  refresh: (refreshToken: string, parameters: Parameters) => Promise<TokenSet>,
): (refreshToken: string, parameters: Parameters) => Promise<TokenSet> {
  const underway = new Map<string, Promise<TokenSet>>();
  return async (refreshToken, parameters) => {
    if (typeof refreshToken !== 'string' || refreshToken === '') {
      throw new TypeError('refresh() needs a refresh token');
    }
    const key = sha256(JSON.stringify([refreshToken, parameters]));
    const running = underway.get(key);
    if (running) return running;
    const started = refresh(refreshToken, parameters).finally(() => underway.delete(key));
    underway.set(key, started);
    return started;
  };
}
