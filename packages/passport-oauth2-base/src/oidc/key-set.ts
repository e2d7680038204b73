import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { asObject, type JsonObject } from '../lib/json';
import { CachedDocument } from './cached-document';
import { loadJose, type Jose } from './jose';

const minute = 60_000;
/** How long a key set is kept, in milliseconds. */
const lifetime = { fresh: 10 * minute, stale: 60 * minute, pause: 1_000 };
/** The minimum time between two fetches for an unknown key, in milliseconds. Failed fetches count. */
const refetchPause = 30_000;
/** The maximum number of keys that are used, because a hostile set must not cost time. */
const maxKeys = 100;

type FindKey = ReturnType<Jose['createLocalJWKSet']>;

/** The usable signing keys of an issuer. */
export interface UsableKeys {
  readonly find: FindKey;
  readonly count: number;
}

/**
 * An issuer's JWKS. It is fetched once for any number of logins, again when a key is unknown, and kept while the endpoint
 * fails. (`createRemoteJWKSet` of jose has no size limit, and drops its keys when a fetch fails.)
 */
export class KeySet {
  private readonly cached: CachedDocument<UsableKeys>;
  private known: UsableKeys | undefined;
  private refetch: { readonly at: number; readonly keys: Promise<UsableKeys | undefined> } | undefined;

  /** @param getObject - fetches the JWKS */
  constructor(getObject: () => Promise<JsonObject>, provider: ErrorContext['provider']) {
    this.cached = new CachedDocument(async () => {
      const keys = await usableKeys(await getObject(), provider);
      // A set that lost all its keys is a mistake of the issuer: logins continue with the old keys.
      if (keys.count === 0 && this.known?.count) {
        throw new ProviderError('jwks_invalid', {
          provider,
          endpoint: 'jwks',
          detail: 'it no longer has a usable key',
        });
      }
      this.known = keys;
      return keys;
    }, lifetime);
  }

  /** The keys, from the cache if they are fresh. */
  get(): Promise<UsableKeys> {
    return this.cached.get();
  }

  /** The keys, fetched again because one is unknown, at most once in 30 seconds. `undefined` if the fetch failed. */
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

/** Accepts public signature keys only: no shared secrets, and no private keys that were published by mistake. */
function canVerify(key: unknown): boolean {
  const { kty, use, d } = asObject(key) ?? {};
  const isAsymmetric = kty === 'RSA' || kty === 'EC' || kty === 'OKP';
  return isAsymmetric && (use === undefined || use === 'sig') && d === undefined;
}
