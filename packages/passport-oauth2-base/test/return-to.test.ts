import { cookieStore } from 'passport-oauth2-base';
import { CookieBrowser } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

/** What comes back as `info.returnTo`. */
async function comesBack(returnTo: unknown, options: object = {}): Promise<unknown> {
  const outcome = await new Visitor().login(makeStrategy(declare(service())), {}, { returnTo, ...options });
  expect(outcome.kind).toBe('success');
  return (outcome.info as { returnTo?: unknown }).returnTo;
}

const evil = [
  ...['/..//evil.example', '/.//evil.example', '/foo/..//evil.example', '/%2e%2e//evil.example'],
  ...['/%2E//evil.example', '/a/b/../..//evil.example', '/./..//evil.example', '/.%2e//evil.example'],
  ...['/..//..//evil.example', '/..%2f/evil.example', '/%2fevil.example', '/%2f%2fevil.example'],
  ...['/%5cevil.example', '/..%5c/evil.example', '/%09/evil.example', '/%0a/evil.example'],
  ...['/%252e%252e//evil.example', '/%252fevil.example', '/%25252fevil.example', '/foo/..%2f/evil.example'],
  ...['/..//evil.example?next=1', '/..//evil.example#top', '//evil.example', '/\\evil.example'],
];
test.each(evil)('A69: %s is refused', async (returnTo) => {
  expect(await comesBack(returnTo)).toBeUndefined();
});

test.each([
  ...[
    '/',
    '/a/../b',
    '/a//b',
    '/a/./b',
    '/orders?next=//other.example',
    '/orders?q=%2f%2f',
    '/100%',
    '/café',
  ],
  ...['/#//x', '/..', '/.', '/...//x', '/a%2fb', '/?a=%0d%0a', '/caf%C3%A9/%25', `/${'x'.repeat(511)}`],
])('%s comes back as it was given', async (returnTo) => {
  expect(await comesBack(returnTo)).toBe(returnTo);
});

describe('A12: a returnTo that takes too much room', () => {
  const warnings = (): jest.SpyInstance => jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
  const long = `/${'x'.repeat(512)}`;
  const rows: readonly (readonly [name: string, options: object, kept: string | undefined])[] = [
    ['512 characters', { returnTo: long.slice(1).replace('x', '/') }, long.slice(1).replace('x', '/')],
    ['513 characters', { returnTo: long }, undefined],
    ['2,048 characters', { returnTo: long.repeat(4).slice(0, 2_048) }, undefined],
    ['500, and a state of 400', { returnTo: long.slice(0, 500), state: 's'.repeat(400) }, long.slice(0, 500)],
    ['500, and a state of 600', { returnTo: long.slice(0, 500), state: 's'.repeat(600) }, undefined],
    [
      'few of many bytes, and a state',
      { returnTo: `/${'漢'.repeat(300)}`, state: 's'.repeat(200) },
      undefined,
    ],
    ['one, and a state of 2,000', { returnTo: '/', state: 's'.repeat(2_000) }, undefined],
  ];
  test.each(rows)('A12: %s: the login succeeds, and says so once', async (_name, options, kept) => {
    const emitted = warnings();
    const strategy = makeStrategy(declare(service()));
    for (let login = 0; login < 3; login++) {
      const outcome = await new Visitor().login(strategy, {}, options);
      expect(outcome.kind).toBe('success');
      expect((outcome.info as { returnTo?: unknown }).returnTo).toBe(kept);
    }
    const lines = emitted.mock.calls.map(([line]) => String(line));
    emitted.mockRestore();
    expect(lines).toEqual(kept === undefined ? [expect.stringMatching(/^Acme: `returnTo` .*\.$/)] : []);
  });

  test('A12: the state fits into a cookie once returnTo is dropped', async () => {
    const emitted = warnings();
    const store = cookieStore({ secret: 'a secret of more than 32 characters' });
    const strategy = makeStrategy(declare(service()), { store });
    const browser = new CookieBrowser();
    const state = await browser.start(strategy, { state: 's'.repeat(1_000), returnTo: '/orders' });
    emitted.mockRestore();
    expect(await browser.finish(strategy, state)).toMatchObject({ info: { state: 's'.repeat(1_000) } });
  });
});
