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
    { call: 'refresh', sent: 2, outcome: 'rejected' },
    { call: 'revoke', sent: 2, outcome: 'rejected' },
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
    if (second?.status === 'rejected') {
      expect(second.reason).toMatchObject({ reason: 'network_error', retryable: true });
    }
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
