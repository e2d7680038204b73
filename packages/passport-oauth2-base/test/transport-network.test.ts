import * as http from 'node:http';
import { type Fetch } from 'passport-oauth2-base';
import { eachTestHasService, apiClient } from 'passport-strategy-contract/harness';
import { declare, makeClient } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const exchange = { code: 'the-code', callbackURL: 'https://app.example/callback' };

/** Counts the requests that go through an agent. */
class CountingAgent extends http.Agent {
  count = 0;
  addRequest(...parameters: unknown[]): void {
    this.count += 1;
    (http.Agent.prototype as unknown as CountingAgent).addRequest.apply(this, parameters);
  }
}

describe("A78: the process' own agent", () => {
  const before = http.globalAgent;
  afterEach(() => void Object.assign(http, { globalAgent: before }));

  test('A78: a replaced globalAgent is used, also when it is replaced later', async () => {
    const client = makeClient(declare(service()));
    await client.exchange(exchange);
    const agent = new CountingAgent();
    Object.assign(http, { globalAgent: agent });
    await client.exchange(exchange);
    await client.refresh?.('r');
    expect(service().requests).toHaveLength(3);
    expect(agent.count).toBeGreaterThanOrEqual(1);
  });

  test('A78: the `agent` option comes before it', async () => {
    const [agent, globalAgent] = [new CountingAgent(), new CountingAgent()];
    Object.assign(http, { globalAgent });
    await makeClient(declare(service()), { agent }).exchange(exchange);
    expect([agent.count, globalAgent.count]).toEqual([1, 0]);
  });
});

describe('the code of the system is in the message and decides the hint', () => {
  const rejecting = (code: string): Fetch => {
    const cause = Object.assign(new Error('below'), { code });
    return () => Promise.reject(new TypeError('fetch failed', { cause }));
  };
  const rows = [
    ['ENOTFOUND', /DNS.*`agent`/],
    ['EAI_AGAIN', /DNS.*`agent`/],
    ['ECONNREFUSED', /port.*`agent`/],
    ['ETIMEDOUT', /firewall.*`agent`/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS.*`ca`/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /clock/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
    ['EPROTO', /TLS/],
    ['ECONNRESET', /Try again/],
    ['hasOwnProperty', /Try again/],
  ] as const;
  test.each(rows)('%s', async (code, hint) => {
    const client = makeClient(declare(service()), { fetch: rejecting(code) });
    const error = await client.exchange(exchange).catch((it: unknown) => it);
    expect(error).toMatchObject({ reason: 'network_error', hint: expect.stringMatching(hint) as string });
    if (/^[A-Z_]+$/.test(code)) expect(String(error)).toContain(code);
  });

  test('ECONNREFUSED without a custom fetch', async () => {
    const client = makeClient(declare(service()), { tokenURL: 'http://127.0.0.1:1/token' });
    const error = await client.exchange(exchange).catch((it: unknown) => it);
    expect(String(error)).toContain('ECONNREFUSED');
    expect(error).toMatchObject({ hint: expect.stringMatching(/port/) as string });
  });
});

describe('A73: what a custom fetch may reject with or give', () => {
  const throwing = new Proxy(Object.create(null) as object, {
    get: () => {
      throw new Error('trap');
    },
    getPrototypeOf: () => {
      throw new Error('trap');
    },
  });
  const odd = (members: PropertyDescriptorMap): Error => Object.defineProperties(new Error('odd'), members);
  const getter = {
    get: () => {
      throw new Error('getter');
    },
  };
  const rejections: readonly (readonly [string, unknown])[] = [
    ['undefined', undefined],
    ['null', null],
    ['a symbol', Symbol('s')],
    ['a bigint', 0n],
    ['an object without a prototype', Object.create(null)],
    ['a Proxy that throws', throwing],
    ['a message that is an object', odd({ message: { value: {} } })],
    ['a message that is a symbol', odd({ message: { value: Symbol('s') } })],
    ['a message without a prototype', odd({ message: { value: Object.create(null) as unknown } })],
    ['a message that throws', odd({ message: getter })],
    ['a name that is a symbol', odd({ name: { value: Symbol('s') } })],
    ['a cause that throws', odd({ cause: getter })],
    ['a code that throws', odd({ code: getter })],
    ['a cause without a prototype', odd({ cause: { value: Object.create(null) as unknown } })],
  ];
  const responses = [undefined, null, 7, {}, { status: 200 }];
  const fetches: (readonly [string, () => unknown])[] = [
    ...rejections.map(([name, value]) => [`rejects with ${name}`, () => reject(value)] as const),
    ...rejections.map(([name, value]) => [`throws ${name}`, () => raise(value)] as const),
    ...responses.map((value) => [`gives ${JSON.stringify(value)}`, () => Promise.resolve(value)] as const),
  ];

  test.each(fetches)('A73: %s', async (_name, fetch) => {
    const client = makeClient(declare(service()), { fetch });
    const error = await client.exchange(exchange).catch((it: unknown) => it);
    expect(error).toMatchObject({ name: 'ProviderError', reason: 'network_error' });
  });

  test.each(fetches)('A73: %s to a call that changes something', async (_name, fetch) => {
    const client = apiClient(service(), { fetch });
    const error = await client.call({ path: 'x', method: 'POST' }).catch((it: unknown) => it);
    expect(error).toMatchObject({ name: 'ProviderError', reason: 'outcome_unknown' });
  });
});

function reject(value: unknown): Promise<never> {
  return Promise.reject(value);
}

function raise(value: unknown): never {
  throw value;
}
