import * as crypto from 'node:crypto';
import { verifyWebhook } from 'passport-kopokopo';

const body = '{"topic":"customer_created","amount":100.0,"name":"Núñez 🌾"}';
const key = 'the-api-key';
const sign = (text: string | Uint8Array, by = key): string =>
  crypto.createHmac('sha256', by).update(text).digest('hex');

test('a known answer: printf {} | openssl dgst -sha256 -hmac key', () => {
  const known = 'a777724d943eb48dc69bca8a4a6d57a04db3f9ec7e1de4e581e860265bdf3032';
  expect(verifyWebhook('{}', known, 'key')).toBe(true);
});

test.each<[string, string | Uint8Array]>([
  ['text', body],
  ['a Buffer', Buffer.from(body)],
  ['bytes', new TextEncoder().encode(body)],
  ['nothing', ''],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0, 0x80])],
])('takes %s', (_what, raw) => {
  expect(verifyWebhook(raw, sign(raw), key)).toBe(true);
  expect(verifyWebhook(raw, sign(raw, 'other'), key)).toBe(false);
});

test('a body that was parsed and written again has another signature', () => {
  expect(verifyWebhook(JSON.stringify(JSON.parse(body)), sign(body), key)).toBe(false);
});

test.each<[string, unknown]>([
  ['missing', undefined],
  ['null', null],
  ['empty', ''],
  ['short', sign(body).slice(0, 32)],
  ['one character short', sign(body).slice(0, 63)],
  ['long', `${sign(body)}00`],
  ['in capitals', sign(body).toUpperCase()],
  ['with a line end', `${sign(body)}\n`],
  ['with blanks', ` ${sign(body)}`],
  ['twice', `${sign(body)}, ${sign(body)}`],
  ['a list', [sign(body)]],
  ['a number', 5],
  ['an object', { length: 64 }],
])('a signature that is %s is wrong, and nothing is thrown', (_what, signature) => {
  expect(verifyWebhook(body, signature as never, key)).toBe(false);
});

test('each of several keys may have signed', () => {
  for (const by of ['old', 'new']) expect(verifyWebhook(body, sign(body, by), ['old', 'new'])).toBe(true);
  expect(verifyWebhook(body, sign(body, 'older'), ['old', 'new'])).toBe(false);
});

test.each<[string, unknown]>([
  ['an empty key', ''],
  ['no key', []],
  ['an empty one among several', ['a', '']],
  ['an undefined one among several', ['a', undefined]],
])('%s is a TypeError, whatever the signature', (_what, keys) => {
  for (const signature of [undefined, sign(body), sign(body, '')]) {
    expect(() => verifyWebhook(body, signature, keys as never)).toThrow(TypeError);
  }
});

test('every key is compared in constant time, also behind the one that fits', () => {
  const compare = jest.spyOn(jest.requireActual<typeof crypto>('node:crypto'), 'timingSafeEqual');
  try {
    expect(verifyWebhook(body, sign(body, 'a'), ['a', 'b', 'c'])).toBe(true);
    expect(compare.mock.results.map(({ value }) => value as unknown)).toEqual([true, false, false]);
    expect(compare.mock.calls.every(([a, b]) => a.byteLength === 32 && b.byteLength === 32)).toBe(true);
  } finally {
    compare.mockRestore();
  }
});
