import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { drip, endless, json, manyHeaders, reasonOf, resetAfter } from './support/replies';
import { eachTestHasService, type Reply } from 'passport-strategy-contract/harness';
import { declare, makeClient } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const exchange = { code: 'the-code', callbackURL: 'https://app.example/callback' };
const good = '{"access_token":"t-1","token_type":"Bearer"}';

type Row = readonly [name: string, reply: Reply, reason: string, options?: object];

describe('answers that must not be trusted', () => {
  const rows: readonly Row[] = [
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
    ['A37: no content type', { body: good }, 'success'],
    ...[
      'text/plain',
      'text/html',
      'text/json',
      'application/octet-stream',
      'application/x-json',
      'application/vnd.x.v1+json; charset=utf-8',
      'nonsense',
    ].map((type): Row => [`A37: ${type}`, { body: good, headers: { 'content-type': type } }, 'success']),
    ...['application/json', 'text/html', 'text/plain'].flatMap((type): Row[] => [
      [`A37: a page as ${type}`, { body: '<p>', headers: { 'content-type': type } }, 'response_not_json'],
      [
        `A37: a page around JSON as ${type}`,
        { body: `<pre>${good}</pre>`, headers: { 'content-type': type } },
        'response_not_json',
      ],
      [`A37: a form as ${type}`, { body: 'a=b', headers: { 'content-type': type } }, 'response_not_json'],
    ]),
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

describe('A37: the charset of a response', () => {
  const body = (name: string): string => `{"id":"1","name":"${name}"}`;
  const rows: readonly (readonly [type: string, bytes: Buffer, name: string])[] = [
    [
      'application/json; charset=iso-8859-1',
      Buffer.from(body('Žofie Müller').replace('Ž', 'Z'), 'latin1'),
      'Zofie Müller',
    ],
    ['application/json; charset="windows-1252"', Buffer.from(body('Müller'), 'latin1'), 'Müller'],
    ['application/json;Charset=UTF-16LE', Buffer.from(body('Müller'), 'utf16le'), 'Müller'],
    ['application/json; charset=utf8', Buffer.from(body('Müller')), 'Müller'],
    ['application/json; charset=klingon', Buffer.from(body('Müller')), 'Müller'],
    ['application/json; charset=', Buffer.from(body('Müller')), 'Müller'],
    ['application/json; charset=iso-2022-kr', Buffer.from(body('Müller')), 'Müller'],
    ['text/plain', Buffer.from(body('Müller')), 'Müller'],
  ];
  test.each(rows)('A37: %s', async (type, bytes, name) => {
    service().user = { headers: { 'content-type': type }, body: bytes };
    expect(await makeClient(declare(service())).userProfile('t')).toMatchObject({ displayName: name });
  });
});
