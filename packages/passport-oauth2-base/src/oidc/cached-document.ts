/** How long a document counts, in milliseconds. */
export interface DocumentLifetime {
  /** Served without looking again. */
  readonly fresh: number;
  /** Served after that for so much longer while it cannot be fetched. */
  readonly stale: number;
  /** After a failed fetch, so long nobody tries again. */
  readonly pause: number;
}

/**
 * A remote document: fetched when first wanted, once for any number of callers, and kept when a later fetch fails.
 */
export class CachedDocument<Value> {
  private current: { readonly value: Value; readonly fetchedAt: number } | undefined;
  private failed: { readonly error: unknown; readonly at: number } | undefined;
  private underway: Promise<Value> | undefined;

  constructor(
    private readonly fetchValue: () => Promise<Value>,
    private readonly lifetime: DocumentLifetime,
  ) {}

  /** @throws what the fetch threw, when there is nothing left to serve */
  async get(): Promise<Value> {
    const { fresh, stale, pause } = this.lifetime;
    const now = Date.now();
    if (this.current && now - this.current.fetchedAt < fresh) return this.current.value;
    const kept =
      this.current && now - this.current.fetchedAt < fresh + stale ? this.current.value : undefined;
    try {
      if (this.failed && now - this.failed.at < pause) throw this.failed.error;
      return await this.fetch();
    } catch (error) {
      if (kept === undefined) throw error;
      return kept;
    }
  }

  /** Fetches now, or joins the fetch that is underway. A failure evicts nothing. */
  fetch(): Promise<Value> {
    this.underway ??= this.load().finally(() => (this.underway = undefined));
    return this.underway;
  }

  private async load(): Promise<Value> {
    try {
      const value = await this.fetchValue();
      this.current = { value, fetchedAt: Date.now() };
      this.failed = undefined;
      return value;
    } catch (error) {
      this.failed = { error, at: Date.now() };
      throw error;
    }
  }
}
