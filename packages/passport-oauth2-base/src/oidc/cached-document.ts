/** How long a document is kept, in milliseconds. */
export interface DocumentLifetime {
  /** For this long it is served without a new fetch. */
  readonly fresh: number;
  /** For this much longer it is served while fetching fails. */
  readonly stale: number;
  /** After a failed fetch, there is no new attempt for this long. */
  readonly pause: number;
}

/**
 * A remote document. It is fetched on first use, once for any number of callers, and kept when a later fetch fails.
 */
export class CachedDocument<Value> {
  private current: { readonly value: Value; readonly fetchedAt: number } | undefined;
  private failed: { readonly error: unknown; readonly at: number } | undefined;
  private underway: Promise<Value> | undefined;

  constructor(
    private readonly fetchValue: () => Promise<Value>,
    private readonly lifetime: DocumentLifetime,
  ) {}

  /** @throws the error of the fetch, if there is no document to serve */
  async get(): Promise<Value> {
    const { fresh, stale, pause } = this.lifetime;
    const now = Date.now();
    if (this.current && now - this.current.fetchedAt < fresh) return this.current.value;
    const keptValue =
      this.current && now - this.current.fetchedAt < fresh + stale ? this.current.value : undefined;
    try {
      if (this.failed && now - this.failed.at < pause) throw this.failed.error;
      return await this.fetch();
    } catch (error) {
      if (keptValue === undefined) throw error;
      return keptValue;
    }
  }

  /** Fetches now, or joins the fetch in progress. After a failure the old document is kept. */
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
