import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const code = 'the-code';
const handle = 'h'.repeat(43);

test('a malformed callback does not use the login up', async () => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  const state = stateOf(await visitor.start(strategy));
  await visitor.finish(strategy, { code: ['a', 'b'], state });
  expect((await visitor.finish(strategy, { code, state })).kind).toBe('success');
});

test('A54: a posted callback without its cookie says that it may be SameSite', async () => {
  const strategy = makeStrategy(declare(service()));
  const state = stateOf(await new Visitor().start(strategy));
  const body = { code, state };
  const outcome = await new Visitor().finish(
    strategy,
    {},
    {},
    { method: 'POST', headers: { host: 'app.example' }, body },
  );
  expect(outcome).toMatchObject({
    reason: 'session_cookie_missing',
    info: { hint: expect.stringContaining('SameSite') as string },
  });
});

test.each([[undefined], [null], ['text'], [[]]])('no session, but %j', async (session) => {
  const strategy = makeStrategy(declare(service()));
  const starting = await authenticate(strategy, new Visitor().request({ session }));
  const finishing = await authenticate(
    strategy,
    new Visitor().request({ session, query: { code, state: handle } }),
  );
  expect([starting.reason, finishing.reason]).toEqual(['session_missing', 'session_missing']);
});

test('A14: a thousand starts have a thousand states and challenges', async () => {
  const strategy = makeStrategy(declare(service()));
  const visitor = new Visitor();
  const urls: URL[] = [];
  for (let i = 0; i < 1_000; i++) urls.push(await visitor.start(strategy));
  for (const name of ['state', 'code_challenge']) {
    const values = new Set(urls.map((url) => url.searchParams.get(name)));
    expect(values.size).toBe(1_000);
    for (const value of values) expect(value).toMatch(/^[\w-]{43}$/);
  }
});
