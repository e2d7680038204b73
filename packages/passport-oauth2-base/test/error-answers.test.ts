import { eachTestHasService, type Reply } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy } from 'passport-strategy-contract/harness';
import { Visitor, everythingOf } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

async function errorFor(token: Reply, options: object = {}): Promise<Record<string, unknown> & Error> {
  service().token = token;
  const outcome = await new Visitor().login(makeStrategy(declare(service()), options));
  expect(outcome.kind).toBe('error');
  return outcome.error as Record<string, unknown> & Error;
}

describe('R41: what a service says went wrong, in every form', () => {
  const rows: readonly (readonly [body: string, code: string | undefined, words?: string])[] = [
    ['{"error":"invalid_grant","error_description":"Too late"}', 'invalid_grant', 'Too late'],
    ['{"error":"invalid_grant"}', 'invalid_grant'],
    ['{"error":{"code":"bad_code","message":"No such code"}}', 'bad_code', 'No such code'],
    ['{"error":{"code":190,"message":"Expired"}}', '190', 'Expired'],
    ['{"code":"bad_code","message":"No such code"}', 'bad_code', 'No such code'],
    ['{"success":false,"message":"Refused"}', undefined, 'Refused'],
    ['{"status":"error","error_message":"Refused"}', undefined, 'Refused'],
    ['{"message":"Refused"}', undefined, 'Refused'],
    ['"Refused"', undefined, 'Refused'],
    ['Refused', undefined, 'Refused'],
    ['<html>Refused</html>', undefined],
    ['', undefined],
    ['null', undefined],
    ['[]', undefined],
    ['42', undefined],
    ['{"error":null}', undefined],
    ['{"error":["invalid_grant"]}', undefined],
    ['{"error":true}', undefined],
    ['{"error":{"code":{},"message":[]}}', undefined],
    ['{"error":"", "error_description":{}}', undefined],
    ['{"__proto__":{"error":"x"}}', undefined],
  ];
  test.each(rows.map(([body, code, words = '']) => ({ body, code, words })))(
    'R41: $body',
    async ({ body, code, words }) => {
      const error = await errorFor({ status: 400, body, headers: { 'content-type': 'application/json' } });
      expect(error).toMatchObject({
        reason: 'token_refused',
        fault: 'provider',
        responseStatus: 400,
        endpoint: 'token',
        retryable: false,
      });
      expect(error['code']).toBe(code);
      expect(error.name).toBe(code === undefined ? 'InternalOAuthError' : 'TokenError');
      expect(`${error.message} ${(error.cause as Error).message}`).toContain(words);
      expect(error['hint']).toEqual(expect.any(String));
    },
  );
});

describe('A50: status and Retry-After', () => {
  const rows: readonly (readonly [
    status: number,
    header: string | undefined,
    reason: string,
    retryAfter: number | undefined,
  ])[] = [
    [429, '7', 'rate_limited', 7],
    [429, undefined, 'rate_limited', undefined],
    [503, '120', 'provider_unavailable', 120],
    [503, '0', 'provider_unavailable', 0],
    [503, '-1', 'provider_unavailable', undefined],
    [503, 'soon', 'provider_unavailable', undefined],
    [503, '5 apples', 'provider_unavailable', undefined],
    [599, '1', 'provider_unavailable', 1],
    [999, undefined, 'provider_unavailable', undefined],
    [418, '1', 'token_refused', 1],
  ];
  test.each(rows)('A50: %d with Retry-After %s', async (status, header, reason, retryAfter) => {
    const headers: Record<string, string> = header === undefined ? {} : { 'retry-after': header };
    const error = await errorFor({ status, json: {}, headers });
    expect(error).toMatchObject({ reason, retryable: status !== 418, responseStatus: status });
    expect(error['retryAfter']).toBe(retryAfter);
  });

  test('R78: a Retry-After that is a date is understood', async () => {
    const error = await errorFor({
      status: 503,
      json: {},
      headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() },
    });
    expect(error['retryAfter']).toBeGreaterThan(50);
  });

  test.each(['Infinity', '1e400', '0x10', ''])('a Retry-After of "%s" is ignored', async (header) => {
    expect(
      (await errorFor({ status: 503, json: {}, headers: { 'retry-after': header } }))['retryAfter'],
    ).toBeUndefined();
  });
});

