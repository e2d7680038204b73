import fc from 'fast-check';
import { redact } from '../src/errors/redaction';

type Spell = (text: string) => string;

const hexadecimal = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const eachUnit = (text: string, spell: (unit: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => spell(text.charCodeAt(index))).join('');
const eachByte = (text: string, spell: (byte: number) => string): string =>
  [...Buffer.from(text)].map(spell).join('');
const eachPoint = (text: string, spell: (point: number) => string): string =>
  [...text].map((character) => spell(character.codePointAt(0) as number)).join('');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const escaped = (text: string): string => eachUnit(text, (unit) => `\\u${hexadecimal(unit, 4)}`);

const spellings: Readonly<Record<string, Spell>> = {
  plain: (it) => it,
  JSON: json,
  'JSON of PHP': (it) => json(it).replaceAll('/', '\\/'),
  'JSON of .NET': (it) =>
    json(it).replace(/[+&<>']/g, (c) => `\\u${hexadecimal(c.charCodeAt(0), 4).toUpperCase()}`),
  'JSON, all escaped': escaped,
  'percent-encoding': encodeURIComponent,
  'percent-encoding in lower case': (it) =>
    encodeURIComponent(it).replace(/%../g, (found) => found.toLowerCase()),
  'percent-encoding, all escaped': (it) => eachByte(it, (byte) => `%${hexadecimal(byte, 2)}`),
  form: (it) => new URLSearchParams([['', it]]).toString().slice(1),
  HTML: (it) =>
    it.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? '&apos;'),
  'HTML in numbers': (it) => eachPoint(it, (point) => `&#${point};`),
  'HTML in hexadecimal': (it) => eachPoint(it, (point) => `&#X00${hexadecimal(point, 2).toUpperCase()};`),
  slashes: (it) => it.replace(/[\\"'/]/g, '\\$&'),
  base64: (it) => Buffer.from(it).toString('base64'),
  base64url: (it) => Buffer.from(it).toString('base64url'),
  hexadecimal: (it) => Buffer.from(it).toString('hex'),
};
const names = Object.keys(spellings);
const spell = (text: string, ...layers: readonly string[]): string =>
  layers.reduce((spelt, name) => (spellings[name] as Spell)(spelt), text);

const timed = (run: () => unknown): number => {
  const before = performance.now();
  run();
  return performance.now() - before;
};
const mebibyte = 1 << 20;
const filled = (unit: string, size = mebibyte): string =>
  unit.repeat(Math.ceil(size / unit.length)).slice(0, size);

describe('a secret that a visitor chose', () => {
  test.each([
    ['8 KB of special characters', '/+&"\u00fc'.repeat(1_600)],
    ['100 KB of letters and digits', 'aB3'.repeat(33_000)],
    ['1 MiB', 'Xy/+'.repeat(mebibyte / 4)],
    ['nothing that is a character', '\ud800\udc00\ud800'.repeat(100)],
  ])('%s: is not in what is thrown, because nothing is', (_name, secret) => {
    // Only the beginning of an answer is looked at, so what stands behind a long secret may be gone.
    const clean = /^no such code: \[redacted\](?: \.)?$/;
    expect(redact(`no such code: ${secret} .`, [secret])).toMatch(clean);
    expect(redact(`no such code: ${escaped(secret)} .`, [secret])).toMatch(clean);
    expect(redact('no such code', [secret])).toBe('no such code');
  });

  test.each([
    ['backslashes', '\\'.repeat(40), '\\'.repeat(60)],
    ['backslashes and a letter', `${'\\'.repeat(40)}x`, filled('\\')],
    ['its own prefixes', `b${'a'.repeat(8_000)}`, filled('a')],
    ['its own suffixes', `${'a'.repeat(8_000)}b`, filled('a')],
    ['its own halves', `${'a'.repeat(4_000)}b${'a'.repeat(4_000)}`, filled('a'.repeat(7_999) + 'b')],
    ['percent signs', '%25'.repeat(2_000), filled('%25')],
    ['u', `\\u00`.repeat(2_000), filled('\\u005c')],
    ['entities', '&amp;'.repeat(2_000), filled('&amp;amp;')],
    ['half an entity', '&#1'.repeat(2_000), filled('&#1')],
    ['zeros of an entity', 'secret', `&#${filled('0')}`],
    ['members', 'secret', filled('"token_token_')],
    ['a word without end', 'secret', filled('a')],
    ['tokens', 'secret', filled('eyJ-.')],
  ])('of %s takes no time', (_name, secret, text) => {
    expect(timed(() => redact(text, [secret]))).toBeLessThan(2_000);
  });

  test('twenty of 10 KB and 1 MiB of text take no time', () => {
    const secrets = Array.from({ length: 20 }, (_, index) => `${index}-`.repeat(4_000));
    expect(timed(() => redact(filled('the quick brown fox %41 \\u0041 '), secrets))).toBeLessThan(3_000);
  });

  test('a value of 8 MiB is no problem', () => {
    for (const unit of ['a', '\\\\n']) {
      const text = `{"access_token":"${filled(unit, 8 * mebibyte)}"}`;
      expect(redact(text, ['token-1'])).toBe('{"access_token":"[redacted]"');
    }
  });

  test('deep JSON is no problem', () => {
    const deep = `${'{"a":'.repeat(100_000)}"\\u0074oken-1"${'}'.repeat(100_000)}`;
    expect(redact(deep, ['token-1'])).not.toContain('oken-1');
  });
});

describe('a secret in any spelling', () => {
  test.each([
    ['\\u0074\\u006f\\u006b\\u0065\\u006e-1', 'JSON'],
    ['%74%6f%6b%65%6e%2D%31', 'percent-encoding'],
    ['&#116;&#x6f;&#107;&#x65;&#110;-1', 'HTML'],
    ['%2574%256f%256b%2565%256e-1', 'percent-encoding, twice'],
    ['\\\\u0074oken-1', 'JSON, twice'],
    ['&amp;#116;oken-1', 'HTML, twice'],
    ['t\\u006f%6b&#101;n%252d1', 'all at once'],
    ['dG9rZW4tMQ', 'base64'],
    ['%64G9rZW4tMQ', 'base64, percent-encoded'],
    ['746f6b656e2d31', 'hexadecimal'],
    ['746F6B656E2D31', 'hexadecimal in capitals'],
  ])('%s is found (%s), and the words around it stand', (spelt) => {
    const clean = redact(`{"error":"invalid_grant","error_description":"no ${spelt} here"}`, ['token-1']);
    expect(clean).toBe('{"error":"invalid_grant","error_description":"no [redacted] here"}');
  });

  test.each(names.flatMap((outer) => names.map((inner) => [inner, outer] as const)).filter(isRead))(
    '%s, then %s: it is gone, and the error code stands',
    (inner, outer) => {
      const secret = 'S3cret/with+signs & "quotes" \\ ü 🔑\n';
      const spelt = spell(secret, inner, outer);
      const answer = JSON.stringify({ error: 'invalid_grant', message: `no ${spelt}, really` });
      const clean = redact(answer, [secret]);
      expect(clean).not.toContain(json(spelt));
      expect((JSON.parse(clean) as { error: string }).error).toBe('invalid_grant');
    },
  );

  test('no secret of eight characters or more is left, in two layers of any spelling', () => {
    const secrets = fc
      .string({ unit: 'binary', minLength: 8, maxLength: 40 })
      .filter((it) => /\w{4}/.test(it));
    const layers = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).filter(isRead);
    const around = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(secrets, layers, around, around, (secret, [inner, outer], before, after) => {
        const spelt = spell(secret, inner, outer);
        // What stands right before or behind may be a part of the first or last escape.
        expect(redact(`${before} ${spelt} ${after}`, [secret])).not.toContain(spelt);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Base64 and hexadecimal are looked for as they are: of another spelling, or in another, they are no echo. */
function isRead([inner, outer]: readonly [string, string]): boolean {
  const digits = (name: string): boolean => /^(?:base64|hexadecimal)/.test(name);
  return (!digits(outer) || inner === 'plain') && (!digits(inner) || outer === 'plain');
}
