/** Many processes refresh the tokens of many users over one real Redis, and are killed, stopped and cut off meanwhile. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { redisTokenStore, TokenKeeper } from 'passport-oauth2-base/tokens';
import {
  declare,
  hasRedis,
  makeClient,
  RedisServer,
  RotatingService,
  StubService,
} from 'passport-strategy-contract/harness';
import { createClient } from 'redis';
import { Worker, type CallResult, type WorkerSettings } from './workers';

const root = join(__dirname, '..', '..');
const secret = 'a secret of at least thirty-two characters';
/** Milliseconds for a request; the lock of a refresh lives for 10 s more. */
const timeout = 500;
const lockLife = timeout + 10_000;

const redis = new RedisServer();
let client: ReturnType<typeof createClient>;
let stub: StubService;
let service: RotatingService;
let workers: Worker[];
let settings: WorkerSettings;

const describeWithRedis = hasRedis() ? describe : describe.skip;

beforeAll(async () => {
  if (!hasRedis()) return;
  // The workers are processes of their own: they load the compiled packages.
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const built = spawnSync(process.execPath, [compiler, '-b', join(root, 'packages/passport-oauth2-base')]);
  expect(built.status).toBe(0);
  await redis.start();
  client = createClient({ url: redis.url, socket: { reconnectStrategy: 50 } });
  client.on('error', () => undefined);
  await client.connect();
});
afterAll(async () => {
  client?.destroy();
  await redis.close();
});

beforeEach(async () => {
  if (!hasRedis()) return;
  stub = await new StubService().listen();
  service = new RotatingService(stub);
  settings = { redisURL: redis.url, secret, service: stub.origin, timeout };
  const offsets = [0, 30_000, -30_000];
  workers = await Promise.all(offsets.map((clockOffset) => new Worker({ ...settings, clockOffset }).start()));
});
afterEach(async () => {
  await Promise.all((workers ?? []).map((worker) => worker.kill()));
  await stub?.close();
});

/** Stores tokens of users whose access tokens expired an hour ago. */
async function signIn(users: readonly string[]): Promise<void> {
  const own = makeClient(declare(stub));
  const keeper = new TokenKeeper({ client: own, store: redisTokenStore(client, { secret }) });
  for (const user of users) {
    stub.token = { json: service.login(user) };
    const tokens = await own.exchange({ code: 'c', callbackURL: 'https://app.example/callback' });
    await keeper.save(user, Object.assign(tokens, { expiresAt: new Date(Date.now() - 3_600_000) }));
  }
}

