/** How many handles are remembered; the oldest are forgotten first. */
const capacity = 10_000;

/**
 * Remembers which handles this process has seen come back: two callbacks with the same handle, at the same moment,
 * would both find the record in a session store that loads asynchronously.
 */
export class ReplayCache {
  private readonly expiryByHandle = new Map<string, number>();

  /** @param lifetime - how long a handle is remembered, in milliseconds */
  constructor(private readonly lifetime: number) {}

  has(handle: string): boolean {
    const expiry = this.expiryByHandle.get(handle);
    return expiry !== undefined && expiry > Date.now();
  }

  add(handle: string): void {
    const oldest = this.expiryByHandle.keys().next();
    if (this.expiryByHandle.size >= capacity && !oldest.done) this.expiryByHandle.delete(oldest.value);
    this.expiryByHandle.set(handle, Date.now() + this.lifetime);
  }
}
