import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { json, reasonOf } from './support/replies';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy, oauth2Of } from 'passport-strategy-contract/harness';
import { Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const exchange = { code: 'the-code', callbackURL: 'https://app.example/callback' };
const good = '{"access_token":"t-1","token_type":"Bearer"}';

/** An agent that counts the requests that go through it. */
function countingAgent(): Agent & { count: number } {
  const agent = Object.assign(new Agent(), { count: 0 });
  const inner = agent as unknown as { addRequest(...parameters: unknown[]): void };
  const addRequest = inner.addRequest.bind(agent);
  inner.addRequest = (...parameters) => {
    agent.count += 1;
    addRequest(...parameters);
  };
  return agent;
}

describe('agents', () => {
  test('the `agent` option and a late `setAgent` are used, the late one first', async () => {
    const [early, late] = [countingAgent(), countingAgent()];
    const strategy = makeStrategy(declare(service()), { agent: early });
    await new Visitor().login(strategy);
    expect([early.count, late.count]).toEqual([2, 0]);
    oauth2Of(strategy).setAgent(late);
    await new Visitor().login(strategy);
    expect([early.count, late.count]).toEqual([2, 2]);
  });

  test('setAgent of one strategy works when another strategy shares its client', async () => {
    const agent = countingAgent();
    const declaration = declare(service());
    const first = makeStrategy(declaration);
    const Class = first.constructor as new (...parameters: unknown[]) => typeof first;
    new Class(
      first.client,
      { callbackURL: 'https://app.example/other', clientSecret: 's', clientID: 'client-1' },
      () => undefined,
    );
    oauth2Of(first).setAgent(agent);
    await new Visitor().login(first);
    expect(agent.count).toBe(2);
  });

  test('an agent of the wrong protocol is an error, not a crash', async () => {
    const agent = new SecureAgent();
    expect(await reasonOf(makeClient(declare(service()), { agent }).exchange(exchange))).toBe(
      'network_error',
    );
  });
});

test('an answer that is slower than the idle time of sockets but within the deadline arrives', async () => {
  service().token = (res) => void setTimeout(() => res.writeHead(200, json).end(good), 4_300);
  const client = makeClient(declare(service()), { timeout: 9_000 });
  expect(await reasonOf(client.exchange(exchange))).toBe('success');
});
