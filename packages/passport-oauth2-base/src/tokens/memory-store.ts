import type { Claim, RefusalReason, Release, StoredTokens, TokenStore, TokenWrite } from './store';

/** Options of {@link memoryTokenStore}. */
export interface MemoryTokenStoreOptions {
  /** The number of users whose tokens are kept. The one who was not used for the longest time goes first. Default 10,000. */
  readonly maxUsers?: number | undefined;
}

interface MemoryRecord {
  revision: string;
  value: string | undefined;
  refused?: RefusalReason | undefined;
  owner?: string | undefined;
  lockedUntil: number;
  mark: number;
  notBefore: number;
  failures: number;
  expiresAt: number;
  timeToLive: number;
  renewOnRead: boolean;
}

/**
 * Keeps tokens in this process, not sealed. They are gone when the process ends, and other processes do not see them:
 * for development, tests, and applications that run as one process and may ask their users to sign in again.
 *
 * @throws TypeError if `maxUsers` is not a positive whole number
 */
export function memoryTokenStore(options: MemoryTokenStoreOptions = {}): TokenStore {
  const { maxUsers = 10_000 } = options;
  if (!Number.isSafeInteger(maxUsers) || maxUsers < 1) {
    throw new TypeError('memoryTokenStore: `maxUsers` must be a positive whole number.');
  }
  return new MemoryTokenStore(maxUsers);
}

class MemoryTokenStore implements TokenStore {
  /** In the order of use: the first was not used for the longest time. */
  private readonly records = new Map<string, MemoryRecord>();

  constructor(private readonly maxUsers: number) {}

  read(key: string): Promise<StoredTokens | undefined> {
    const record = this.find(key);
    if (record?.value === undefined) return Promise.resolve(undefined);
    if (record.renewOnRead) record.expiresAt = Date.now() + record.timeToLive;
    const { revision, value, refused } = record;
    return Promise.resolve({ revision, value, refused });
  }

  claim(key: string, revision: string, owner: string, lockLife: number): Promise<Claim> {
    const record = this.find(key) ?? (revision === '' ? this.create(key, lockLife) : undefined);
    return Promise.resolve(record ? claimRecord(record, revision, owner, lockLife) : { kind: 'changed' });
  }

  write(key: string, write: TokenWrite): Promise<{ written: boolean; replaced?: string }> {
    const before = this.find(key);
    if (write.ifRevision !== undefined && (before?.revision ?? '') !== write.ifRevision) {
      return Promise.resolve({ written: false });
    }
    const record = before ?? this.create(key, write.timeToLive);
    const replaced = record.value;
    const isLate = write.ifRevision !== undefined && isLocked(record) && record.owner !== write.owner;
    const { value, revision, timeToLive, renewOnRead } = write;
    const expiresAt = Date.now() + timeToLive;
    Object.assign(record, { value, revision, timeToLive, renewOnRead, expiresAt, refused: undefined });
    Object.assign(record, { notBefore: 0, failures: 0, mark: isLate ? Math.max(0, record.mark - 1) : 0 });
    if (!isLate) Object.assign(record, { owner: undefined, lockedUntil: 0 });
    return Promise.resolve({ written: true, ...(replaced === undefined ? {} : { replaced }) });
  }

  release(key: string, { owner, revision, outcome, retryAfter }: Release): Promise<void> {
    const record = this.find(key);
    if (!record) return Promise.resolve();
    if (record.owner === owner) Object.assign(record, { owner: undefined, lockedUntil: 0 });
    if (record.revision !== revision) return Promise.resolve();
    if (outcome === 'refused') record.refused = record.mark > 1 ? 'refresh_interrupted' : 'signed_out';
    if (outcome === 'not_sent') record.mark = Math.max(0, record.mark - 1);
    record.failures += 1;
    record.notBefore = performance.now() + retryAfter;
    return Promise.resolve();
  }

  remove(key: string): Promise<string | undefined> {
    const record = this.find(key);
    this.records.delete(key);
    return Promise.resolve(record?.value);
  }

  private find(key: string): MemoryRecord | undefined {
    const record = this.records.get(key);
    if (!record) return undefined;
    this.records.delete(key);
    if (record.expiresAt <= Date.now()) return undefined;
    this.records.set(key, record);
    return record;
  }

  private create(key: string, timeToLive: number): MemoryRecord {
    const [oldest] = this.records.keys();
    if (this.records.size >= this.maxUsers && oldest !== undefined) this.records.delete(oldest);
    const expiresAt = Date.now() + timeToLive;
    const record: MemoryRecord = {
      revision: '',
      value: undefined,
      ...{ lockedUntil: 0, mark: 0, notBefore: 0, failures: 0 },
      ...{ expiresAt, timeToLive, renewOnRead: false },
    };
    this.records.set(key, record);
    return record;
  }
}

function claimRecord(record: MemoryRecord, revision: string, owner: string, lockLife: number): Claim {
  const now = performance.now();
  if (record.revision !== revision) return { kind: 'changed' };
  if (record.refused) return { kind: 'refused', reason: record.refused };
  if (isLocked(record)) return { kind: 'held', milliseconds: record.lockedUntil - now };
  if (record.notBefore > now) return { kind: 'backoff', milliseconds: record.notBefore - now };
  const { mark, failures } = record;
  Object.assign(record, { owner, lockedUntil: now + lockLife, mark: mark + 1 });
  return { kind: 'mine', sentBefore: mark, failures };
}

function isLocked({ owner, lockedUntil }: MemoryRecord): boolean {
  return owner !== undefined && lockedUntil > performance.now();
}
