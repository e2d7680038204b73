import { type Fetch, type FetchResponse } from 'passport-oauth2-base';
import { reasonOf } from './support/replies';
import { eachTestHasService, StubService } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy } from 'passport-strategy-contract/harness';
import { everythingOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const secretCode = 'code-canary-0123456789';
const exchange = { code: secretCode, callbackURL: 'https://app.example/callback' };
const good = '{"access_token":"t-1","token_type":"Bearer"}';

function answer(body: unknown, text = good, status = 200): FetchResponse {
  return {
    status,
    headers: new Headers({ 'content-type': 'application/json' }),
    body,
    arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer),
  };
}

test('the global fetch works as it is, and a whole login passes through it', async () => {
  const calls: Parameters<Fetch>[] = [];
  const fetch: Fetch = (...parameters) => {
    calls.push(parameters);
    return globalThis.fetch(...parameters);
  };
  const outcome = await new Visitor().login(makeStrategy(declare(service()), { fetch }));
  expect(outcome).toMatchObject({ kind: 'success', user: { id: 'u-1' } });
  expect(calls.map(([, init]) => init.redirect)).toEqual(['manual', 'manual']);
  expect(calls.map(([, init]) => init.method)).toEqual(['POST', 'GET']);
});

test.each([301, 302, 303, 307, 308])('A33: %d over the global fetch is refused', async (status) => {
  const attacker = await new StubService().listen();
  service().token = { status, headers: { location: attacker.origin }, json: {} };
  const client = makeClient(declare(service()), { fetch: globalThis.fetch });
  expect(await reasonOf(client.exchange(exchange))).toBe('redirect_refused');
  expect(attacker.requests).toHaveLength(0);
  await attacker.close();
});

describe('what a fetch may do', () => {
  async function* chunks(count: number, size: number): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < count; i++) yield await Promise.resolve(new Uint8Array(size).fill(32));
  }
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode('{');
    await Promise.resolve();
    throw new Error('broken');
  }
  const never = new Promise<never>(() => undefined);
  const rows: readonly [name: string, fetch: (...parameters: never[]) => unknown, reason: string][] = [
    ['no stream, within the cap', () => Promise.resolve(answer(null)), 'success'],
    [
      'A34: no stream, over the cap',
      () => Promise.resolve(answer(null, ' '.repeat(5_000))),
      'response_too_large',
    ],
    ['A34: a stream without end', () => Promise.resolve(answer(chunks(1e9, 1_000))), 'response_too_large'],
    ['a stream that breaks', () => Promise.resolve(answer(breaking())), 'response_truncated'],
    ['A36: never settles', () => never, 'timeout'],
    ['A36: body never ends', () => Promise.resolve({ ...answer(null), arrayBuffer: () => never }), 'timeout'],
    ['an opaque redirect', () => Promise.resolve(answer(null, '', 0)), 'redirect_refused'],
    [
      'throws at once',
      () => {
        throw new Error('at once');
      },
      'network_error',
    ],
    ['rejects with text', () => Promise.reject('text'), 'network_error'],
    ['rejects with nothing', () => Promise.reject(undefined), 'network_error'],
    ['answers nothing', () => Promise.resolve(undefined), 'network_error'],
    ['answers something else', () => Promise.resolve({ status: 200 }), 'network_error'],
    ['is no promise', () => answer(null), 'success'],
    ['a status of another type', () => Promise.resolve({ ...answer(null), status: '200x' }), 'token_refused'],
    [
      'a body of text chunks',
      () =>
        Promise.resolve(
          answer(
            (async function* () {
              yield await Promise.resolve('{}');
            })(),
          ),
        ),
      'token_response_invalid',
    ],
  ];
  test.each(rows)('%s', async (_name, fetch, reason) => {
    const client = makeClient(declare(service()), { fetch, timeout: 150, maxResponseBytes: 4_096 });
    expect(await reasonOf(client.exchange(exchange))).toBe(reason);
  });

  test('A34: a stream of text chunks without end is stopped at the cap', async () => {
    let given = 0;
    async function* text(): AsyncGenerator<string> {
      while (given++ < 10_000) yield await Promise.resolve(' '.repeat(1_000));
    }
    const fetch = () => Promise.resolve(answer(text()));
    await reasonOf(makeClient(declare(service()), { fetch, maxResponseBytes: 4_096 }).exchange(exchange));
    expect(given).toBeLessThan(10);
  });
});

describe('A43: an error that quotes the address, with the code in its path', () => {
  const komerzaLike = () =>
    declare(service(), {
      endpoints: {
        authorization: `${service().origin}/authorize`,
        token: `${service().origin}/exchange/{code}`,
      },
      tokenRequest: { method: 'GET' },
      clientAuthentication: { header: 'X-Client-Secret' },
      pkce: 'unsupported',
    });
  const failing =
    (make: (url: string) => unknown): Fetch =>
    (url) =>
      Promise.reject(make(url));
  const rows: readonly (readonly [name: string, fetch: Fetch])[] = [
    ['in its message', failing((url) => new Error(`request to ${url} failed`))],
    ['in its cause', failing((url) => new TypeError('fetch failed', { cause: new Error(url) }))],
    ['as text', failing((url) => `request to ${url} failed`)],
    ['in its stack', failing((url) => Object.assign(new Error('x'), { stack: url }))],
    ['in members', failing((url) => Object.assign(new Error('x'), { url, config: { url } }))],
    ['in an aggregate', failing((url) => new AggregateError([new Error(url)], 'several'))],
  ];
  test.each(rows)('%s', async (_name, fetch) => {
    const outcome = await new Visitor().login(makeStrategy(komerzaLike(), { fetch }), { code: secretCode });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'network_error' });
    expect(everythingOf(outcome.error)).not.toContain(secretCode);
  });

  test('at the place where long messages are cut', async () => {
    const fetch = failing((url) => new Error(`${'x'.repeat(150)} ${url}`));
    const code = `canary${'0123456789'.repeat(8)}`;
    const outcome = await new Visitor().login(makeStrategy(komerzaLike(), { fetch }), { code });
    expect(everythingOf(outcome.error)).not.toContain('canary0');
  });

  test('whose cause is itself', async () => {
    const circular = new Error('circular');
    circular.cause = circular;
    const outcome = await new Visitor().login(
      makeStrategy(komerzaLike(), { fetch: failing(() => circular) }),
    );
    expect(outcome).toMatchObject({ kind: 'error', reason: 'network_error' });
  });
});
