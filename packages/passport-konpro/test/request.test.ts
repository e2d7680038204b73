import type { KonProCredentials, KonProRequest } from 'passport-konpro';
import { faults } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { everythingOf } from 'passport-strategy-contract/harness';
import { credentialKinds, deadToken, everyCall, headerOf, useKonPro } from './support/konpro-calls';

const { konpro, client, credentials, sentBy } = useKonPro();
const key = (): KonProCredentials => ({ apiToken: konpro.service.users[0]?.apiToken ?? '' });

/** What the emulator says of a call that it does not know: how it arrived. */
async function arrived(path: string | readonly string[], options?: KonProRequest): Promise<unknown> {
  const { status, body } = await client().request(key(), path, options);
  expect(status).toBe(200);
  return (body as { data: unknown }).data;
}

describe.each(credentialKinds)('%s', (kind) => {
  test('user/me, as KonPro says it', async () => {
    const answer = await client().request(await credentials(kind), 'user/me');
    expect(answer).toEqual({
      status: 200,
      headers: expect.objectContaining({
        'content-type': expect.stringContaining('json') as string,
      }) as object,
      body: konpro.service.users[0]?.me,
    });
  });
});

test('an API token never leaves in `Authorization`, nor an OAuth token in `X-API-KEY`', async () => {
  const token = await credentials('accessToken');
  for (const swapped of [
    { apiToken: token.accessToken as string },
    { accessToken: key().apiToken as string },
  ] satisfies KonProCredentials[]) {
    const [request] = await sentBy(() => rejection(client().request(swapped, 'user/me')));
    expect(request).toMatchObject({ status: 401, headers: headerOf(swapped) });
  }
});

describe('what is sent', () => {
  test.each<[string | readonly string[], string]>([
    ['videos', '/v1/videos'],
    ['/videos', '/v1/videos'],
    ['videos/7', '/v1/videos/7'],
    [['videos', 'a/b?c#d'], '/v1/videos/a%2Fb%3Fc%23d'],
    [['videos', '🌾'], '/v1/videos/%F0%9F%8C%BE'],
    ['//evil.example/videos', '/v1//evil.example/videos'],
    ['evil.example:443/videos', '/v1/evil.example:443/videos'],
    ['/https://evil.example/videos', '/v1/https://evil.example/videos'],
    ['@evil.example', '/v1/@evil.example'],
  ])('%j goes to %s of KonPro', async (path, expected) => {
    const [request, ...others] = await sentBy(() => client().request(key(), path));
    expect([request?.origin, request?.path, others]).toEqual(['api', expected, []]);
  });

  test('the whole address of something at KonPro', async () => {
    const path = `${konpro.service.options.apiURL}/videos/7?page=2`;
    expect(await arrived(path)).toMatchObject({ path: '/v1/videos/7', query: { page: '2' } });
  });

  test('a query beside the one of the path', async () => {
    const query = { text: 'ü & 🌾', page: 2, draft: false, none: undefined, empty: '' };
    expect(await arrived('videos?a=1', { query })).toMatchObject({
      method: 'GET',
      query: { a: '1', text: 'ü & 🌾', page: '2', draft: 'false', empty: '' },
      body: null,
    });
  });

  test.each<unknown>([{ title: 'Núñez 🌾' }, [1, null], 'text', 0, false, null, {}])(
    'a POST with the JSON %j',
    async (json) => {
      const given = key();
      const [request] = await sentBy(() => client().request(given, 'videos', { method: 'POST', json }));
      expect(request).toMatchObject({ method: 'POST', path: '/v1/videos', status: 200 });
      expect(request?.headers).toEqual({
        ...everyCall,
        ...headerOf(given),
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(JSON.stringify(json))),
      });
      expect(JSON.parse(request?.rawBody ?? '')).toEqual(json);
    },
  );

  test('a POST without a body', async () => {
    const [request] = await sentBy(() => client().request(key(), 'videos', { method: 'POST' }));
    expect([request?.method, request?.rawBody, request?.headers['content-type']]).toEqual([
      'POST',
      '',
      undefined,
    ]);
  });

  test.each(['PUT', 'PATCH', 'DELETE'] as const)('%s', async (method) => {
    const [request] = await sentBy(() =>
      rejection(client().request(key(), 'videos/7', { method, json: { a: 1 } })),
    );
    expect(request).toMatchObject({ method, path: '/v1/videos/7', rawBody: '{"a":1}' });
  });

  test('`apiURL` is where calls go', async () => {
    const apiURL = `${konpro.service.origins['api']}/v1/deeper/`;
    const [request] = await sentBy(() => client({ apiURL }).request(key(), 'x'));
    expect(request?.path).toBe('/v1/deeper/x');
  });
});

