import type { ProviderError } from '../errors/provider-error';
import type { KeptRecord } from './kept-tokens';
import { refusesClient } from './outcome';
import { backoff } from './waiting';

/** The renewals of this process: one at a time for each record, and none while the service refuses the client itself. */
export class Renewals {
  private readonly running = new Map<string, Promise<KeptRecord>>();
  /** The service refused the client: the error for all users until then. */
  private refused: { readonly error: ProviderError; readonly until: number } | undefined;
  private failures = 0;

  /** Joins the renewal of a record, or starts it. */
  join(key: string, renew: () => Promise<KeptRecord>): Promise<KeptRecord> {
    const running = this.running.get(key);
    if (running) return running;
    if (this.refused && performance.now() < this.refused.until) return Promise.reject(this.refused.error);
    const started = this.observed(renew()).finally(() => this.running.delete(key));
    this.running.set(key, started);
    return started;
  }

  private async observed(renewal: Promise<KeptRecord>): Promise<KeptRecord> {
    try {
      const record = await renewal;
      this.failures = 0;
      return record;
    } catch (error) {
      if (refusesClient(error)) {
        this.refused = { error, until: performance.now() + backoff(this.failures) };
        this.failures += 1;
      }
      throw error;
    }
  }
}
