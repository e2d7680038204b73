import { type Clock } from '../../authorization/clock';
import { Refusal } from '../../http/refusal';

/** The documented plans. */
export type KonProPlan = 'free' | 'pro' | 'scale';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Calls per minute and per day, as documented. */
const limits: Readonly<Record<KonProPlan, readonly (readonly [number, number])[]>> = {
  free: [
    [10, minute],
    [100, day],
  ],
  pro: [
    [60, minute],
    [1_000, day],
  ],
  scale: [
    [300, minute],
    [10_000, day],
  ],
};

interface Window {
  count: number;
  readonly endsAt: number;
}

/** † Counts the calls of each account, by token or by key. A window begins with its first call. */
export class KonProLimits {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Refusal with status 429 if the account has used up its minute or its day. */
  count(account: string, plan: KonProPlan): void {
    const now = this.#clock.now();
    const counted = limits[plan].map(([limit, length]) => ({ limit, window: this.#window(account, length) }));
    const full = counted.filter(({ limit, window }) => window.count >= limit).at(-1)?.window;
    if (full) {
      const message = `The ${plan} plan allows no more calls for now`;
      const headers = { 'Retry-After': String(Math.ceil((full.endsAt - now) / 1000)) };
      throw new Refusal(429, 'rate_limited', 'rate_limited', message, headers);
    }
    for (const { window } of counted) window.count += 1;
  }

  #window(account: string, length: number): Window {
    const name = `${length} ${account}`;
    const now = this.#clock.now();
    let window = this.#windows.get(name);
    if (!window || window.endsAt <= now) {
      window = { count: 0, endsAt: now + length };
      this.#windows.set(name, window);
    }
    return window;
  }
}