describe('what comes back', () => {
  test.each<[string, string, string, unknown]>([
    ['an object', '{"a":1}', 'application/json', { a: 1 }],
    ['a list', '[1]', 'application/json', [1]],
    ['nothing', '', 'application/json', undefined],
    ['text that is no JSON and does not say so', 'done', 'text/plain', 'done'],
  ])('%s', async (_case, text, type, body) => {
    konpro.service.fault('api', faults.body(text, type));
    expect((await client().request(key(), 'videos')).body).toEqual(body);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'a %s that failed is not sent again',
    async (method) => {
      await client().request(key(), 'user/me'); // The connection is a used one from now on.
      konpro.service.fault('api', faults.reset());
      const sent = await sentBy(() => rejection(client().request(key(), 'videos', { method })));
      expect(sent).toHaveLength(1);
    },
  );
});

describe("KonPro's errors", () => {
  test.each<[number, string, string, boolean]>([
    [400, 'INVALID_REQUEST', 'api_refused', false],
    [400, 'VALIDATION_ERROR', 'api_refused', false],
    [403, 'INSUFFICIENT_PERMISSIONS', 'api_refused', false],
    [404, 'RESOURCE_NOT_FOUND', 'api_refused', false],
    [429, 'RATE_LIMIT_EXCEEDED', 'rate_limited', true],
    [500, 'PROCESSING_ERROR', 'provider_unavailable', true],
    [503, 'SERVICE_UNAVAILABLE', 'provider_unavailable', true],
  ])('%i %s: %s', async (status, code, reason, retryable) => {
    const error = { code, message: 'In words', details: { field: 'x' } };
    konpro.service.fault('api', faults.json({ error, request_id: 'r-7' }, status));
    for (const kind of credentialKinds) {
      const refused = await rejection(client().request(await credentials(kind), 'videos'));
      expect(refused).toMatchObject({ reason, code, responseStatus: status, provider: 'konpro', retryable });
      expect(refused['data']).toContain('r-7');
      if (status < 500) expect(refused['message']).toContain('In words');
    }
  });

  test('a path that there is not: api_refused with RESOURCE_NOT_FOUND', async () => {
    expect(await rejection(client().request(key(), 'user/me/'))).toMatchObject({
      reason: 'api_refused',
      responseStatus: 404,
      code: 'RESOURCE_NOT_FOUND',
    });
  });

  test.each([
    ['accessToken', 'access_token_refused'],
    ['apiToken', 'api_refused'],
  ])('a dead %s: %s with INVALID_API_KEY', async (name, reason) => {
    const given = { [name]: deadToken } as unknown as KonProCredentials;
    expect(await rejection(client().request(given, 'user/me'))).toMatchObject({
      reason,
      responseStatus: 401,
      code: 'INVALID_API_KEY',
      retryable: false,
    });
  });

  test('a token that the user has withdrawn: access_token_refused', async () => {
    const given = await credentials('accessToken');
    konpro.service.revokeUserGrant();
    expect(await rejection(client().account(given))).toMatchObject({ reason: 'access_token_refused' });
  });

  test("the plan's limit: rate_limited says for how many seconds, and the next user is not counted", async () => {
    konpro.service.switches.rateLimits = 'free';
    for (let count = 0; count < 10; count += 1) await client().request(key(), 'user/me');
    expect(await rejection(client().account(key()))).toMatchObject({
      reason: 'rate_limited',
      code: 'RATE_LIMIT_EXCEEDED',
      responseStatus: 429,
      retryAfter: 60,
      retryable: true,
    });
    const other = { apiToken: konpro.service.users[1]?.apiToken ?? '' };
    expect((await client().request(other, 'user/me')).status).toBe(200);
  });
});

describe('nothing is sent', () => {
  type Wrong = [what: string, credentials: unknown, path?: unknown, options?: unknown];
  const token = 'token-0123456789';
  const good = { apiToken: token };

  test.each<Wrong>([
    ['no credentials', undefined],
    ['null as credentials', null],
    ['a token without a name', token],
    ['neither', {}],
    ['both', { accessToken: token, apiToken: token }],
    ['both, one of them empty', { accessToken: '', apiToken: token }],
    ['both, one of them null', { accessToken: token, apiToken: null }],
    ['an empty access token', { accessToken: '' }],
    ['an access token that is null', { accessToken: null }],
    ['an access token that is a number', { accessToken: 7 }],
    ['a TokenSet without token', { accessToken: { scope: [] } }],
    ['a TokenSet with an empty token', { accessToken: { accessToken: '', scope: [] } }],
    ['an empty API token', { apiToken: '' }],
    ['an API token that is null', { apiToken: null }],
    ['an API token that is a number', { apiToken: 7 }],
    ['an API token that is a TokenSet', { apiToken: { accessToken: token, scope: [] } }],
    ['no path', good, undefined],
    ['an empty path', good, ''],
    ['a path without parts', good, []],
    ['a path with an empty part', good, ['videos', '']],
    ['a path with a part that is missing', good, ['videos', undefined]],
    ['a path with a part that is a number', good, ['videos', 7]],
    ['a path with a part of dots', good, ['videos', '..']],
    ['a path that is a number', good, 7],
    ['an API token with a line end', { apiToken: `${token}\n` }],
    ['an access token with a line end', { accessToken: `${token}\r\nX-API-KEY: x` }],
    ['a path that leads out', good, '../oauth/token'],
    ['a path that leads out after a slash', good, '/../oauth/token'],
    ['a path that leads out further on', good, 'videos/../../oauth/token'],
    ['a path that leads elsewhere below', good, 'videos/../user/me'],
    ['a path that leads out, encoded', good, 'videos/%2e%2e/%2E./token'],
    ['a path that leads out by a backslash', good, '..\\oauth'],
    ['a path with a fragment', good, 'user/me#x'],
    ['a method that there is not', good, 'videos', { method: 'FETCH' }],
    ['a method in small letters', good, 'videos', { method: 'post' }],
    ['a method with more in it', good, 'videos', { method: 'GET /v1/x HTTP/1.1\r\nX: ' }],
    ['a GET with JSON', good, 'videos', { json: {} }],
    ['JSON that is none', good, 'videos', { method: 'POST', json: { amount: 1n } }],
    ['a query with an object', good, 'videos', { query: { filter: { a: 1 } } }],
    ['a query with a list', good, 'videos', { query: { ids: ['a'] } }],
    ['a query with null', good, 'videos', { query: { page: null } }],
    ['a query that is text', good, 'videos', { query: 'page=2' }],
    ['a member that there is not', good, 'videos', { method: 'POST', body: { a: 1 } }],
    ['options that are null', good, 'videos', null],
    ['options that are the method', good, 'videos', 'POST'],
  ])('%s: argument_invalid', async (_what, ...[given, path = 'user/me', options]) => {
    // `undefined` is what the row stands for when it has a path.
    const wanted = _what === 'no path' ? undefined : path;
    const sent = await sentBy(async () => {
      const error = await rejection(client().request(given as never, wanted as never, options as never));
      expect(error).toMatchObject({
        name: 'ProviderError',
        reason: 'argument_invalid',
        fault: 'configuration',
        retryable: false,
      });
      expect(everythingOf(error)).not.toContain(token);
    });
    expect(sent).toEqual([]);
  });

  test.each([
    'https://evil.example/v1/user/me',
    'http://evil.example/v1/user/me',
    'HTTPS://evil.example/v1/user/me',
    'https://',
    'https://api.konpro.ai@evil.example/v1/user/me',
    'https://api.konpro.ai.evil.example/v1/user/me',
    'https://api.konpro.ai/v2/user/me',
    'https://api.konpro.ai/v1x/user/me',
    'https://api.konpro.ai:444/v1/user/me',
    'http://api.konpro.ai/v1/user/me',
    'https://app.konpro.ai/v1/user/me',
  ])('%s leads elsewhere: api_address_refused', async (path) => {
    const addresses: string[] = [];
    const fetch = (address: string): never => {
      addresses.push(address);
      throw new Error('It was sent');
    };
    const elsewhere = client({ apiURL: 'https://api.konpro.ai/v1', userProfileURL: undefined, fetch });
    for (const given of [{ accessToken: token }, { apiToken: token }]) {
      for (const method of ['GET', 'POST'] as const) {
        const error = await rejection(elsewhere.request(given, path, { method }));
        expect(error).toMatchObject({
          name: 'ProviderError',
          reason: 'api_address_refused',
          fault: 'tampering',
        });
        expect(everythingOf(error)).not.toContain(token);
      }
    }
    expect(addresses).toEqual([]);
  });
});

test('the client does not keep the API token of a call', async () => {
  const own = client();
  await own.account(key());
  expect(everythingOf(own)).not.toContain(key().apiToken);
});
