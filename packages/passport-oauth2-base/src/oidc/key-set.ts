import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { asObject, type JsonObject } from '../lib/json';
import { CachedDocument } from './cached-document';
import { loadJose, type Jose } from './jose';

const minute = 60_000;
/** How long a key set counts, in milliseconds. */
const lifetime = { fresh: 10 * minute, stale: 60 * minute, pause: 1_000 };
/** An unknown key leads to a new fetch no more often than this, in milliseconds; failed fetches count. */
const refetchPause = 30_000;
/** More keys than any issuer has; a hostile set must not cost us time. */
const maxKeys = 100;

type FindKey = ReturnType<Jose['createLocalJWKSet']>;

/** The signing keys of an issuer, as far as they can be used. */
export interface UsableKeys {
  readonly find: FindKey;
  readonly count: number;
}

/**
 * An issuer's JWKS: fetched once for any number of logins, again when a key is unknown, and kept while the
 * endpoint fails (jose's `createRemoteJWKSet` has no byte cap, and forgets keys when a fetch fails).
 */
export class KeySet {
  private readonly cached: CachedDocument<UsableKeys>;
  private known: UsableKeys | undefined;
  private refetch: { readonly at: number; readonly keys: Promise<UsableKeys | undefined> } | undefined;

  /** @param getObject - fetches the JWKS */
  constructor(getObject: () => Promise<JsonObject>, provider: ErrorContext['provider']) {
    this.cached = new CachedDocument(async () => {
      const keys = await usableKeys(await getObject(), provider);
      // A set that has lost all its keys is a mistake at the issuer, and no reason to lose logins.
      if (keys.count === 0 && this.known?.count) {
        throw new ProviderError('jwks_invalid', {
          provider,
          endpoint: 'jwks',
          detail: 'it has no usable key any more',
        });
      }
      this.known = keys;
      return keys;
    }, lifetime);
  }

  /** The keys as known. */
  get(): Promise<UsableKeys> {
    return this.cached.get();
  }

  /** The keys fetched anew because one was unknown: once in a while, whoever asks. Nothing when that failed. */
  renewed(): Promise<UsableKeys | undefined> {
    if (!this.refetch || Date.now() - this.refetch.at >= refetchPause) {
      this.refetch = { at: Date.now(), keys: this.cached.fetch().catch(() => undefined) };
    }
    return this.refetch.keys;
  }
}

async function usableKeys(document: JsonObject, provider: ErrorContext['provider']): Promise<UsableKeys> {
  const keys = document['keys'];
  if (!Array.isArray(keys)) {
    throw new ProviderError('jwks_invalid', { provider, endpoint: 'jwks', detail: 'it has no list of keys' });
  }
  const usable = keys.filter(canVerify).slice(0, maxKeys);
  const { createLocalJWKSet } = await loadJose();
  return { find: createLocalJWKSet({ keys: usable as never[] }), count: usable.length };
}

/** Public keys for signatures only: never a secret, never a key that the issuer published by mistake. */
function canVerify(key: unknown): boolean {
  const { kty, use, d } = asObject(key) ?? {};
  const isAsymmetric = kty === 'RSA' || kty === 'EC' || kty === 'OKP';
  return isAsymmetric && (use === undefined || use === 'sig') && d === undefined;
}
