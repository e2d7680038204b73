import { Redis } from 'ioredis';
import {
  memoryTokenStore,
  redisTokenStore,
  type Claim,
  type Release,
  type TokenStore,
  type TokenWrite,
} from 'passport-oauth2-base/tokens';
import { createClient } from 'redis';
import { hasRedis, RedisServer } from 'passport-strategy-contract/harness';

const secret = 'a secret of at least thirty-two characters';
const life = 60_000;

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A write that a test only says the interesting half of. */
const tokens = (different: Partial<TokenWrite> = {}): TokenWrite => ({
  ...{ value: 'v1', revision: 'r1', timeToLive: life, renewOnRead: false },
  ...different,
});

const failed = (outcome: Release['outcome'], different: Partial<Release> = {}): Release => ({
  ...{ owner: 'a', revision: 'r1', outcome, retryAfter: 0 },
  ...different,
});

/** One behaviour that every store has. Keys are new for each row. */
type Row = [title: string, run: (store: TokenStore, key: string) => Promise<void>];

const mine = (sentBefore: number, failures = 0): Claim => ({ kind: 'mine', sentBefore, failures });
const held = { kind: 'held', milliseconds: expect.any(Number) as number };

const rows: readonly Row[] = [
  [
    'gives back what was written, with its revision',
    async (store, key) => {
      expect(await store.read(key)).toBeUndefined();
      expect(await store.write(key, tokens())).toEqual({ written: true });
      expect(await store.read(key)).toEqual({ revision: 'r1', value: 'v1', refused: undefined });
    },
  ],
  [
    'an unconditional write replaces all, and gives what it replaced',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', life);
      await store.release(key, failed('refused', { retryAfter: life }));
      expect(await store.write(key, tokens({ value: 'v2', revision: 'r2' }))).toEqual({
        written: true,
        replaced: 'v1',
      });
      expect(await store.claim(key, 'r2', 'b', life)).toEqual(mine(0));
    },
  ],
  [
    'one claim at a time',
    async (store, key) => {
      await store.write(key, tokens());
      const claims = await Promise.all(['a', 'b', 'c'].map((owner) => store.claim(key, 'r1', owner, life)));
      expect(claims).toEqual([mine(0), held, held]);
    },
  ],
  [
    'a claim of another revision, or of a record that is gone, is told so',
    async (store, key) => {
      expect(await store.claim(key, 'r1', 'a', life)).toEqual({ kind: 'changed' });
      await store.write(key, tokens());
      expect(await store.claim(key, 'r0', 'a', life)).toEqual({ kind: 'changed' });
      expect(await store.claim(key, '', 'a', life)).toEqual({ kind: 'changed' });
      await store.remove(key);
      expect(await store.claim(key, 'r1', 'a', life)).toEqual({ kind: 'changed' });
    },
  ],
  [
    'a claim without tokens makes a record that has none',
    async (store, key) => {
      expect(await store.claim(key, '', 'a', life)).toEqual(mine(0));
      expect(await store.claim(key, '', 'b', life)).toEqual(held);
      expect(await store.read(key)).toBeUndefined();
      expect(await store.write(key, tokens({ ifRevision: '', owner: 'a' }))).toEqual({ written: true });
      expect(await store.read(key)).toMatchObject({ revision: 'r1' });
    },
  ],
  [
    'a lock ends by itself, and its mark stays',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', 30);
      await pause(60);
      expect(await store.claim(key, 'r1', 'b', life)).toEqual(mine(1));
    },
  ],
  [
    'the mark is lowered only where nothing was sent',
    async (store, key) => {
      await store.write(key, tokens());
      for (const [outcome, marks] of [
        ['not_sent', 0],
        ['unknown', 1],
        ['not_sent', 1],
        ['unknown', 2],
      ] as const) {
        await store.claim(key, 'r1', 'a', life);
        await store.release(key, failed(outcome));
        const claim = await store.claim(key, 'r1', 'a', life);
        expect(claim).toMatchObject({ kind: 'mine', sentBefore: marks });
        await store.release(key, failed('not_sent'));
      }
    },
  ],
  [
    'nobody claims before the wait is over, and failures are counted until a write',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', life);
      await store.release(key, failed('unknown', { retryAfter: 80 }));
      const claim = await store.claim(key, 'r1', 'b', life);
      expect(claim).toEqual({ kind: 'backoff', milliseconds: expect.any(Number) as number });
      await pause(120);
      expect(await store.claim(key, 'r1', 'b', life)).toEqual(mine(1, 1));
      await store.write(key, tokens({ revision: 'r2', ifRevision: 'r1', owner: 'b' }));
      expect(await store.claim(key, 'r2', 'b', life)).toEqual(mine(0));
    },
  ],
  [
    'a refusal is kept, and told to readers and claims',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', life);
      await store.release(key, failed('refused'));
      expect(await store.read(key)).toEqual({ revision: 'r1', value: 'v1', refused: 'signed_out' });
      expect(await store.claim(key, 'r1', 'b', life)).toEqual({ kind: 'refused', reason: 'signed_out' });
    },
  ],
  [
    'a refusal after an earlier attempt is an interrupted refresh',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', life);
      await store.release(key, failed('unknown'));
      await store.claim(key, 'r1', 'b', life);
      await store.release(key, failed('refused', { owner: 'b' }));
      expect(await store.read(key)).toMatchObject({ refused: 'refresh_interrupted' });
    },
  ],
  [
    'a refusal of an older revision changes nothing',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', life);
      await store.write(key, tokens({ revision: 'r2' }));
      await store.release(key, failed('refused'));
      expect(await store.read(key)).toEqual({ revision: 'r2', value: 'v1', refused: undefined });
    },
  ],
  [
    'a conditional write needs the revision, and nothing else',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', 20);
      await pause(40);
      const late = tokens({ value: 'late', revision: 'r2', ifRevision: 'r1', owner: 'a' });
      expect(await store.write(key, late)).toEqual({ written: true, replaced: 'v1' });
      const later = tokens({ value: 'later', revision: 'r3', ifRevision: 'r1', owner: 'b' });
      expect(await store.write(key, later)).toEqual({ written: false });
      expect(await store.read(key)).toMatchObject({ revision: 'r2', value: 'late' });
    },
  ],
  [
    'a late write clears a refusal, and keeps the mark and the lock of another owner',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', 20);
      await pause(40);
      await store.claim(key, 'r1', 'b', life);
      await store.release(key, failed('refused', { owner: 'nobody' }));
      await store.write(key, tokens({ revision: 'r2', ifRevision: 'r1', owner: 'a' }));
      expect(await store.read(key)).toMatchObject({ revision: 'r2', refused: undefined });
      expect(await store.claim(key, 'r2', 'c', life)).toEqual(held);
      await store.release(key, failed('unknown', { owner: 'b' }));
      expect(await store.claim(key, 'r2', 'c', life)).toEqual(mine(1));
    },
  ],
  [
    'a write never brings back what was removed',
    async (store, key) => {
      await store.write(key, tokens());
      await store.claim(key, 'r1', 'a', life);
      expect(await store.remove(key)).toBe('v1');
      expect(await store.remove(key)).toBeUndefined();
      expect(await store.write(key, tokens({ revision: 'r2', ifRevision: 'r1', owner: 'a' }))).toEqual({
        written: false,
      });
      await store.release(key, failed('refused'));
      expect(await store.read(key)).toBeUndefined();
    },
  ],
  [
    'a record is gone after its time',
    async (store, key) => {
      await store.write(key, tokens({ timeToLive: 40 }));
      await pause(70);
      expect(await store.read(key)).toBeUndefined();
    },
  ],
  [
    'reads start the time again where they should',
    async (store, key) => {
      await store.write(key, tokens({ timeToLive: 600, renewOnRead: true }));
      for (let i = 0; i < 4; i += 1) {
        await pause(200);
        expect(await store.read(key)).toBeDefined();
      }
    },
  ],
];

