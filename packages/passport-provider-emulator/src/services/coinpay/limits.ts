import { type Call } from '../../http/request';
import { type Clock } from '../../authorization/clock';
import { Refusal } from '../../http/refusal';

const windowLength = 60_000;
const limits = { anonymous: 60, credential: 600, everyCredential: 1200 } as const;

interface Window {
  count: number;
  readonly endsAt: number;
}

/** The limits of the published proxy for `/api/*`. All callers have one IP address here, so there is one bucket per kind. */
export class CoinPayLimits {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Refusal with status 429 if a bucket is full. */
  count(call: Call): void {
    const credential = presentedCredential(call);
    if (credential === undefined) return this.#charge('anonymous', limits.anonymous);
    const windows = [
      this.#bump('every credential', limits.everyCredential),
      this.#bump(`credential ${credential}`, limits.credential),
    ];
    windows.forEach(({ window, limit }) => this.#refuseWhenFull(window, limit));
  }

  #charge(name: string, limit: number): void {
    const { window } = this.#bump(name, limit);
    this.#refuseWhenFull(window, limit);
  }

  #bump(name: string, limit: number): { window: Window; limit: number } {
    const now = this.#clock.now();
    let window = this.#windows.get(name);
    if (!window || window.endsAt <= now) {
      window = { count: 0, endsAt: now + windowLength };
      this.#windows.set(name, window);
    }
    window.count += 1;
    return { window, limit };
  }

  #refuseWhenFull({ count, endsAt }: Window, limit: number): void {
    if (count <= limit) return;
    throw new Refusal(429, 'rate_limited', 'rate_limited', 'Too many requests', {
      'Retry-After': String(Math.ceil((endsAt - this.#clock.now()) / 1000)),
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(Math.ceil(endsAt / 1000)),
    });
  }
}

function presentedCredential({ headers }: Call): string | undefined {
  const value = /^\S+\s+(\S+)/.exec(headers.authorization?.trim() ?? '')?.[1];
  const key = headers['x-api-key'];
  return value ?? (typeof key === 'string' && key.trim() !== '' ? key.trim() : undefined);
}
