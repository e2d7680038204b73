import { sha256 } from '../state/pkce';
import type { TokenSet } from './token-set';

/**
 * One request for any number of callers that refresh the same token at the same time: a service that rotates would
 * take the second for a stolen token (RFC 9700 §4.14). The token itself is not kept, only its digest.
 */
export function singleFlight<Options>(
  refresh: (refreshToken: string, options?: Options) => Promise<TokenSet>,
): (refreshToken: string, options?: Options) => Promise<TokenSet> {
  const underway = new Map<string, Promise<TokenSet>>();
  return async (refreshToken, options) => {
    if (typeof refreshToken !== 'string' || refreshToken === '') {
      throw new TypeError('refresh() needs a refresh token');
    }
    const key = sha256(refreshToken);
    const running = underway.get(key);
    if (running) return running;
    const started = refresh(refreshToken, options).finally(() => underway.delete(key));
    underway.set(key, started);
    return started;
  };
}
