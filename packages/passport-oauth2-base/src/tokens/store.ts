/** Why a refresh token is not sent any more: the service refused it. */
export type RefusalReason = 'signed_out' | 'refresh_interrupted';

/** The tokens of one user as a store gives them back. */
export interface StoredTokens {
  /** Random, and new at every write. Compare-and-set uses it. */
  readonly revision: string;
  /** The text that was written. */
  readonly value: string;
  /** Present after the service refused the refresh token of this revision. */
  readonly refused?: RefusalReason | undefined;
}

/** The answer to {@link TokenStore.claim}. */
export type Claim =
  /** The caller holds the lock. `sentBefore` counts earlier attempts whose outcome is unknown. */
  | { readonly kind: 'mine'; readonly sentBefore: number; readonly failures: number }
  /** Another process holds the lock for so many more milliseconds. */
  | { readonly kind: 'held'; readonly milliseconds: number }
  /** The last attempt failed. The next one may be made in so many milliseconds. */
  | { readonly kind: 'backoff'; readonly milliseconds: number }
  /** The record has another revision by now, or is gone. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

/** What a store is asked to write. */
export interface TokenWrite {
  readonly value: string;
  /** The new revision. */
  readonly revision: string;
  /** Write only if the record still has this revision (`''`: no tokens yet). Without it, write always. */
  readonly ifRevision?: string | undefined;
  /** The lock's owner; its lock ends with the write. */
  readonly owner?: string | undefined;
  /** Milliseconds until the record may be deleted. */
  readonly timeToLive: number;
  /** Every read starts the time to live again. */
  readonly renewOnRead: boolean;
}

/** What became of an attempt that stored nothing. */
export interface Release {
  readonly owner: string;
  /** The revision that was claimed. */
  readonly revision: string;
  /**
   * `not_sent`: nothing reached the service, so the mark is lowered. `unknown`: the service may have used the token
   * up, so the mark stays. `refused`: the service refused the token; it is never sent again.
   */
  readonly outcome: 'not_sent' | 'unknown' | 'refused';
  /** Milliseconds before the next attempt, for all processes. */
  readonly retryAfter: number;
}

/**
 * Keeps the tokens of users for {@link TokenKeeper}. `memoryTokenStore()` and `redisTokenStore()` implement it; an SQL
 * table can, too. Each method is atomic for its key. A record consists of: value, revision, the lock (owner and end),
 * the mark (how often the refresh token of this revision may have been sent), the time before which it must not be
 * sent again, the number of failures in a row, and `refused`.
 */
export interface TokenStore {
  /** The record, or `undefined` if there is none or it has no tokens yet. */
  read(key: string): Promise<StoredTokens | undefined>;

  /**
   * Takes the lock and raises the mark by one, in one step, unless the record has another revision, is refused, is
   * locked, or must wait. The revision `''` stands for "no tokens yet" and may create the record.
   *
   * @param lockLife - milliseconds, measured by the store's own clock
   */
  claim(key: string, revision: string, owner: string, lockLife: number): Promise<Claim>;

  /**
   * Writes tokens. An expired or lost lock does not forbid it: only the revision counts. Clears `refused`, the wait
   * and the failures, and the mark; but if another owner holds the lock, the mark is only lowered by one, because that
   * owner may have sent the token, too.
   *
   * @returns whether it was written, and the value that it replaced
   */
  write(key: string, write: TokenWrite): Promise<{ readonly written: boolean; readonly replaced?: string }>;

  /**
   * Ends an attempt. Frees the lock if `owner` still holds it. If the record still has the claimed revision, also
   * changes mark, wait and `refused`. A refusal is stored as `refresh_interrupted` if the mark is 2 or more: an
   * earlier attempt may have used the token up. Otherwise as `signed_out`.
   */
  release(key: string, release: Release): Promise<void>;

  /** Deletes the record. @returns its value */
  remove(key: string): Promise<string | undefined>;
}
