import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { drip, endless, json, manyHeaders, reasonOf, resetAfter } from './support/replies';
import { eachTestHasService, type Reply } from 'passport-strategy-contract/harness';
import { declare, makeClient } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const exchange = { code: 'the-code', callbackURL: 'https://app.example/callback' };
const good = '{"access_token":"t-1","token_type":"Bearer"}';

describe('answers that must not be trusted', () => {
  const rows: readonly (readonly [name: string, reply: Reply, reason: string, options?: object])[] = [
    ['A34: chunks without end', (res) => endless(res, 'x'.repeat(65_536)), 'response_too_large'],
    [
      'A34: one byte over the limit',
      { body: good, headers: json },
      'response_too_large',
      { maxResponseBytes: good.length - 1 },
    ],
    ['A34: exactly the limit', { body: good, headers: json }, 'success', { maxResponseBytes: good.length }],
    [
      'A35: gzip',
      { body: gzipSync(good), headers: { ...json, 'content-encoding': 'gzip' } },
      'response_encoded',
    ],
    [
      'A35: br',
      { body: brotliCompressSync(good), headers: { ...json, 'content-encoding': 'br' } },
      'response_encoded',
    ],
    [
      'A35: deflate',
      { body: deflateSync(good), headers: { ...json, 'content-encoding': 'DEFLATE' } },
      'response_encoded',
    ],
    [
      'A35: two encodings',
      { body: good, headers: { ...json, 'content-encoding': 'identity, gzip' } },
      'response_encoded',
    ],
    [
      'identity is no encoding',
      { body: good, headers: { ...json, 'content-encoding': 'Identity' } },
      'success',
    ],
    ['A36: a drip beyond the deadline', (res) => drip(res), 'timeout', { timeout: 250 }],
    [
      'A36: headers and then silence',
      (res) => void res.writeHead(200, json).write('{'),
      'timeout',
      { timeout: 150 },
    ],
    ['A37: a byte order mark is tolerated', { body: `\ufeff${good}`, headers: json }, 'success'],
    ['A37: two byte order marks', { body: `\ufeff\ufeff${good}`, headers: json }, 'response_not_json'],
    ['A37: UTF-16', { body: Buffer.from(good, 'utf16le'), headers: json }, 'response_not_json'],
    ['A37: 204', { status: 204 }, 'response_not_json'],
    ['A37: 205', { status: 205 }, 'response_not_json'],
    ['A37: no content type', { body: good }, 'response_not_json'],
    ['A37: text/html', { body: good, headers: { 'content-type': 'text/html' } }, 'response_not_json'],
    [
      'A37: a type that only ends in json',
      { body: good, headers: { 'content-type': 'application/x-json' } },
      'response_not_json',
    ],
    ['text/json', { body: good, headers: { 'content-type': 'text/json' } }, 'success'],
    [
      'a structured suffix',
      { body: good, headers: { 'content-type': 'application/vnd.x.v1+json; charset=utf-8' } },
      'success',
    ],
    ['A37: two values', { body: `${good}${good}`, headers: json }, 'response_not_json'],
    ['A37: deep lists', { body: '['.repeat(400_000), headers: json }, 'response_not_json'],
    [
      'a body that never comes to its end',
      (res) => void res.writeHead(200, { ...json, 'content-length': '99' }).end(good),
      'timeout',
      { timeout: 200 },
    ],
    ['a reset in the body', (res) => resetAfter(res, good.slice(0, 9)), 'network_error'],
    [
      'early hints first',
      (res) => (res.writeEarlyHints({ link: '</x>; rel=preload' }), res.writeHead(200, json).end(good)),
      'success',
    ],
    ['102 first', (res) => (res.writeProcessing(), res.writeHead(200, json).end(good)), 'success'],
    [
      'a header bomb',
      (res) => void res.writeHead(200, { ...json, 'x-bomb': 'x'.repeat(80_000) }).end(good),
      'network_error',
    ],
    [
      'many headers',
      (res) => void res.writeHead(200, { ...json, ...manyHeaders(3_000) }).end(good),
      'network_error',
    ],
  ];
  test.each(rows.map(([name, reply, reason, options = {}]) => ({ name, reply, reason, options })))(
    '$name',
    async ({ reply, reason, options }) => {
      service().token = reply;
      const client = makeClient(declare(service()), { timeout: 2_000, ...options });
      expect(await reasonOf(client.exchange(exchange))).toBe(reason);
    },
  );

  test('invalid UTF-8 inside a string neither crashes nor reaches beyond it', async () => {
    service().token = {
      headers: json,
      body: Buffer.concat([
        Buffer.from('{"access_token":"a'),
        Buffer.from([0xff, 0xc3]),
        Buffer.from('b","token_type":"Bearer"}'),
      ]),
    };
    const tokens = await makeClient(declare(service())).exchange(exchange);
    expect(tokens.accessToken).toBe('a\ufffd\ufffdb');
  });

  test('a character cut between two packets is whole', async () => {
    const bytes = Buffer.from('{"id":"1","name":"Žlüť 🦊"}');
    service().user = (res) => {
      res.writeHead(200, { ...json, 'content-length': bytes.length });
      res.flushHeaders();
      const cut = bytes.indexOf(0xf0) + 2;
      res.write(bytes.subarray(0, cut));
      setTimeout(() => res.end(bytes.subarray(cut)), 30);
    };
    expect(await makeClient(declare(service())).userProfile('t')).toMatchObject({ displayName: 'Žlüť 🦊' });
  });
});
