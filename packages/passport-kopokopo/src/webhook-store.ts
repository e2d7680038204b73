/**
 * What became of the claim to an event: this delivery may handle it (`new`), another delivery is handling it (`busy`), or
 * it was handled with success (`done`).
 */
export type KopoKopoWebhookClaim = 'new' | 'busy' | 'done';

/**
 * Remembers which events were handled. The default remembers in this process. Give `webhook()` one over your database if
 * the application runs in several processes.
 *
 * `owner` is a random text per delivery. A claim that is neither completed nor released must end by itself after a few
 * minutes, because its process may have crashed.
 */
export interface KopoKopoWebhookStore {
  /** Claims an event, in one atomic step, unless another owner holds it or it was handled. */
  claim(key: string, owner: string): KopoKopoWebhookClaim | Promise<KopoKopoWebhookClaim>;
  /** The owner handled the event: later claims get `done`. */
  complete(key: string, owner: string): unknown;
  /** The owner failed: the next claim gets `new`. Does nothing if another owner has the claim. */
  release(key: string, owner: string): unknown;
}

/** Number of handled events to remember. */
const maxRemembered = 10_000;

/** Life of a claim whose handler does not respond, in milliseconds. */
const claimLife = 120_000;

/** The default: remembers the last 10,000 events that this process handled. */
export function memoryWebhookStore(): KopoKopoWebhookStore {
  const done = new Set<string>();
  const claims = new Map<string, { readonly owner: string; readonly endsAt: number }>();
  return {
    claim(key, owner) {
      if (done.has(key)) return 'done';
      const claim = claims.get(key);
      if (claim && claim.endsAt > Date.now()) return 'busy';
      claims.set(key, { owner, endsAt: Date.now() + claimLife });
      return 'new';
    },
    complete(key) {
      claims.delete(key);
      const oldest = done.values().next();
      if (done.size >= maxRemembered && !oldest.done) done.delete(oldest.value);
      done.add(key);
    },
    release(key, owner) {
      if (claims.get(key)?.owner === owner) claims.delete(key);
    },
  };
}