const usersOf = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}.${index}`);

/** The number of the refresh token that is stored for a user. */
async function storedNumber(user: string): Promise<number> {
  const stored = await redisTokenStore(client, { secret }).read(`acme:client-1:${user}`);
  const { refreshToken } = JSON.parse(stored?.value ?? '{}') as { refreshToken?: string };
  return Number(/-(\d+)$/.exec(refreshToken ?? '')?.[1]);
}

/** Asks again, as an application would, until the answer is final. */
async function settled(worker: Worker, user: string): Promise<CallResult> {
  for (;;) {
    const [result = {}] = await worker.ask(user);
    if (result.token !== undefined || result.retryable !== true) return result;
    await sleep(200);
  }
}

/** A small random generator (mulberry32), so that a seed repeats a run. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describeWithRedis('refresh storms', () => {
  test('R74 200 users, 20 callers each on three processes whose clocks differ: 200 requests, and every token works', async () => {
    const users = usersOf('storm', 200);
    await signIn(users);
    // This is about the number of requests: nobody gives up because the machine is slow.
    const patient = { ...settings, timeout: 30_000, storeTimeout: 60_000 };
    const offsets = [0, 30_000, -30_000];
    const own = await Promise.all(
      offsets.map((clockOffset) => new Worker({ ...patient, clockOffset }).start()),
    );
    const startedAt = performance.now();
    const results = await Promise.all(
      users.flatMap((user) => own.map((worker, index) => worker.ask(user, [7, 7, 6][index]))),
    );
    const milliseconds = Math.round(performance.now() - startedAt);
    await Promise.all(own.map((worker) => worker.kill()));
    expect(service.refreshes).toHaveLength(200);
    expect(new Set(service.refreshes).size).toBe(200);
    const expected = users.flatMap((user) => workers.map(() => `at-${user}-2`));
    expect(results.map((each) => [...new Set(each.map(({ token }) => token))].join())).toEqual(expected);
    console.log(`4,000 callers, 200 refreshes, 3 processes: ${milliseconds} ms`);
  });

  const killed = [
    { reuse: 'refuse', seeds: 20 },
    { reuse: 'revoke_family', seeds: 20 },
    { reuse: 'grace', seeds: 20 },
  ] as const;

  test.each(killed)('$seeds kills at a service that answers reuse with $reuse', async ({ reuse, seeds }) => {
    service.reuse = reuse;
    const all: string[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) {
      const random = randomOf(seed);
      service.delay = () => random() * 60;
      const users = usersOf(`${reuse}.${seed}`, 15);
      all.push(...users);
      await signIn(users);
      const calls = users.flatMap((user) => workers.map((worker) => worker.ask(user, 2, { timeout: 300 })));
      await sleep(random() * 80);
      const victim = Math.floor(random() * 3);
      await workers[victim]?.kill();
      await Promise.all(calls);
      workers[victim] = await new Worker(settings).start();
    }
    service.delay = () => 0;
    await sleep(lockLife);
    const endings = await Promise.all(
      all.map(async (user, index) => [user, await settled(workers[index % 3] as Worker, user)] as const),
    );
    const signedOut = endings.filter(([, { token }]) => token === undefined);
    // The store's token is not the service's: it was used up, and its answer was never stored.
    const lost: string[] = [];
    for (const user of all) if ((await storedNumber(user)) !== service.current.get(user)) lost.push(user);
    expect(signedOut.map(([user]) => user)).toEqual(lost);
    expect(new Set(signedOut.map(([, { reason }]) => reason))).toEqual(
      new Set(lost.length === 0 ? [] : ['refresh_interrupted']),
    );
    if (reuse === 'grace') expect(lost).toEqual([]);
    // Sent again only after an attempt whose outcome is unknown: one kill, one more request at the most.
    const sent = new Map<string, number>();
    for (const token of service.refreshes) sent.set(token, (sent.get(token) ?? 0) + 1);
    expect(Math.max(...sent.values())).toBeLessThanOrEqual(2);
    console.log(
      `${reuse}: ${seeds} kills, ${all.length} users, ${lost.length} signed out, seeds 1 to ${seeds}`,
    );
  });

  test('Redis killed and restarted, and stopped for a while, under load: coded errors, recovery, nothing lost', async () => {
    const users = usersOf('restart', 60);
    await signIn(users);
    const reasons = new Set<string | undefined>();
    let isOver = false;
    const load = workers.map(async (worker, index) => {
      for (let i = index; !isOver; i += 1) {
        const [result = {}] = await worker.ask(users[i % users.length] as string, 1, { timeout: 1_000 });
        if (result.token === undefined) reasons.add(result.reason);
        await sleep(5);
      }
    });
    await sleep(50);
    await redis.stop('SIGKILL');
    await sleep(300);
    await redis.start();
    await sleep(300);
    redis.signal('SIGSTOP');
    await sleep(5_000);
    redis.signal('SIGCONT');
    await sleep(500);
    isOver = true;
    await Promise.all(load);
    await sleep(lockLife);
    const endings = await Promise.all(
      users.map((user, index) => settled(workers[index % 3] as Worker, user)),
    );
    expect(endings.map(({ reason }) => reason)).toEqual(users.map(() => undefined));
    for (const user of users) expect(await storedNumber(user)).toBe(service.current.get(user));
    for (const reason of reasons)
      expect(['token_store_failed', 'refresh_pending', 'refresh_postponed']).toContain(reason);
  });

  test('a holder that is stopped beyond its lock stores its answer late, and heals the user', async () => {
    await signIn(['stopped']);
    service.delay = () => 400;
    const [holder, other] = workers as [Worker, Worker];
    const first = holder.ask('stopped', 1, { timeout: 60_000 });
    while (service.refreshes.length === 0) await sleep(5);
    holder.signal('SIGSTOP');
    await sleep(lockLife + 500);
    service.delay = () => 0;
    expect((await settled(other, 'stopped')).reason).toBe('refresh_interrupted');
    holder.signal('SIGCONT');
    const [late = {}] = await first;
    // Its deadline passed while it was stopped: the answer may count as late. The user is signed out or healed, never both.
    const ending = await settled(other, 'stopped');
    expect([late.token === undefined, ending.token === undefined]).toEqual(
      late.token === undefined ? [true, true] : [false, false],
    );
  });
});
