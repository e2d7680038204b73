import { type ApiCall, type ProviderError } from 'passport-oauth2-base';
import { apiClient, ApiClient } from 'passport-strategy-contract/harness';
import { breakOff, json, resetAfter } from './support/replies';
import { eachTestHasService, type Received, type Reply } from 'passport-strategy-contract/harness';
import { declare, everyday } from 'passport-strategy-contract/harness';
import { everythingOf } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const accessToken = 'access-token-canary-1f6a';
const bearer = { accessToken };
const key = { header: 'X-API-Key', apiKey: 'api-key-canary-9e2c' };

function call(path: ApiCall['path'], more: Partial<ApiCall> = {}, options: object = {}): Promise<unknown> {
  return apiClient(service(), options).call({ path, ...more });
}

async function errorOf(promise: Promise<unknown>): Promise<ProviderError> {
  return promise.then(
    (value) => {
      throw new Error(`no error but ${JSON.stringify(value)}`);
    },
    (error: ProviderError) => error,
  );
}

function last(): Received {
  const received = service().requests.at(-1);
  if (!received) throw new Error('nothing was sent');
  return received;
}

describe('what is sent', () => {
  beforeEach(() => {
    service().other = { json: { done: true } };
  });

  const paths: readonly (readonly [path: ApiCall['path'], url: string])[] = [
    ['things', '/api/things'],
    ['/things', '/api/things'],
    ['things?page=2', '/api/things?page=2'],
    [['things', 'a b'], '/api/things/a%20b'],
    [['things', 'a/b?c#d'], '/api/things/a%2Fb%3Fc%23d'],
    [['things', '…/...'], '/api/things/%E2%80%A6%2F...'],
    [['things', '%2e'.repeat(3)], '/api/things/%252e%252e%252e'],
    ['//evil.example/x', '/api//evil.example/x'],
    ['evil.example:443/x', '/api/evil.example:443/x'],
    ['@evil.example', '/api/@evil.example'],
  ];
  test.each(paths.map(([path, url]) => ({ path, url })))('$path goes to $url', async ({ path, url }) => {
    await call(path, { credential: bearer });
    expect(last()).toMatchObject({ method: 'GET', url, body: '' });
  });

  test('the whole address of something that the service told of', async () => {
    await call(`${service().origin}/api/things/7?x=1`, { credential: bearer });
    expect(last().url).toBe('/api/things/7?x=1');
  });

  test('an `apiURL` with a slash at its end is the same', async () => {
    await call('things', {}, { apiURL: `${service().origin}/api/` });
    expect(last().url).toBe('/api/things');
  });

  test('a query, as far as it is text, number or boolean, beside the one of the path', async () => {
    await call('things?a=1', { query: { b: 'ü&', c: 2, d: false, e: undefined } });
    expect(last().url).toBe('/api/things?a=1&b=%C3%BC%26&c=2&d=false');
  });

  test('JSON, with its length in bytes', async () => {
    await call('things', { method: 'POST', json: { name: 'Núñez 🌾' } });
    const { method, headers, body } = last();
    expect([method, headers['content-type'], JSON.parse(body)]).toEqual([
      'POST',
      'application/json',
      { name: 'Núñez 🌾' },
    ]);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  test('a token in the Authorization header, and nowhere else', async () => {
    await call('things', { credential: bearer });
    const { url, headers, body } = last();
    expect(headers.authorization).toBe(`Bearer ${accessToken}`);
    expect(headers['x-api-key']).toBeUndefined();
    expect(url + body).not.toContain(accessToken);
  });

  test('the token of a TokenSet', async () => {
    await call('things', { credential: { accessToken: { accessToken, scope: [] } } });
    expect(last().headers.authorization).toBe(`Bearer ${accessToken}`);
  });

  test('a key in its header, and no Authorization', async () => {
    await call('things', { credential: key });
    expect(last().headers).toMatchObject({ 'x-api-key': key.apiKey });
    expect(last().headers.authorization).toBeUndefined();
  });

  test('nor does the header by which the client authenticates itself at the token endpoint', async () => {
    const client = apiClient(
      service(),
      { customHeaders: { 'x-client-SECRET': 'canary' } },
      { clientAuthentication: { header: 'X-Client-Secret' } },
    );
    await client.call({ path: 'things', credential: bearer });
    expect(last().headers['x-client-secret']).toBeUndefined();
  });

  const none = { authorization: undefined, 'x-api-key': undefined };
  test.each([
    { credential: undefined, sent: none },
    { credential: bearer, sent: { ...none, authorization: `Bearer ${accessToken}` } },
    { credential: key, sent: { ...none, 'x-api-key': key.apiKey } },
  ])('credentials among customHeaders stay at home ($sent)', async ({ credential, sent }) => {
    const customHeaders = { Authorization: 'Basic b3RoZXI=', 'x-API-key': 'other', 'X-Trace': '7' };
    await call('things', { credential }, { customHeaders });
    expect({ ...none, ...last().headers }).toMatchObject({ ...sent, 'x-trace': '7' });
  });
});

describe('what comes back', () => {
  const bodies: readonly (readonly [name: string, reply: Reply, body: unknown])[] = [
    ['an object', { json: { a: 1 } }, { a: 1 }],
    ['a list', { json: [1, 2] }, [1, 2]],
    ['a number', { json: 7 }, 7],
    ['null', { json: null }, null],
    ['nothing at all', { status: 204 }, undefined],
    ['nothing but white space', { body: ' \r\n', headers: json }, undefined],
    ['JSON that calls itself text', { body: '{"a":1}', headers: { 'content-type': 'text/plain' } }, { a: 1 }],
    ['JSON that calls itself nothing', { body: '{"a":1}' }, { a: 1 }],
    ['text', { body: 'done', headers: { 'content-type': 'text/plain' } }, 'done'],
    ['an object whose error is null', { json: { error: null, a: 1 } }, { error: null, a: 1 }],
  ];
  test.each(bodies.map(([name, reply, body]) => ({ name, reply, body })))(
    '$name',
    async ({ reply, body }) => {
      service().other = reply;
      expect(await call('things')).toMatchObject({ body });
    },
  );

  test('status and headers, whose names are in lower case', async () => {
    service().other = { status: 201, headers: { Location: '/api/things/7' }, body: '' };
    expect(await call('things', { method: 'POST' })).toMatchObject({
      status: 201,
      headers: { location: '/api/things/7' },
    });
  });
});

describe('refusals', () => {
  const refusals: readonly (readonly [
    name: string,
    reply: Reply,
    expected: object,
    more?: Partial<ApiCall>,
  ])[] = [
    [
      '401',
      { status: 401, json: { code: 'BadToken' } },
      { reason: 'access_token_refused', code: 'BadToken' },
    ],
    ['401 to a key', { status: 401, json: {} }, { reason: 'api_refused' }, { credential: key }],
    [
      '403',
      { status: 403, json: { error: 'no' } },
      { reason: 'api_refused', code: 'no', responseStatus: 403 },
    ],
    ['404', { status: 404, json: {} }, { reason: 'api_refused', responseStatus: 404, retryable: false }],
    ['an error in a 200', { json: { success: false, code: 'No' } }, { reason: 'api_refused', code: 'No' }],
    [
      '403 where a permission is needed',
      { status: 403, json: { code: 'AccessDenied' } },
      {
        reason: 'permission_missing',
        status: 403,
        code: 'AccessDenied',
        message: expect.stringContaining('things.view') as unknown,
      },
      { permission: 'things.view' },
    ],
    [
      'a sentence where a code belongs, and the code in WWW-Authenticate',
      {
        status: 400,
        headers: { 'www-authenticate': 'Bearer error="invalid_request"' },
        body: '{"error":"invalid_request: no such thing"}',
      },
      { reason: 'api_refused', code: 'invalid_request' },
    ],
    [
      'insufficient_scope in WWW-Authenticate',
      { status: 401, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' }, body: '' },
      { reason: 'permission_missing', code: 'insufficient_scope' },
      { permission: 'things.view' },
    ],
    [
      '429',
      { status: 429, headers: { 'retry-after': '7' }, json: {} },
      { reason: 'rate_limited', retryAfter: 7, retryable: true },
    ],
    [
      '429 to a POST: it was not carried out',
      { status: 429, headers: { 'retry-after': '7' }, json: {} },
      { reason: 'rate_limited', retryAfter: 7, retryable: true },
      { method: 'POST' },
    ],
    ['500', { status: 500, json: {} }, { reason: 'provider_unavailable', retryable: true }],
    ['a redirect', { status: 302, headers: { location: '/x' }, body: '' }, { reason: 'redirect_refused' }],
    ['a page', { body: '<!doctype html>', headers: json }, { reason: 'response_not_json' }],
    ['broken JSON', { body: '{"a":', headers: json }, { reason: 'response_not_json' }],
    ['400 to a POST', { status: 400, json: {} }, { reason: 'api_refused' }, { method: 'POST' }],
  ];
  test.each(refusals.map(([name, reply, expected, more = {}]) => ({ name, reply, expected, more })))(
    '$name',
    async ({ reply, expected, more }) => {
      service().other = reply;
      const error = await errorOf(call('things', { credential: bearer, ...more }));
      expect(error).toMatchObject({ name: 'ProviderError', endpoint: 'api', ...expected });
      expect(service().requests).toHaveLength(1);
    },
  );

  test('nothing is sent where the scope of a TokenSet says that it would be in vain', async () => {
    const credential = { accessToken: { accessToken, scope: ['things.list'] } };
    const error = await errorOf(call('things', { credential, permission: 'things.view' }));
    expect(error).toMatchObject({ reason: 'permission_missing' });
    expect(error.hint).toContain('things.view');
    expect(service().requests).toHaveLength(0);
  });

  test.each([{ scope: [] }, { scope: ['things.list', 'things.view'] }])(
    'a scope of $scope is no reason not to ask',
    async ({ scope }) => {
      service().other = { json: {} };
      await call('things', {
        credential: { accessToken: { accessToken, scope } },
        permission: 'things.view',
      });
      expect(service().requests).toHaveLength(1);
    },
  );
});

test.each([
  '..%2ftoken',
  '..%2Ftoken',
  'things/%2e%2e/token',
  'things/%2E%2e%2f..%2ftoken',
  '..%5ctoken',
  '%2e%2e%5Ctoken',
])(
  'A70 the whole URL of a call whose path has encoded dots is refused as the relative path is: %s',
  async (path) => {
    for (const given of [path, `${service().origin}/api/${path}`]) {
      const error = await errorOf(call('things', { credential: bearer, path: given }));
      expect(['argument_invalid', 'api_address_refused']).toContain(error.reason);
    }
    expect(service().requests).toHaveLength(0);
  },
);

describe('calls that cannot be right are not sent', () => {
  const wrong: readonly (readonly [name: string, call: Partial<ApiCall>, reason: string])[] = [
    ['a path that leads out', { path: '../token' }, 'argument_invalid'],
    ['a path that leads out further on', { path: 'things/../../token' }, 'argument_invalid'],
    ['a path that leads out, encoded', { path: 'things/%2e%2e/%2E%2E/token' }, 'argument_invalid'],
    ['a path that leads out by a backslash', { path: '..\\token' }, 'argument_invalid'],
    ['the address of another host', { path: 'https://evil.example/api/things' }, 'api_address_refused'],
    ['a fragment', { path: 'things#x' }, 'argument_invalid'],
    ['an identifier of two dots', { path: ['things', '..'] }, 'argument_invalid'],
    ['an identifier of one dot', { path: ['things', '.'] }, 'argument_invalid'],
    ['an identifier of two dots, encoded', { path: ['things', '%2e%2E'] }, 'argument_invalid'],
    ['an identifier with dots behind slashes', { path: ['things', 'a/../../b'] }, 'argument_invalid'],
    ['dots behind encoded slashes', { path: 'things/..%2f..%5Cb' }, 'argument_invalid'],
    ['an empty identifier', { path: ['things', ''] }, 'argument_invalid'],
    ['an identifier that is missing', { path: ['things', undefined as never] }, 'argument_invalid'],
    ['an identifier that is a number', { path: ['things', 7 as never] }, 'argument_invalid'],
    ['an empty token', { credential: { accessToken: '' } }, 'argument_invalid'],
    ['a token that is missing', { credential: { accessToken: undefined as never } }, 'argument_invalid'],
    ['a token that is null', { credential: { accessToken: null as never } }, 'argument_invalid'],
    ['a TokenSet without token', { credential: { accessToken: {} as never } }, 'argument_invalid'],
    ['an empty key', { credential: { header: 'X-API-Key', apiKey: '' } }, 'argument_invalid'],
    ['white space in a path', { path: 'things /x' }, 'argument_invalid'],
    ['a line end in a path', { path: 'things\n/x' }, 'argument_invalid'],
    ['dots split by a tab', { path: '.\t./token' }, 'argument_invalid'],
    ['an empty path', { path: '' }, 'argument_invalid'],
    ['a path of no parts', { path: [] }, 'argument_invalid'],
    ['a path that is missing', { path: undefined as never }, 'argument_invalid'],
    ['a path that is an object', { path: {} as never }, 'argument_invalid'],
    ['half a character in a part', { path: ['a\ud800'] }, 'argument_invalid'],
    ['half an address', { path: 'https://' }, 'api_address_refused'],
    ['the address of another host, in capitals', { path: 'HTTPS://evil.example/x' }, 'api_address_refused'],
    ['a method in small letters', { method: 'get' as never }, 'argument_invalid'],
    ['a method that does not exist', { method: 'GET\r\nX: y' as never }, 'argument_invalid'],
    ['a method that is null', { method: null as never }, 'argument_invalid'],
    ['a GET with a body', { json: {} }, 'argument_invalid'],
    ['a HEAD with a body', { method: 'HEAD', json: {} }, 'argument_invalid'],
    ['a query with an object', { query: { a: {} as never } }, 'argument_invalid'],
    ['a query with null', { query: { a: null as never } }, 'argument_invalid'],
    ['a query that is text', { query: 'a=1' as never }, 'argument_invalid'],
    ['a query that is a list', { query: ['a'] as never }, 'argument_invalid'],
    ['a token with a line end', { credential: { accessToken: `${accessToken}\n` } }, 'argument_invalid'],
    ['a token with a space', { credential: { accessToken: `${accessToken} x` } }, 'argument_invalid'],
    ['a token beyond ASCII', { credential: { accessToken: `${accessToken}ü` } }, 'argument_invalid'],
    [
      'a key with a line end',
      { credential: { ...key, apiKey: `${accessToken}\r\nX: y` } },
      'argument_invalid',
    ],
    ['a body that is a function', { method: 'POST', json: () => 1 }, 'argument_invalid'],
    ['a body with a bigint', { method: 'POST', json: { amount: 1n } }, 'argument_invalid'],
  ];
  test.each(wrong.map(([name, call, reason]) => ({ name, call, reason })))(
    '$name: $reason',
    async ({ call: given, reason }) => {
      const error = await errorOf(call('things', { credential: bearer, ...given }));
      expect(error).toMatchObject({ name: 'ProviderError', reason, retryable: false });
      expect(everythingOf(error)).not.toContain(accessToken);
      expect(service().requests).toHaveLength(0);
    },
  );

  test('the address of the API with another port, path or beginning, or with a user', async () => {
    const { origin } = service();
    const { port } = new URL(origin);
    for (const path of [
      `http://127.0.0.1:${Number(port) - 1}/api/things`,
      `${origin}/apiary/things`,
      `${origin}/api`,
      `${origin}/token`,
      `http://a:b@127.0.0.1:${port}/api/things`,
      `http://127.0.0.1:${port}@evil.example/api/things`,
    ]) {
      const error = await errorOf(call(path, { credential: bearer }));
      expect([path, error.reason]).toEqual([path, 'api_address_refused']);
    }
    expect(service().requests).toHaveLength(0);
  });

  test('a service without an address for its API: a TypeError that names the option', async () => {
    const client = new ApiClient(declare(service()), everyday);
    await expect(client.call({ path: 'things' })).rejects.toThrow(/Acme: .*`apiURL`/);
  });

  test('`apiURL` has no query: a path would land in it', () => {
    expect(() => apiClient(service(), { apiURL: 'https://api.example/v1?tenant=5' })).toThrow(
      /`apiURL` has a query/,
    );
  });

  test('`apiURL` is https, or on this machine', () => {
    expect(() => apiClient(service(), { apiURL: 'http://api.example' })).toThrow(/`apiURL` must be https/);
  });
});

describe('a call that may have been carried out', () => {
  const bySaying: readonly object[] = [
    { error: 'receipt timeout', tx_hash: '0xabc' },
    { error: { code: 1 }, tx_hash: '0xabc' },
    { error: true },
    { status: 'error', id: 7 },
  ];
  test.each(bySaying)('a success that tells of an error leaves open what was done: %j', async (json) => {
    service().other = { json };
    const error = await errorOf(call('things', { method: 'POST', json: {}, credential: bearer }));
    expect(error).toMatchObject({ reason: 'outcome_unknown', retryable: false });
    expect(error.cause).toMatchObject({ reason: 'api_refused' });
  });

  test.each([
    { error: 0 },
    { error: {} },
    { error: [] },
    { error: '' },
    { error: null },
    { status: 'errors' },
  ])('what says nothing is no error: %j', async (json) => {
    service().other = { json };
    expect(await call('things', { method: 'POST', json: {} })).toMatchObject({ body: json });
  });

  test('`success: false` says that nothing was done', async () => {
    service().other = { json: { success: false, code: 'ValidationError' } };
    const error = await errorOf(call('things', { method: 'POST', json: {} }));
    expect(error).toMatchObject({ reason: 'api_refused', code: 'ValidationError' });
  });

  test('a failing service that speaks of scopes leaves it open, too', async () => {
    service().other = { status: 502, json: { error: 'insufficient_scope' } };
    const more = { method: 'POST', json: {}, credential: bearer, permission: 'things.view' } as const;
    expect(await errorOf(call('things', more))).toMatchObject({ reason: 'outcome_unknown' });
  });

  test('a refusal that cannot be read is a refusal', async () => {
    service().other = (res) => res.writeHead(403, { ...json, 'content-encoding': 'gzip' }).end('x');
    const error = await errorOf(call('things', { method: 'POST', json: {} }));
    expect(error).toMatchObject({ reason: 'response_encoded', retryable: false });
  });

  const lost: readonly (readonly [name: string, reply: Reply, cause: string, options?: object])[] = [
    ['no answer in time', () => undefined, 'timeout', { timeout: 100 }],
    ['a reset', (res) => res.socket?.resetAndDestroy(), 'network_error'],
    ['half an answer', (res) => resetAfter(res, '{"a":'), 'network_error'],
    ['an answer that breaks off', (res) => breakOff(res), 'response_truncated'],
    ['a failure', { status: 503, json: { error: 'busy' } }, 'provider_unavailable'],
    ['a page', { body: '<html>', headers: json }, 'response_not_json'],
    ['broken JSON', { body: '{', headers: json }, 'response_not_json'],
    ['a redirect', { status: 303, headers: { location: '/x' }, body: '' }, 'redirect_refused'],
    ['too much', { json: 'x'.repeat(500) }, 'response_too_large', { maxResponseBytes: 100 }],
    ['another encoding', { headers: { 'content-encoding': 'gzip' }, json: {} }, 'response_encoded'],
  ];
  const rows = lost.map(([name, reply, cause, options = {}]) => ({ name, reply, cause, options }));

  describe.each(['POST', 'PUT', 'DELETE', 'PATCH'] as const)('%s', (method) => {
    test.each(rows)('$name', async ({ reply, cause, options }) => {
      service().other = reply;
      const error = await errorOf(call('things', { method, json: {}, credential: bearer }, options));
      expect(error).toMatchObject({ reason: 'outcome_unknown', retryable: false, endpoint: 'api' });
      expect(error.cause).toMatchObject({ reason: cause });
      expect(error.hint).toContain('Do not repeat');
      expect(service().requests).toHaveLength(1);
    });
  });

  test.each(rows)('a GET carries nothing out: $name', async ({ reply, cause, options }) => {
    service().other = reply;
    expect(await errorOf(call('things', { credential: bearer }, options))).toMatchObject({ reason: cause });
  });

  test('a POST that never left did nothing', async () => {
    const { origin } = service();
    const client = apiClient(service());
    await service().close();
    const error = await errorOf(client.call({ path: 'things', method: 'POST', json: {} }));
    expect(error).toMatchObject({ reason: 'network_error', retryable: true });
    expect(error.message).not.toContain(origin);
  });

  test('nor did one that `fetch` could not send', async () => {
    const client = apiClient(service(), { fetch });
    await service().close();
    const error = await errorOf(client.call({ path: 'things', method: 'POST', json: {} }));
    expect(error).toMatchObject({ reason: 'network_error', retryable: true });
  });

  test.each([
    { method: 'GET', times: 2, reason: 'success' },
    { method: 'POST', times: 1, reason: 'outcome_unknown' },
    { method: 'DELETE', times: 1, reason: 'outcome_unknown' },
  ] as const)('a dead connection: $method is sent $times times', async ({ method, times, reason }) => {
    service().other = { json: {} };
    const client = apiClient(service());
    await client.call({ path: 'warm' });
    let isFirst = true;
    service().other = (res) => {
      if (isFirst) res.socket?.resetAndDestroy();
      else res.writeHead(200, json).end('{}');
      isFirst = false;
    };
    const ended = await client.call({ path: 'things', method }).then(
      () => 'success',
      (error: ProviderError) => error.reason,
    );
    expect([ended, service().at('/api/things').length]).toEqual([reason, times]);
  });
});

describe('nothing that grants access is in an error', () => {
  test.each([
    '{"email":"canary@example.com","webhookSecret":"canary"',
    'canary@example.com',
    '{"a":"canary"}}',
    '{"canary',
    'canary',
  ])('nor what an answer tells that cannot be read: %s', async (body) => {
    service().other = { headers: json, body };
    for (const method of ['GET', 'POST'] as const) {
      const error = await errorOf(call('things', { method, credential: bearer }));
      expect(everythingOf(error)).not.toMatch(/canary/);
    }
  });

  test('nor what the challenge of the service says', async () => {
    const says = (words: string): string => `Bearer error="invalid_token", error_description="${words}"`;
    for (const words of [`The token ${accessToken} has expired`, `Bearer ${accessToken}`]) {
      service().other = { status: 401, headers: { 'www-authenticate': says(words) }, body: '' };
      const error = await errorOf(call('things', { credential: bearer }));
      expect(error).toMatchObject({ reason: 'access_token_refused', code: 'invalid_token' });
      expect(everythingOf(error)).not.toMatch(/canary/);
    }
  });

  test('nor the client secret, nor members whose names say that they are secret', async () => {
    const { clientSecret } = everyday;
    const secrets = { webhookSecret: 'canary-1', csrf_token: 'canary-2', dbPassword: 'canary-3' };
    service().other = { status: 400, json: { message: clientSecret, ...secrets } };
    expect(everythingOf(await errorOf(call('things')))).not.toMatch(/canary/);
  });

  const echo: Reply = (res, { headers, url, body }) => {
    res.writeHead(400, json).end(JSON.stringify({ message: JSON.stringify(headers) + url + body, headers }));
  };
  test.each([{ credential: bearer }, { credential: key }])('$credential', async ({ credential }) => {
    service().other = echo;
    for (const method of ['GET', 'POST'] as const) {
      const error = await errorOf(call('things', { method, credential }));
      expect(everythingOf(error)).not.toMatch(/canary/);
    }
  });

  test('what the package itself says is an error with a reason, too', () => {
    const client = apiClient(service());
    expect(client.wrongArgument('`to` is no address')).toMatchObject({
      reason: 'argument_invalid',
      status: 400,
      message: expect.stringContaining('`to` is no address') as unknown,
    });
    expect(client.unknownOutcome('there is no receipt')).toMatchObject({
      reason: 'outcome_unknown',
      retryable: false,
      message: expect.stringContaining('there is no receipt') as unknown,
    });
    expect(client.wrongAnswer('it has no list')).toMatchObject({ reason: 'api_answer_invalid', status: 502 });
  });
});

test('a token of the application that is forgotten is asked for anew', async () => {
  const client = apiClient(service(), {}, { clientCredentials: true });
  service().token = { json: { access_token: 'first', token_type: 'Bearer', expires_in: 3600 } };
  await client.applicationToken?.();
  await client.forget();
  await client.applicationToken?.();
  expect(service().at('/token')).toHaveLength(2);
});
