import { randomUUID } from 'node:crypto';
import { drip } from '../support/replies';
import { type Reply } from 'passport-strategy-contract/harness';
import { newKey } from 'passport-strategy-contract/harness';
import { begin, finish, moveClock, TinyOP } from './support/tiny-op';

const [second, minute] = [1_000, 60_000];
const failures: Readonly<Record<string, Reply>> = {
  'status 500': { status: 500, json: { error: 'server_error' } },
  HTML: { headers: { 'content-type': 'text/html' }, body: '<h1>Soon back</h1>' },
  'half a body': { body: '{"keys":[', headers: { 'content-type': 'application/json' } },
  'no list of keys': { json: { keys: 'none' } },
  'a redirect': { status: 302, headers: { location: 'https://evil.example/jwks' }, body: '' },
  'a reset connection': (res) => res.socket?.resetAndDestroy(),
};

let op: TinyOP;
beforeEach(async () => {
  op = await new TinyOP().listen();
});
afterEach(async () => {
  moveClock();
  await op.close();
});

test('100 cold logins at once make one JWKS fetch and one discovery fetch', async () => {
  const strategy = op.strategy({ discovery: true });
  const begun = await Promise.all(Array.from({ length: 100 }, () => begin(strategy)));
  expect({ jwks: op.jwksFetches, discovery: op.discoveryFetches }).toEqual({ jwks: 0, discovery: 1 });
  const results = await Promise.all(begun.map((login) => finish(strategy, login, op.idToken(login))));
  expect(new Set(results)).toEqual(new Set(['success']));
  expect({ jwks: op.jwksFetches, discovery: op.discoveryFetches }).toEqual({ jwks: 1, discovery: 1 });
});

test('so they do when the application was restarted between start and callback', async () => {
  const before = op.strategy({ discovery: true });
  const begun = await Promise.all(Array.from({ length: 100 }, () => begin(before)));
  const after = op.strategy({ discovery: true });
  const results = await Promise.all(begun.map((login) => finish(after, login, op.idToken(login))));
  expect(new Set(results)).toEqual(new Set(['success']));
  expect({ jwks: op.jwksFetches, discovery: op.discoveryFetches }).toEqual({ jwks: 1, discovery: 2 });
});

describe('A28: 1,000 id_tokens with random `kid`s', () => {
  test.each([
    ['one after the other', 1],
    ['a hundred at a time', 100],
  ])('%s: at most one refetch in 30 s, and nobody else suffers', async (_how, width) => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    const results = new Set<string>();
    for (let done = 0; done < 1_000; done += width) {
      const logins = Array.from({ length: width }, () => op.login(strategy, { kid: randomUUID() }));
      for (const result of await Promise.all(logins)) results.add(result);
    }
    expect(results).toEqual(new Set(['id_token_key_unknown']));
    expect(op.jwksFetches).toBe(2);
    expect(await op.login(strategy)).toBe('success');
    moveClock(31 * second);
    expect(await op.login(strategy, { kid: randomUUID() })).toBe('id_token_key_unknown');
    expect(op.jwksFetches).toBe(3);
  });

  test('failed refetches count', async () => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.jwks = failures['status 500'];
    for (let done = 0; done < 20; done += 1) {
      expect(await op.login(strategy, { kid: randomUUID() })).toBe('id_token_key_unknown');
    }
    expect(op.jwksFetches).toBe(2);
  });

  test.each([
    ['a prototype', '__proto__'],
    ['a path', '../../etc/passwd'],
    ['SQL', "' OR 1=1 --"],
    ['a null character', '\u0000'],
    ['10,000 characters', 'k'.repeat(10_000)],
  ])('A25: %s as `kid` is a name like any other', async (_what, kid) => {
    const strategy = op.strategy();
    expect(await op.login(strategy, { kid })).toBe('id_token_key_unknown');
    expect(await op.login(strategy)).toBe('success');
  });
});

