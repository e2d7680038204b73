import assert from 'node:assert/strict';
import type { Received } from '../../harness/service';
import { credential, secret, type ApiCase, type ApiContractOptions, type ApiWorld } from './case';

const credentialHeaders = ['authorization', 'x-api-key'];
const wrongTokens: readonly unknown[] = [
  '',
  undefined,
  null,
  7,
  {},
  { accessToken: '' },
  { scope: [] },
  ['a'],
  `${credential}\n`,
  `${credential}\r\nX-Header: evil`,
  `${credential} `,
  `${credential}ñ`,
  `${credential}\0`,
];

const ownsToken = ({ credential: kind = 'accessToken' }: ApiContractOptions<unknown>): boolean =>
  kind === 'accessToken';

/** The one request that has arrived. It has one credential, if the call has one, and not the client secret. */
function onlyRequest(world: ApiWorld): Received {
  world.sent(1);
  const [request] = world.service.requests;
  assert.ok(request);
  const { credential: kind = 'accessToken' } = world.contract;
  const sent = credentialHeaders.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [`${name}: ${String(value)}`];
  });
  const expected = {
    accessToken: [`authorization: Bearer ${credential}`],
    apiKey: [`x-api-key: ${credential}`],
    none: [],
  };
  assert.deepEqual(sent, expected[kind]);
  assert.ok(!JSON.stringify(request).includes(secret), 'the client secret was sent');
  assert.ok(
    !`${request.url}${request.body}`.includes(credential),
    'the credential was sent outside of a header',
  );
  return request;
}

/** The request that a call sends. */
export const requestCases: readonly ApiCase[] = [
  {
    name: 'is one request, with one credential in one header',
    async run(world) {
      await world.call();
      const { method, headers, body } = onlyRequest(world);
      assert.equal(method === 'GET', world.contract.safe);
      assert.equal(headers.accept, 'application/json');
      assert.equal(headers['accept-encoding'], 'identity');
      assert.equal(headers['content-type'], body === '' ? undefined : 'application/json');
      if (body !== '') assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
      else assert.ok([undefined, '0'].includes(headers['content-length']));
    },
  },
  ...(
    [
      { Authorization: 'Basic b3RoZXI=', 'X-API-KEY': 'other' },
      { authorization: 'Bearer other', 'x-api-key': 'other' },
    ] as const
  ).map((customHeaders): ApiCase => ({
    name: `has the same credential with ${Object.keys(customHeaders).join(' and ')} in \`customHeaders\``,
    async run(world) {
      await world.call({ customHeaders: { ...customHeaders, 'X-Trace': '7' } });
      assert.equal(onlyRequest(world).headers['x-trace'], '7');
    },
  })),
  {
    name: 'has the same credential through `fetch`',
    async run(world) {
      await world.call({ fetch: (url, init) => fetch(url, init) });
      onlyRequest(world);
    },
  },
  {
    name: "has the package's User-Agent, or the application's",
    async run(world) {
      await world.call();
      assert.match(String(onlyRequest(world).headers['user-agent']), /^passport-/);
      for (const name of ['User-Agent', 'user-agent']) {
        await world.call({ customHeaders: { [name]: 'example-business/1.0' } });
        assert.equal(world.service.requests.at(-1)?.headers['user-agent'], 'example-business/1.0');
      }
    },
  },
  {
    name: 'goes below `apiURL`, with or without a slash at its end',
    async run(world) {
      for (const end of ['', '/']) await world.call({ apiURL: `${world.service.origin}/api/deeper${end}` });
      const [first, second] = world.service.requests.map(({ url }) => url);
      assert.match(String(first), /^\/api\/deeper\/[^/]/);
      assert.equal(second, first);
    },
  },
  {
    name: 'takes a TokenSet, also one whose scope is not known',
    applies: ownsToken,
    async run(world) {
      await world.call({}, { accessToken: credential, scope: [] });
      onlyRequest(world);
    },
  },
  {
    name: 'is not sent with a token that is missing or that a header cannot hold: argument_invalid',
    row: 'A43',
    applies: ownsToken,
    async run(world) {
      for (const token of wrongTokens) {
        if (token === undefined && world.contract.tokenOptional) continue;
        const error = await world.error({}, token);
        const { name, reason, retryable } = error;
        const expected = ['ProviderError', 'argument_invalid', false];
        assert.deepEqual([name, reason, retryable], expected, String(error));
        assert.match(error.message, /access ?token/i);
      }
      world.sent(0);
    },
  },
];
