import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { Reply } from '../../harness/service';
import { credential, rejected, type ApiCase, type ApiClientOptions, type SeenError } from './case';

interface Broken {
  readonly name: string;
  readonly row: string;
  readonly reply: Reply;
  readonly reason: string;
  readonly options?: Partial<ApiClientOptions>;
}

/** A body that ends before its `Content-Length`. */
function half(res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  res.write('{"data":', () => res.destroy());
}

const json = { 'content-type': 'application/json' };
const elsewhere = { location: 'http://127.0.0.1:9/steal' };

const broken: readonly Broken[] = [
  {
    name: 'the connection is reset',
    row: 'A50',
    reply: (res) => res.socket?.resetAndDestroy(),
    reason: 'network_error',
  },
  {
    name: 'no response comes in time',
    row: 'A36',
    reply: () => undefined,
    reason: 'timeout',
    options: { timeout: 80 },
  },
  {
    name: '500',
    row: 'A50',
    reply: { status: 500, json: { message: 'No' } },
    reason: 'provider_unavailable',
  },
  {
    name: '503 without a body',
    row: 'A50',
    reply: { status: 503, body: '' },
    reason: 'provider_unavailable',
  },
  { name: 'half of a body', row: 'A37', reply: half, reason: 'response_truncated' },
  {
    name: 'a web page',
    row: 'A37',
    reply: { body: '<!doctype html><p>Hello', headers: { 'content-type': 'text/html' } },
    reason: 'response_not_json',
  },
  {
    name: 'half of JSON',
    row: 'A37',
    reply: { body: '{"data":', headers: json },
    reason: 'response_not_json',
  },
  {
    name: 'a compressed body',
    row: 'A35',
    reply: { body: 'x', headers: { ...json, 'content-encoding': 'gzip' } },
    reason: 'response_encoded',
  },
  {
    name: 'a body over the limit',
    row: 'A34',
    reply: { body: JSON.stringify('x'.repeat(5_000)), headers: json },
    reason: 'response_too_large',
    options: { maxResponseBytes: 1_000 },
  },
  {
    name: 'a redirect',
    row: 'A33',
    reply: { status: 302, body: '', headers: elsewhere },
    reason: 'redirect_refused',
  },
  {
    name: 'a redirect with 307',
    row: 'A33',
    reply: { status: 307, body: '', headers: elsewhere },
    reason: 'redirect_refused',
  },
];

const mayBeTriedAgain: ReadonlySet<string> = new Set([
  'network_error',
  'provider_unavailable',
  'response_truncated',
  'timeout',
]);

/** How services say in a 200 that they refuse. */
const errorsInSuccess: readonly object[] = [
  { error: 'no_gas' },
  { error: { code: 'no_gas', message: 'Not enough gas' } },
];

/** Responses that leave open whether the call was carried out. */
export const brokenCases: readonly ApiCase[] = [
  ...broken.map(({ name, row, reply, reason, options }): ApiCase => ({
    name: `${name}: ${reason}, sent once`,
    row,
    async run(world) {
      world.service.other = reply;
      const error = await world.error(options);
      world.openError(error, reason);
      if (world.contract.safe) assert.equal(error['retryable'], mayBeTriedAgain.has(reason));
      world.sent(1);
    },
  })),
  {
    name: 'an error in a 200: api_refused, and an open outcome unless the call is a GET',
    row: 'A37',
    async run(world) {
      for (const json of errorsInSuccess) {
        world.service.other = { json };
        const error = await world.error();
        world.openError(error, 'api_refused');
        assert.equal(error['code'], 'no_gas');
      }
    },
  },
  {
    name: '`success: false` in a 200: api_refused for every method',
    row: 'A37',
    async run(world) {
      world.service.other = { json: { success: false, error: 'no_gas' } };
      assert.equal((await world.error())['reason'], 'api_refused');
    },
  },
  {
    name: 'no server listens: network_error, which may be tried again',
    row: 'A50',
    async run(world) {
      const error = await world.error({ apiURL: 'http://127.0.0.1:1/api' });
      assert.deepEqual([error['reason'], error['retryable']], ['network_error', true]);
      assert.equal((error.cause as SeenError)['code'], 'ECONNREFUSED');
    },
  },
  {
    name: 'a kept-alive connection that dies: only a GET is sent again, once',
    row: 'A50',
    async run(world) {
      const client = world.client();
      const call = (): Promise<unknown> => world.contract.call(client, credential);
      await call();
      const { other } = world.service;
      world.service.other = (res) => {
        world.service.other = other;
        res.socket?.resetAndDestroy();
      };
      if (world.contract.safe) await call();
      else assert.equal((await rejected(call()))['reason'], 'outcome_unknown');
      world.sent(world.contract.safe ? 3 : 2);
      // The second call was sent on the connection of the first.
      assert.equal(world.service.connections, world.contract.safe ? 2 : 1, 'number of connections');
    },
  },
];