let count = 0;

function everyRow(store: () => TokenStore): void {
  test.each(rows)('%s', (_title, run) => run(store(), `key-${(count += 1)}`));
}

describe('memoryTokenStore', () => {
  const store = memoryTokenStore();
  everyRow(() => store);

  test('forgets the user who was not used for the longest time', async () => {
    const small = memoryTokenStore({ maxUsers: 2 });
    await small.write('a', tokens());
    await small.write('b', tokens());
    await small.read('a');
    await small.write('c', tokens());
    expect(await Promise.all(['a', 'b', 'c'].map((key) => small.read(key).then(Boolean)))).toEqual([
      true,
      false,
      true,
    ]);
  });

  test.each([0, -1, 1.5, NaN, '5'])('refuses %p users', (maxUsers) => {
    expect(() => memoryTokenStore({ maxUsers: maxUsers as number })).toThrow(TypeError);
  });
});

(hasRedis() ? describe : describe.skip)('redisTokenStore', () => {
  const server = new RedisServer();
  const clients: { close: () => unknown }[] = [];
  let official: ReturnType<typeof createClient>;
  let io: Redis;
  beforeAll(async () => {
    await server.start();
    official = createClient({ url: server.url });
    await official.connect();
    io = new Redis(server.port, '127.0.0.1');
    clients.push({ close: () => official.destroy() }, { close: () => io.disconnect() });
  });
  afterAll(async () => {
    for (const client of clients) client.close();
    await server.close();
  });

  describe('with the package redis', () => everyRow(() => redisTokenStore(official, { secret })));
  describe('with the package ioredis', () => everyRow(() => redisTokenStore(io, { secret })));

  test('nothing readable is in Redis, and another key, user or secret opens nothing', async () => {
    const store = redisTokenStore(official, { secret, prefix: 'sealed' });
    await store.write('one', tokens({ value: 'canary-token' }));
    await official.copy('sealed:one', 'sealed:two');
    expect(JSON.stringify(await official.hGetAll('sealed:one'))).not.toContain('canary');
    expect(await store.read('two')).toBeUndefined();
    const other = redisTokenStore(official, { secret: `${secret}!`, prefix: 'sealed' });
    expect(await other.read('one')).toBeUndefined();
  });

  test('secrets can be changed', async () => {
    const before = redisTokenStore(official, { secret });
    await before.write('rotated', tokens());
    const after = redisTokenStore(official, { secret: [`${secret}!`, secret] });
    expect(await after.read('rotated')).toMatchObject({ value: 'v1' });
  });

  test('scripts are sent once, and again after Redis has forgotten them', async () => {
    const store = redisTokenStore(official, { secret });
    await store.write('script', tokens());
    await official.scriptFlush();
    expect(await store.read('script')).toMatchObject({ value: 'v1' });
    await official.configResetStat();
    await store.read('script');
    const stats = await official.info('commandstats');
    expect(stats).toContain('cmdstat_evalsha');
    expect(stats).not.toMatch(/cmdstat_eval:/);
  });

  test.each([undefined, '', 'short', []])('refuses the secret %p', (wrong) => {
    expect(() => redisTokenStore(official, { secret: wrong as string })).toThrow(/at least 32/);
  });

  test('refuses what is no client', () => {
    expect(() => redisTokenStore({} as never, { secret })).toThrow(TypeError);
  });
});
