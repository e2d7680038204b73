import fc from 'fast-check';

type Members = Record<string, unknown>;

/** JSON as it should not be: deep, with `__proto__`, huge numbers and any unicode. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, '', '\u0000', '\ud800', [], {}, [[]], [null]),
);

/** A body of any kind: text, JSON, cut JSON, nested JSON. */
export const bodies: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 20, arbitrary: json.map((value) => JSON.stringify(value)) },
  {
    weight: 10,
    arbitrary: fc.json({ maxDepth: 2 }).map((text) => text.slice(0, Math.ceil(text.length / 2))),
  },
  { weight: 1, arbitrary: fc.nat(30_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)) },
  { weight: 1, arbitrary: fc.nat(5_000).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      '',
      '\ufeff{}',
      'null',
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"x":1}}}',
    ),
  },
);

/** An object as JSON that has some of these members, with anything in them. */
export function looseJson(names: readonly string[]): fc.Arbitrary<string> {
  return fc
    .dictionary(fc.constantFrom(...names, 'x', '__proto__', 'constructor'), fc.oneof(json, fc.string()), {
      noNullPrototype: true,
    })
    .map((value) => JSON.stringify(value));
}

const part = fc.oneof(
  fc.base64String(),
  json.map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'e30', 'bnVsbA', 'eyJhbGciOiJub25lIn0', 'eyJhbGciOiJSUzI1NiJ9'),
);

/** Makes an id_token of the genuine one. Node and jose read base64url loosely, so the signature is cut or swapped whole. */
export const tokenText: fc.Arbitrary<(genuine: string) => string> = fc.oneof(
  fc.array(part, { maxLength: 6 }).map((parts) => () => parts.join('.') || 'x'),
  fc.tuple(fc.nat(2), part).map(([at, other]) => (genuine: string) => {
    const parts = genuine.split('.');
    parts[at] = other;
    return parts.join('.');
  }),
  fc.double({ min: 0, max: 0.99, noNaN: true }).map((share) => (genuine: string) => {
    const cut = genuine.slice(0, Math.floor(genuine.length * share));
    return cut === '' ? 'x' : cut;
  }),
  fc.constant((genuine: string) => genuine),
  fc.constant((genuine: string) => `${genuine}.`),
  fc.integer({ min: 131_072, max: 200_000 }).map((length) => () => 'a'.repeat(length)),
);

/** An object that has these members by its own, `__proto__` too. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Members {
  return Object.fromEntries(entries);
}

function changesOf(
  names: readonly string[],
  values: fc.Arbitrary<unknown>,
): fc.Arbitrary<(it: Members) => Members> {
  return fc
    .array(fc.tuple(fc.constantFrom(...names), fc.oneof(values, fc.constant(undefined))), { maxLength: 3 })
    .map((entries) => (genuine: Members) => ({ ...genuine, ...objectOf(entries) }));
}

const now = (): number => Math.floor(Date.now() / 1000);
const claimNames = [
  'iss',
  'sub',
  'aud',
  'azp',
  'exp',
  'iat',
  'nbf',
  'nonce',
  'at_hash',
  'c_hash',
  'auth_time',
  'name',
  'email',
  'wallets',
  '__proto__',
];
const times = fc.integer({ min: -1_000, max: 1_000 }).map((offset) => now() + offset);

/** Changes genuine claims. */
export const claimsOf: fc.Arbitrary<(genuine: Members) => Members> = changesOf(
  claimNames,
  fc.oneof(json, times, fc.string()),
);
const headerNames = [
  'alg',
  'kid',
  'typ',
  'crit',
  'b64',
  'jku',
  'jwk',
  'x5u',
  'x5c',
  'zip',
  'cty',
  'enc',
  '__proto__',
];
const headerValues = fc.oneof(
  json,
  fc.string(),
  fc.constantFrom<unknown>(
    'none',
    'None',
    'HS256',
    'RS512',
    'PS256',
    'ES256',
    'rs256',
    ['b64'],
    [],
    'http://127.0.0.1:9/',
    '../../x',
  ),
);
/** Changes a genuine header. */
export const headerOf: fc.Arbitrary<(genuine: Members) => Members> = changesOf(headerNames, headerValues);

/** Header and claims of any JSON. */
export const draft: fc.Arbitrary<{ header: Members; claims: Members }> = fc.record({
  header: headerOf.map((change) => change({})),
  claims: claimsOf.map((change) => change({})),
});

const keyMembers = [
  'kty',
  'use',
  'alg',
  'kid',
  'n',
  'e',
  'd',
  'k',
  'x',
  'y',
  'crv',
  'key_ops',
  'ext',
  '__proto__',
];
const keyValues = fc.oneof(
  json,
  fc.constantFrom<unknown>('RSA', 'EC', 'OKP', 'oct', 'sig', 'enc', 'RS256', 'AQAB', 'P-256'),
);

/** Makes a JWKS of the genuine keys: spoilt, among strangers, or gone. */
export const jwks: fc.Arbitrary<(genuine: readonly object[]) => unknown> = fc.oneof(
  fc
    .tuple(
      changesOf(keyMembers, keyValues),
      fc.array(
        fc.oneof(
          json,
          changesOf(keyMembers, keyValues).map((it) => it({})),
        ),
      ),
    )
    .map(([change, strangers]) => (genuine: readonly object[]) => ({
      keys: [...strangers, ...genuine.map((key) => change(key as Members))],
    })),
  fc.array(json).map((strangers) => (genuine: readonly object[]) => ({ keys: [...genuine, ...strangers] })),
  json.map((keys) => () => ({ keys })),
  json.map((document) => () => document),
);