describe('A29: the keys are known, and then the endpoint fails:', () => {
  test.each(Object.entries(failures))('%s, for a minute: no login is lost', async (what, failure) => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.jwks = failure;
    // Once while the keys are fresh, once while they are not.
    for (const start of [1 * minute, 10 * minute + second]) {
      for (let later = 0; later <= minute; later += 6 * second) {
        moveClock(start + later);
        expect(await op.login(strategy)).toBe('success');
      }
    }
    // A GET is sent again when the connection was kept alive and turns out to be dead.
    expect(op.jwksFetches).toBe(what === 'a reset connection' ? 13 : 12);
  });

  test('no answer at all: no login is lost, and the first of each second waits for the deadline', async () => {
    const strategy = op.strategy({ timeout: 150 });
    expect(await op.login(strategy)).toBe('success');
    op.jwks = drip;
    moveClock(10 * minute + second);
    expect(new Set(await Promise.all([1, 2, 3].map(() => op.login(strategy))))).toEqual(new Set(['success']));
    expect(await op.login(strategy)).toBe('success');
    expect(op.jwksFetches).toBe(2);
  });

  test('a failed refetch evicts nothing', async () => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.jwks = failures['HTML'];
    expect(await op.login(strategy, { kid: 'unknown' })).toBe('id_token_key_unknown');
    expect(await op.login(strategy)).toBe('success');
    expect(op.jwksFetches).toBe(2);
  });

  test.each([
    ['an empty list', { json: { keys: [] } }],
    ['a list of nothing usable', { json: { keys: [{ kty: 'oct', kid: 'first' }, null, 5] } }],
  ])('%s evicts nothing either', async (_what, empty: Reply) => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.jwks = empty;
    moveClock(10 * minute + second);
    expect(await op.login(strategy)).toBe('success');
  });

  test('known keys are fresh for 10 minutes and serve 60 more; then the reason is told', async () => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.jwks = failures['status 500'];
    moveClock(10 * minute - second);
    expect(await op.login(strategy)).toBe('success');
    expect(op.jwksFetches).toBe(1);
    moveClock(70 * minute - second);
    expect(await op.login(strategy)).toBe('success');
    expect(op.jwksFetches).toBe(2);
    moveClock(70 * minute + second);
    expect(await op.login(strategy)).toBe('provider_unavailable');
    op.jwks = undefined;
    moveClock(70 * minute + 3 * second);
    expect(await op.login(strategy)).toBe('success');
  });

  test('an unknown `kid` counts for nothing in all that time', async () => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.jwks = failures['status 500'];
    for (const later of [minute, 20 * minute, 69 * minute]) {
      moveClock(later);
      expect(await op.login(strategy, { kid: 'unknown' })).toBe('id_token_key_unknown');
      expect(await op.login(strategy)).toBe('success');
    }
  });
});

test('the endpoint is down at the first login: its reason is told, a second is waited, the next login works', async () => {
  const strategy = op.strategy();
  op.jwks = failures['status 500'];
  const begun = await Promise.all(Array.from({ length: 10 }, () => begin(strategy)));
  const results = await Promise.all(begun.map((login) => finish(strategy, login, op.idToken(login))));
  expect(new Set(results)).toEqual(new Set(['provider_unavailable']));
  expect(op.jwksFetches).toBe(1);
  op.jwks = undefined;
  moveClock(1_100);
  expect(await op.login(strategy)).toBe('success');
});

describe('R62: another key, and the old one is gone', () => {
  test('one login fetches it', async () => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.key = newKey('next');
    expect(await op.login(strategy)).toBe('success');
    expect(op.jwksFetches).toBe(2);
  });

  test('so do ten at once', async () => {
    const strategy = op.strategy();
    expect(await op.login(strategy)).toBe('success');
    op.key = newKey('next');
    const results = await Promise.all(Array.from({ length: 10 }, () => op.login(strategy)));
    expect(results).toEqual(results.map(() => 'success'));
  });

  test('however many keys there are, a login looks at a hundred', async () => {
    const strategy = op.strategy();
    const others = Array.from({ length: 10_000 }, (_, i) => ({ ...op.key.published, kid: `other-${i}` }));
    op.jwks = { json: { keys: [...others.slice(0, 5_000), op.key.published] } };
    expect(await op.login(strategy)).toBe('id_token_key_unknown');
    op.jwks = { json: { keys: [op.key.published, ...others.slice(0, 5_000)] } };
    moveClock(31 * second);
    expect(await op.login(strategy)).toBe('success');
  });
});
