import { ProviderError, type ErrorContext } from '../errors/provider-error';
import { deserialize, type KeptRecord } from './kept-tokens';
import type { Claim, Release, TokenStore, TokenWrite } from './store';
import { backoff, pause, within } from './waiting';

/** @throws TypeError if a method of a store is missing */
export function checkStore(store: TokenStore): void {
  for (const method of ['read', 'claim', 'write', 'release', 'remove'] as const) {
    if (typeof (store as Partial<TokenStore> | undefined)?.[method] !== 'function')
      throw new TypeError(
        `TokenKeeper: \`store\` has no method \`${method}\`. Use memoryTokenStore() or redisTokenStore().`,
      );
  }
}

/** A token store whose failures are coded errors, and whose calls end in time. */
export class GuardedStore {
  constructor(
    private readonly store: TokenStore,
    private readonly provider: ErrorContext['provider'],
    /** Milliseconds for one call. A client of Redis that is offline queues commands for as long as it likes. */
    private readonly timeout: number,
  ) {}

  /** @throws ProviderError `token_store_failed` */
  async read(key: string): Promise<KeptRecord | undefined> {
    const stored = await this.call(() => this.store.read(key));
    return stored && deserialize(stored);
  }

  /** @throws ProviderError `token_store_failed`. A claim that succeeds after its time is released again. */
  async claim(key: string, revision: string, owner: string, lockLife: number): Promise<Claim> {
    let isLate = false;
    const claiming = Promise.resolve()
      .then(() => this.store.claim(key, revision, owner, lockLife))
      .then(async (claim) => {
        if (isLate && claim.kind === 'mine')
          await this.store.release(key, { owner, revision, outcome: 'not_sent', retryAfter: 0 });
        return claim;
      });
    try {
      return await this.call(() => claiming);
    } catch (error) {
      isLate = true;
      throw error;
    }
  }

  /** @throws ProviderError `token_store_failed` */
  write(key: string, write: TokenWrite): Promise<{ readonly written: boolean; readonly replaced?: string }> {
    return this.call(() => this.store.write(key, write));
  }

  /**
   * Writes tokens that exist nowhere else. Tries again for as long as the process lives: the service may have used
   * up the refresh token before them.
   */
  async writeAtLast(key: string, write: TokenWrite): Promise<boolean> {
    for (let failures = 0; ; failures += 1) {
      try {
        return (await this.write(key, write)).written;
      } catch {
        await pause(Math.min(2_000, backoff(failures)));
        // The failed write may have happened. Then its revision is there.
        const isThere = await this.read(key).then(
          (record) => record?.revision === write.revision,
          () => false,
        );
        if (isThere) return true;
      }
    }
  }

  /** Never rejects: a lock that cannot be freed ends by itself. */
  async release(key: string, release: Release): Promise<void> {
    await this.call(() => this.store.release(key, release)).catch(() => undefined);
  }

  /** @throws ProviderError `token_store_failed` */
  remove(key: string): Promise<string | undefined> {
    return this.call(() => this.store.remove(key));
  }

  private async call<Value>(run: () => Promise<Value>): Promise<Value> {
    try {
      return await within(this.timeout, Promise.resolve().then(run), () =>
        this.failed(`no response in ${this.timeout} ms`),
      );
    } catch (error) {
      if (error instanceof ProviderError) throw error;
      throw this.failed(nameOf(error));
    }
  }

  private failed(detail: string): ProviderError {
    return new ProviderError('token_store_failed', { provider: this.provider, detail });
  }
}

/**
 * A store's error by its name, its code, and the word that Redis begins with, such as `LOADING`. Its message is left
 * out, because that of a database may hold the tokens that were written.
 */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed with a value that is not an error';
  const { code } = error as { code?: unknown };
  const [word] = /^[A-Z]{3,}\b/.exec(error.message) ?? [];
  return [error.name, code, word].filter((part) => typeof part === 'string').join(' ');
}