describe('A41: a description that is an attack', () => {
  const esc = '\u001b[2J\u001b]0;owned\u0007';
  const rows: readonly (readonly [name: string, text: string])[] = [
    ['line ends', 'a\r\nSet-Cookie: x=1\n127.0.0.1 - - forged'],
    ['ANSI', `${esc}red`],
    ['C1 controls', '\u0080\u009b31mred\u0085next'],
    ['separators', 'a\u2028b\u2029c'],
    ['overrides', '\u202egnp.exe\u202c \u2066x\u2069'],
    ['NUL', 'a\0b'],
  ];
  test.each(rows)('A41: %s are stripped of messages', async (_name, text) => {
    const error = await errorFor({
      status: 400,
      json: { error: `bad${text}`, error_description: text, error_uri: text },
    });
    for (const said of [
      error.message,
      error['code'],
      error['uri'],
      String(error),
      (error.cause as Error).message,
    ]) {
      expect(said).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  test.each(['\u200e', '\u200f', '\u061c'])('A41: the mark %j is stripped', async (mark) => {
    const error = await errorFor({ status: 400, json: { error: 'bad', error_description: `a${mark}b` } });
    expect(error.message).not.toContain(mark);
  });

  test('A41: 100 KB are capped everywhere', async () => {
    const long = '<script>alert(1)</script>'.repeat(4_000);
    const error = await errorFor({
      status: 400,
      json: { error: long, error_description: long, error_uri: long },
    });
    expect(error.message.length).toBeLessThan(700);
    expect(String(error['code']).length).toBeLessThan(300);
    expect(String(error['data']).length).toBeLessThan(600);
    expect(everythingOf(new Error('wrap', { cause: { ...error } })).length).toBeLessThan(20_000);
  });

  test('A41: the same in the callback', async () => {
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const state = (await visitor.start(strategy)).searchParams.get('state');
    const evil = `\u001b[31m${'x'.repeat(9_000)}\r\n`;
    const { error } = await visitor.finish(strategy, {
      state,
      error: 'server_error',
      error_description: evil,
      error_uri: evil,
    });
    expect(error).toMatchObject({
      name: 'AuthorizationError',
      code: 'server_error',
      reason: 'authorization_refused',
    });
    const { message, uri } = error as Error & { uri: string };
    expect(`${message}${uri}`).not.toMatch(/\p{Cc}/u);
    expect(`${message}${uri}`.length).toBeLessThan(1_000);
  });
});

describe('parseErrorResponse', () => {
  test('is called with body and status, and its error is the one that is reported', async () => {
    const strategy = makeStrategy(declare(service()));
    const calls: unknown[] = [];
    strategy.parseErrorResponse = (body, status) => {
      calls.push([body, status]);
      return new RangeError('mine');
    };
    service().token = { status: 422, json: { odd: 'shape' } };
    const { error } = await new Visitor().login(strategy);
    expect(calls).toEqual([['{"odd":"shape"}', 422]]);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message: 'mine', reason: 'token_refused', responseStatus: 422 });
  });

  const bad: readonly (() => unknown)[] = [
    () => {
      throw new Error('hook');
    },
    () => null,
    () => undefined,
  ];
  test.each(bad)('falls back to the general error: %s', async (hook) => {
    const strategy = makeStrategy(declare(service()));
    strategy.parseErrorResponse = hook as never;
    service().token = { status: 400, json: { error: 'x' } };
    expect((await new Visitor().login(strategy)).error).toMatchObject({
      name: 'InternalOAuthError',
      code: 'x',
    });
  });

  test.each(['', false, 0])('falls back to the general error for %j', async (nothing) => {
    const strategy = makeStrategy(declare(service()));
    strategy.parseErrorResponse = (() => nothing) as never;
    service().token = { status: 400, json: { error: 'x' } };
    expect((await new Visitor().login(strategy)).error).toMatchObject({ name: 'InternalOAuthError' });
  });

  test('a hook that gives no Error ends in an error all the same', async () => {
    const strategy = makeStrategy(declare(service()));
    strategy.parseErrorResponse = (() => 'text') as never;
    service().token = { status: 400, json: { error: 'x' } };
    expect((await new Visitor().login(strategy)).kind).toBe('error');
  });
});

test('the hint for a permission that is missing says which', async () => {
  service().user = { status: 403, json: { error: 'forbidden' } };
  const declaration = declare(service(), { profile: { permission: 'user.view', map: () => ({ id: '1' }) } });
  await expect(makeClient(declaration).userProfile('t')).rejects.toMatchObject({
    reason: 'permission_missing',
    hint: expect.stringContaining('user.view') as string,
    code: 'forbidden',
  });
});

test.each([
  ['Bearer error="invalid_token", error_description="Too old"', 'invalid_token', /Too old/],
  ['Bearer realm="x"', undefined, /401/],
  ['Bearer error="a\\"b"', undefined, /401/],
])('R65: a 401 without a body, with WWW-Authenticate: %s', async (challenge, code, message) => {
  const headers = { 'www-authenticate': challenge };
  service().user = { status: 401, headers, body: '' };
  const { error } = await new Visitor().login(makeStrategy(declare(service())));
  expect(error).toMatchObject({ reason: 'profile_refused', responseStatus: 401 });
  expect((error as { code?: string }).code).toBe(code);
  expect((error as Error).message).toMatch(message);
});
