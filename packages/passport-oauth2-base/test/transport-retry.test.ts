import { Agent } from 'node:http';
import { type Socket } from 'node:net';
import { json } from './support/replies';
import { eachTestHasService, type Reply } from 'passport-strategy-contract/harness';
import { declare, makeClient } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const exchange = { code: 'the-code', callbackURL: 'https://app.example/callback' };
const good = { access_token: 't-1', token_type: 'Bearer', id: 'u-1' };

/** Answers well, but resets the first request that comes over a connection that was used before. */
function stale(reset: (socket: Socket) => void): { reply: Reply; seen: () => number } {
  const used = new WeakSet<object>();
  let seen = 0;
  let done = false;
  const reply: Reply = (res, _received, req) => {
    seen += 1;
    if (used.has(req.socket) && !done) {
      done = true;
      return reset(req.socket);
    }
    used.add(req.socket);
    res.writeHead(200, json).end(JSON.stringify(good));
  };
  return { reply, seen: () => seen };
}

describe('a connection that was used before and is dead', () => {
  const rows = [
    { call: 'exchange', sent: 3, outcome: 'fulfilled' },
    { call: 'userProfile', sent: 3, outcome: 'fulfilled' },
    // These must not be sent twice, so they never go over a connection that may be dead.
    { call: 'refresh', sent: 2, outcome: 'fulfilled' },
    { call: 'revoke', sent: 2, outcome: 'fulfilled' },
  ] as const;
  test.each(rows)('A50: $call is $outcome after $sent requests', async ({ call, sent, outcome }) => {
    const { reply, seen } = stale((socket) => socket.destroy());
    Object.assign(service(), { token: reply, user: reply, refresh: reply, revoke: reply });
    const client = makeClient(declare(service()), { revocationURL: `${service().origin}/revoke` });
    const calls: Record<string, () => Promise<unknown>> = {
      exchange: () => client.exchange(exchange),
      userProfile: () => client.userProfile('t'),
      refresh: () => client.refresh?.('r') as Promise<unknown>,
      revoke: () => client.revoke?.('r') as Promise<unknown>,
    };
    await calls[call]?.();
    const [second] = await Promise.allSettled([calls[call]?.()]);
    expect(second?.status).toBe(outcome);
    expect(seen()).toBe(sent);
  });
});

test('A50: a fresh connection that is reset is not tried again', async () => {
  service().token = (_res, _received, req) => void req.socket.destroy();
  await expect(makeClient(declare(service())).exchange(exchange)).rejects.toMatchObject({
    reason: 'network_error',
  });
  expect(service().requests).toHaveLength(1);
});

test('A50: two dead connections in a row are an error after two requests', async () => {
  const client = makeClient(declare(service()));
  await client.exchange(exchange);
  service().token = (_res, _received, req) => void req.socket.destroy();
  await expect(client.exchange(exchange)).rejects.toMatchObject({ reason: 'network_error' });
  expect(service().requests).toHaveLength(3);
});

test('A36: the second try has only what is left of the deadline', async () => {
  const client = makeClient(declare(service()), { timeout: 400 });
  await client.exchange(exchange);
  let first = true;
  service().token = (res, _received, req) => {
    if (first) setTimeout(() => req.socket.destroy(), 250);
    else setTimeout(() => res.writeHead(200, json).end(JSON.stringify(good)), 250);
    first = false;
  };
  await expect(client.exchange(exchange)).rejects.toMatchObject({ reason: 'timeout' });
});

test('R35: a reset in the middle of the answer on a reused connection is not tried again', async () => {
  const client = makeClient(declare(service()));
  await client.exchange(exchange);
  service().token = (res, _received, req) => {
    res.writeHead(200, json);
    res.write('{"access_token"', () => setTimeout(() => req.socket.resetAndDestroy(), 30));
  };
  await expect(client.exchange(exchange)).rejects.toMatchObject({ reason: expect.any(String) as string });
  expect(service().requests).toHaveLength(2);
});

/** An agent whose subclass has a private member: it does not work through a prototype. */
class PrivateAgent extends Agent {
  #sent = 0;
  get sent(): number {
    return this.#sent;
  }
  addRequest(...parameters: unknown[]): void {
    this.#sent += 1;
    (Agent.prototype as unknown as PrivateAgent).addRequest.apply(this, parameters);
  }
}

describe("A77: the application's own agent holds three dead connections", () => {
  const agents: readonly (readonly [name: string, make: () => Agent])[] = [
    ['keep-alive', () => new Agent({ keepAlive: true })],
    ['first in, first out', () => new Agent({ keepAlive: true, scheduling: 'fifo' })],
    ['limited', () => new Agent({ keepAlive: true, maxSockets: 3, maxTotalSockets: 3 })],
  ];

  /** Makes three idle connections, each of which the service resets when it is used again. */
  async function deaden(client: ReturnType<typeof makeClient>): Promise<void> {
    const open: (() => void)[] = [];
    const used = new WeakSet<object>();
    const reply: Reply = (res, _received, req) => {
      if (used.has(req.socket)) return void req.socket.destroy();
      used.add(req.socket);
      const end = (): void => void res.writeHead(200, json).end(JSON.stringify(good));
      if (open.length >= 3) return end();
      open.push(end);
      if (open.length === 3) open.forEach((finish) => finish());
    };
    Object.assign(service(), { token: reply, user: reply, refresh: reply, revoke: reply });
    await Promise.all([1, 2, 3].map(() => client.userProfile('t')));
  }

  test.each(agents)('A77: %s: exchange, profile, refresh and revoke succeed', async (_name, make) => {
    const agent = make();
    for (const call of ['exchange', 'userProfile', 'refresh', 'revoke'] as const) {
      const client = makeClient(declare(service()), { agent, revocationURL: `${service().origin}/revoke` });
      await deaden(client);
      const calls = {
        exchange: () => client.exchange(exchange),
        userProfile: () => client.userProfile('t'),
        refresh: () => client.refresh?.('r'),
        revoke: () => client.revoke?.('r'),
      };
      await expect(Promise.resolve(calls[call]())).resolves.not.toBeInstanceOf(Error);
    }
    agent.destroy();
  });

  test('A77: a new connection is not added to the pool of the agent', async () => {
    const agent = new Agent({ keepAlive: true });
    const client = makeClient(declare(service()), { agent });
    for (let i = 0; i < 3; i += 1) await client.refresh?.(`r-${i}`);
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(0);
    agent.destroy();
  });

  test('A77: an agent whose class has private members still sends', async () => {
    const agent = new PrivateAgent();
    const client = makeClient(declare(service()), { agent });
    await expect(client.refresh?.('r')).resolves.toMatchObject({ accessToken: 'opaque-new-token' });
    expect(service().requests).toHaveLength(1);
    expect(agent.sent).toBe(1);
  });
});
