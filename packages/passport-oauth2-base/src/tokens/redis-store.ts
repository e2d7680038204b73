import { Seal } from '../lib/seal';
import {
  claimScript,
  readScript,
  releaseScript,
  removeScript,
  writeScript,
  type RedisScript,
} from './redis-scripts';
import type { Claim, RefusalReason, Release, StoredTokens, TokenStore, TokenWrite } from './store';

/** The part of the official `redis` client (4 or 5) that is used. */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(digest: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** The part of `ioredis` (5) that is used. */
export interface IORedisClient {
  eval(script: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
  evalsha(digest: string, keys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** Options of {@link redisTokenStore}. */
export interface RedisTokenStoreOptions {
  /**
   * At least 32 random characters, the same in every process. Tokens are sealed with it (AES-256-GCM). Several while
   * secrets change: the first one seals, each of them opens.
   */
  readonly secret: string | readonly string[];
  /** The beginning of every key. Default `tokens`. */
  readonly prefix?: string | undefined;
}

/** A secret shorter than this can be guessed, in characters. */
const minSecretLength = 32;

/**
 * Keeps tokens in Redis 6.2 or newer, sealed, for all processes of an application. Each user has one key, so Redis
 * Cluster works. Locks are measured by Redis' own clock.
 *
 * Redis must not lose writes: use `appendonly yes`, better with `appendfsync always`. A user whose last write is lost
 * has to sign in again.
 *
 * @param redis - a connected client of the package `redis` or `ioredis`; its connection is not opened or closed here
 * @throws TypeError for a secret that is missing or short, or a client of another kind
 */
export function redisTokenStore(
  redis: NodeRedisClient | IORedisClient,
  { secret, prefix = 'tokens' }: RedisTokenStoreOptions,
): TokenStore {
  const secrets = [secret ?? []].flat();
  if (
    secrets.length === 0 ||
    secrets.some((each) => typeof each !== 'string' || each.length < minSecretLength)
  ) {
    throw new TypeError(
      `redisTokenStore: \`secret\` must have at least ${minSecretLength} random characters. \`openssl rand -base64 32\` makes one.`,
    );
  }
  return new RedisTokenStore(runnerOf(redis), new Seal(secrets, 'passport-oauth2-base tokens'), prefix);
}

type Run = (script: RedisScript, key: string, parameters: readonly string[]) => Promise<readonly unknown[]>;

class RedisTokenStore implements TokenStore {
  constructor(
    private readonly run: Run,
    private readonly seal: Seal,
    private readonly prefix: string,
  ) {}

  async read(key: string): Promise<StoredTokens | undefined> {
    const at = this.keyOf(key);
    const [sealed, revision, refused] = texts(await this.run(readScript, at, []));
    if (!sealed || revision === undefined) return undefined;
    const value = this.seal.open(sealed, at);
    // Sealed by a secret that is gone: nobody can use these tokens.
    if (value === undefined) return undefined;
    return { revision, value, refused: refused ? (refused as RefusalReason) : undefined };
  }

  async claim(key: string, revision: string, owner: string, lockLife: number): Promise<Claim> {
    const reply = await this.run(claimScript, this.keyOf(key), [revision, owner, String(lockLife)]);
    const [kind, first = '', second] = texts(reply);
    if (kind === 'mine') return { kind, sentBefore: Number(first), failures: Number(second) };
    if (kind === 'held' || kind === 'backoff') return { kind, milliseconds: Number(first) };
    return kind === 'refused' ? { kind, reason: first as RefusalReason } : { kind: 'changed' };
  }

  async write(key: string, write: TokenWrite): Promise<{ written: boolean; replaced?: string }> {
    const at = this.keyOf(key);
    const [kind, replaced] = texts(
      await this.run(writeScript, at, [
        write.ifRevision === undefined ? '0' : '1',
        write.ifRevision ?? '',
        write.revision,
        this.seal.seal(write.value, at),
        write.owner ?? '',
        String(write.timeToLive),
        write.renewOnRead ? '1' : '0',
      ]),
    );
    const opened = replaced ? this.seal.open(replaced, at) : undefined;
    return { written: kind === 'written', ...(opened === undefined ? {} : { replaced: opened }) };
  }

  async release(key: string, { owner, revision, outcome, retryAfter }: Release): Promise<void> {
    const parameters = [owner, revision, outcome, String(Math.ceil(retryAfter))];
    await this.run(releaseScript, this.keyOf(key), parameters);
  }

  async remove(key: string): Promise<string | undefined> {
    const at = this.keyOf(key);
    const [sealed] = texts(await this.run(removeScript, at, []));
    return sealed ? this.seal.open(sealed, at) : undefined;
  }

  private keyOf(key: string): string {
    return `${this.prefix}:${key}`;
  }
}

/** Sends a script by its digest, and whole where Redis does not know it, as after a restart. */
function runnerOf(redis: NodeRedisClient | IORedisClient): Run {
  const send = senderOf(redis);
  return async ({ text, digest }, key, parameters) => {
    try {
      return (await send('digest', digest, key, parameters)) as readonly unknown[];
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return (await send('text', text, key, parameters)) as readonly unknown[];
    }
  };
}

function senderOf(
  redis: NodeRedisClient | IORedisClient,
): (kind: 'digest' | 'text', script: string, key: string, parameters: readonly string[]) => Promise<unknown> {
  if (typeof (redis as Partial<NodeRedisClient> | undefined)?.evalSha === 'function') {
    const client = redis as NodeRedisClient;
    return (kind, script, key, parameters) => {
      const options = { keys: [key], arguments: [...parameters] };
      return kind === 'digest' ? client.evalSha(script, options) : client.eval(script, options);
    };
  }
  if (typeof (redis as Partial<IORedisClient> | undefined)?.evalsha === 'function') {
    const client = redis as IORedisClient;
    return (kind, script, key, parameters) =>
      kind === 'digest'
        ? client.evalsha(script, 1, key, ...parameters)
        : client.eval(script, 1, key, ...parameters);
  }
  throw new TypeError('redisTokenStore: give a connected client of the package `redis` or `ioredis`.');
}

function texts(reply: readonly unknown[]): readonly (string | undefined)[] {
  return reply.map((part) => (part === null || part === undefined ? undefined : String(part as string)));
}
