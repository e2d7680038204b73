import { type Call } from '../../http/request';
import { type Clock } from '../../authorization/clock';
import { Refusal } from '../../http/refusal';

const refill = { tokens: 4, milliseconds: 7_000 } as const;
const anonymousCapacity = 10;

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Token buckets: one for all calls without a token, and one for each access token. */
export class KomerzaLimits {
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Refusal with status 429 if the bucket is empty. */
  take({ headers }: Call, authenticatedCapacity: number): void {
    const token = headers.authorization;
    const capacity = token === undefined ? anonymousCapacity : authenticatedCapacity;
    const bucket = this.#filled(token ?? '', capacity);
    if (bucket.tokens > 0) {
      bucket.tokens -= 1;
      return;
    }
    const wait = bucket.filledAt + refill.milliseconds - this.#clock.now();
    throw new Refusal(429, 'RateLimited', 'rate_limited', 'Too many requests', {
      'Retry-After': String(Math.ceil(wait / 1000)),
    });
  }

  #filled(name: string, capacity: number): Bucket {
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? { tokens: capacity, filledAt: now };
    const times = Math.floor((now - bucket.filledAt) / refill.milliseconds);
    bucket.tokens = Math.min(capacity, bucket.tokens + times * refill.tokens);
    bucket.filledAt += times * refill.milliseconds;
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
