import { KopoKopoClient, type KopoKopoVersion } from 'passport-kopokopo';
import { faults, type EndpointName } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { refused } from './support/api';
import { useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();
let client: KopoKopoClient;
beforeEach(() => {
  client = new KopoKopoClient(kopokopo.options);
});

/** Paths of what was sent, with the status. */
async function sent(run: () => unknown): Promise<string[]> {
  const from = kopokopo.service.requests.length;
  await run();
  return kopokopo.service.requests
    .slice(from)
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
}

const token = 'POST /oauth/token 200';

describe('what travels', () => {
  test('a GET has the token of the application, and no body', async () => {
    const [request] = await kopokopo.received('api', () => client.request('pay_recipients'));
    const { accessToken } = await client.applicationToken();
    expect(request).toMatchObject({ method: 'GET', path: '/api/v1/pay_recipients', query: {}, rawBody: '' });
    expect(request?.headers).toEqual({
      host: expect.any(String) as string,
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'passport-kopokopo',
      authorization: `Bearer ${accessToken}`,
    });
  });

  test('a POST has JSON, its length, and nothing else more', async () => {
    const json = { type: 'mobile_wallet', pay_recipient: { first_name: 'Núñez' } };
    const [request] = await kopokopo.received('api', () =>
      client.request('pay_recipients', { method: 'POST', json }),
    );
    expect(request).toMatchObject({ method: 'POST', path: '/api/v1/pay_recipients', body: json });
    expect(request?.headers).toEqual({
      host: expect.any(String) as string,
      connection: 'keep-alive',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'passport-kopokopo',
      authorization: expect.stringMatching(/^Bearer \S+$/) as string,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(JSON.stringify(json))),
    });
  });

  test('neither client secret nor API key travels with a call', async () => {
    const { clientSecret } = kopokopo.options;
    const { apiKey } = kopokopo.service.options;
    const own = new KopoKopoClient({ ...kopokopo.options, apiKey });
    const [request] = await kopokopo.received('api', () => own.request('pay_recipients'));
    expect(JSON.stringify(request)).not.toContain(clientSecret);
    expect(JSON.stringify(request)).not.toContain(apiKey);
  });

  test('the query is encoded; what is undefined is left out', async () => {
    const query = { page: 2, note: 'a&b=ü', all: true, none: undefined };
    const [request] = await kopokopo.received('api', () => client.request('polling', { query }));
    expect(request?.query).toEqual({ page: '2', note: 'a&b=ü', all: 'true' });
  });

  test.each([
    ['pay_recipients', '/api/v1/pay_recipients'],
    ['/pay_recipients', '/api/v1/pay_recipients'],
    [['pay_recipients', 'a/b ?#ü'], '/api/v1/pay_recipients/a%2Fb%20%3F%23%C3%BC'],
    [['pay_recipients', '//evil.example'], '/api/v1/pay_recipients/%2F%2Fevil.example'],
    [['https://evil.example'], '/api/v1/https%3A%2F%2Fevil.example'],
    ['//evil.example', '/api/v1//evil.example'],
    ['@evil.example', '/api/v1/@evil.example'],
  ])('path %j goes to %s of Kopo Kopo itself', async (path, expected) => {
    const from = kopokopo.service.requests.length;
    await client.request(path).catch(() => undefined);
    expect(kopokopo.service.requests.slice(from).at(-1)?.path).toBe(expected);
  });

  test.each<[{ apiVersion?: KopoKopoVersion | undefined }, object, string]>([
    [{}, {}, 'v1'],
    [{}, { version: 'v2' }, 'v2'],
    [{ apiVersion: 'v2' }, {}, 'v2'],
    [{ apiVersion: 'v2' }, { version: 'v1' }, 'v1'],
    [{ apiVersion: undefined }, { version: undefined }, 'v1'],
  ])('options %j, call %j: %s', async (options, call, version) => {
    const own = new KopoKopoClient({ ...kopokopo.options, ...options });
    expect(own.apiVersion).toBe(options.apiVersion ?? 'v1');
    const [request] = await kopokopo.received('api', () => own.request('settlement_transfers', call));
    expect(request?.path).toBe(`/api/${version}/settlement_transfers`);
  });

  test('what v2 has renamed is not in v1', async () => {
    expect(await client.request('send_money', { version: 'v2' })).toMatchObject({ status: 200 });
    expect(await rejection(client.request('send_money'))).toMatchObject({
      reason: 'api_refused',
      responseStatus: 404,
    });
  });

  test('an API elsewhere: `apiURL`, with or without a slash at its end', async () => {
    const { baseURL, ...own } = kopokopo.options;
    const { tokenURL } = kopokopo.service.options;
    for (const apiURL of [`${baseURL}/api`, `${baseURL}/api/`]) {
      const split = new KopoKopoClient({ ...own, baseURL: 'https://app.kopokopo.com', tokenURL, apiURL });
      const { location } = await split.request('polling', { method: 'POST', json: {} });
      expect(location).toMatch(`${baseURL}/api/v1/polling/`);
      expect(await split.status(location ?? '')).toHaveProperty('attributes');
    }
  });
});

describe('what cannot be right is refused, and nothing is sent', () => {
  test.each([
    ['no path', [undefined]],
    ['an empty path', ['']],
    ['a path of spaces', ['  ']],
    ['no parts', [[]]],
    ['an empty part', [['pay_recipients', '']]],
    ['a part that leads upwards', [['pay_recipients', '..']]],
    ['a part that is a number', [['pay_recipients', 1]]],
    ['a path that is a number', [1]],
    ['a method in small letters', ['polling', { method: 'get' }]],
    ['a query with an object', ['polling', { query: { nested: { a: 1 } } }]],
    ['a path upwards', ['../../oauth/token/info']],
    ['a path upwards past line ends', ['.\n./.\t./oauth/token/info']],
    ['a path with a fragment', ['polling#x']],
    ['a body that cannot be written as JSON', ['polling', { method: 'POST', json: { a: 1n } }]],
    ['no such version', ['polling', { version: 'v3' }]],
    ['a version that leads elsewhere', ['polling', { version: '../oauth' }]],
    ['a method that is none', ['polling', { method: 'GET /x' }]],
    ['a method with a line end', ['polling', { method: 'GET\r\nX: y' }]],
    ['an empty method', ['polling', { method: '' }]],
    ['a GET with a body', ['polling', { json: {} }]],
    ['a HEAD with a body', ['polling', { method: 'HEAD', json: {} }]],
    ['an empty access token', ['polling', { accessToken: '' }]],
    ['an access token that is null', ['polling', { accessToken: null }]],
    ['a TokenSet without a token', ['polling', { accessToken: {} }]],
  ])('%s', async (_case, args) => {
    const { error, sent } = await refused(kopokopo, () =>
      client.request(...(args as unknown as Parameters<KopoKopoClient['request']>)),
    );
    expect(error).toMatchObject({ name: 'ProviderError', reason: 'argument_invalid', retryable: false });
    expect(sent).toBe(0);
  });

  test('no such `apiVersion`: a TypeError that says which there are', () => {
    const options = { ...kopokopo.options, apiVersion: 'v3' as never };
    expect(() => new KopoKopoClient(options)).toThrow(/apiVersion.*v1.*v2/);
  });
});

describe('an address that is not below the API gets no token', () => {
  test.each([
    ['another host', () => 'https://evil.example/api/v1/incoming_payments/1'],
    ['a host that begins alike', () => 'http://127.0.0.1.evil.example/api/v1/x'],
    ['a host behind a password', (base: string) => `${base}@evil.example/api/v1/x`],
    ['a password before the host', (base: string) => base.replace('//', '//a:b@') + '/api/v1/x'],
    ['another scheme', (base: string) => base.replace('http:', 'https:') + '/api/v1/x'],
    ['another port', (base: string) => base.replace(/\d+$/, '1') + '/api/v1/x'],
    ['the same host, outside of the API', (base: string) => `${base}/oauth/token/info`],
    ['upwards out of the API', (base: string) => `${base}/api/v1/../../oauth/token/info`],
    ['upwards, encoded', (base: string) => `${base}/api/v1/%2e%2e/%2E%2E/oauth/token/info`],
    ['upwards by backslashes', (base: string) => `${base}/api\\..\\oauth/token/info`],
    ['an address without host', () => 'https://'],
    ['capital letters', () => 'HTTPS://EVIL.example/api/v1/x'],
  ])('%s', async (_case, address) => {
    await client.applicationToken();
    const own = await refused(kopokopo, () => client.status(address(kopokopo.options.baseURL ?? '')));
    expect(own.error).toMatchObject({ reason: 'api_address_refused', fault: 'tampering', retryable: false });
    expect(own.sent).toBe(0);
  });

  test('also if the creating call was told of it', async () => {
    const stranger: string[] = [];
    const origin = await kopokopo.listen((req, res) => {
      stranger.push(req.headers.authorization ?? 'none');
      res.end('{}');
    });
    kopokopo.service.fault('api', faults.status(201, '', { Location: `${origin}/api/v1/polling/1` }));
    const { location = '' } = await client.request('polling', { method: 'POST', json: {} });
    expect(location).toBe(`${origin}/api/v1/polling/1`);
    expect(await rejection(client.status(location))).toMatchObject({ reason: 'api_address_refused' });
    expect(stranger).toEqual([]);
  });

  test('a redirect is not followed', async () => {
    kopokopo.service.fault('api', faults.redirect('https://evil.example/'));
    expect(await rejection(client.request('polling'))).toMatchObject({ reason: 'redirect_refused' });
  });
});

describe('Location', () => {
  test.each([
    ['polling', 'https://api.kopokopo.com/api/v1/polling/1', 'https://api.kopokopo.com/api/v1/polling/1'],
    ['polling', '/api/v1/polling/1', '{base}/api/v1/polling/1'],
    ['polling', 'polling/1', '{base}/api/v1/polling/1'],
    ['polling', '?id=1', '{base}/api/v1/polling?id=1'],
    ['payments/7', '8', '{base}/api/v1/payments/8'],
    [['payments', '7'], './8', '{base}/api/v1/payments/8'],
    ['{base}/api/v2/payments/7', '8', '{base}/api/v2/payments/8'],
  ])('of %j, %s: %s', async (path, given, expected) => {
    const based = (text: string): string => text.replace('{base}', kopokopo.options.baseURL ?? '');
    const asked = typeof path === 'string' ? based(path) : path;
    const own = new KopoKopoClient({
      ...kopokopo.options,
      fetch: (url: string, init: RequestInit) =>
        url.includes('/oauth/')
          ? fetch(url, init)
          : Promise.resolve(new Response(null, { status: 201, headers: { Location: given } })),
    });
    const answer = await own.request(asked, { method: 'POST', json: {} });
    expect(answer).toMatchObject({ status: 201, body: undefined, location: based(expected) });
  });

  test('a relative one is resolved below an `apiURL` that ends in a slash, too', async () => {
    const answer = (url: string, init: RequestInit): Promise<Response> =>
      url.includes('/oauth/')
        ? fetch(url, init)
        : Promise.resolve(new Response(null, { status: 201, headers: { Location: '2' } }));
    const apiURL = `${kopokopo.options.baseURL}/api/`;
    const own = new KopoKopoClient({ ...kopokopo.options, apiURL, fetch: answer });
    const { location } = await own.request('payments/1', { method: 'POST', json: {} });
    expect(location).toBe(`${apiURL}v1/payments/2`);
  });

  test.each(['', 'https://', 'http://[::1'])('%j is none', async (given) => {
    kopokopo.service.fault('api', faults.status(201, '', { Location: given }));
    const answer = await client.request('polling', { method: 'POST', json: {} });
    expect(answer.status).toBe(201);
    expect(answer.location).toBeUndefined();
  });

  test('none: the answer has none', async () => {
    expect(await client.request('polling')).not.toHaveProperty('location');
  });
});

describe('401', () => {
  /** The token of the client ends, and the client does not know. */
  async function deadToken(): Promise<string> {
    const { accessToken } = await client.applicationToken();
    kopokopo.service.expireTokens();
    return accessToken;
  }

  test('a GET: one new token, one repeat', async () => {
    const dead = await deadToken();
    expect(await sent(() => client.request('polling'))).toEqual([
      'GET /api/v1/polling 401',
      token,
      'GET /api/v1/polling 200',
    ]);
    expect((await client.applicationToken()).accessToken).not.toBe(dead);
  });

  test('status() is a GET, too', async () => {
    const { location = '' } = await client.request('polling', { method: 'POST', json: {} });
    await deadToken();
    expect(await client.status(location)).toMatchObject({ type: 'polling' });
  });

  test('ten GETs at once: one new token in all', async () => {
    await deadToken();
    const seen = await sent(() => Promise.all(Array.from({ length: 10 }, () => client.request('polling'))));
    expect(seen.filter((each) => each === token)).toHaveLength(1);
    expect(seen.filter((each) => each.endsWith('polling 401'))).toHaveLength(10);
    expect(seen.filter((each) => each.endsWith('polling 200'))).toHaveLength(10);
  });

  test('a GET whose 401 comes late uses the token that another one has got meanwhile', async () => {
    await deadToken();
    kopokopo.service.fault('api', faults.slow(60), { times: 1 });
    const seen = await sent(() => Promise.all([client.request('polling'), client.request('polling')]));
    expect(seen.filter((each) => each === token)).toHaveLength(1);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const)(
    'a %s is not repeated, and the next call works',
    async (method) => {
      await deadToken();
      const seen = await sent(async () =>
        expect(await rejection(client.request('polling', { method }))).toMatchObject({
          reason: expect.stringMatching(/access_token_refused|api_refused/) as string,
        }),
      );
      expect(seen).toHaveLength(1);
      expect(await client.request('polling')).toMatchObject({ status: 200 });
    },
  );

  test('a POST tells that its token was refused; the next one is carried out, once', async () => {
    await deadToken();
    const post = (): Promise<unknown> => client.request('polling', { method: 'POST', json: {} });
    expect(await rejection(post())).toMatchObject({
      reason: 'access_token_refused',
      responseStatus: 401,
      hint: expect.stringContaining('the next call gets a new one') as string,
    });
    expect(await sent(post)).toEqual([token, 'POST /api/v1/polling 201']);
  });

  test('the second 401 is an error, and its token is not kept either', async () => {
    kopokopo.service.fault('api', faults.status(401), { times: 2 });
    await client.applicationToken();
    const seen = await sent(async () =>
      expect(await rejection(client.request('polling'))).toMatchObject({ reason: 'access_token_refused' }),
    );
    expect(seen).toEqual(['GET /api/v1/polling 401', token, 'GET /api/v1/polling 401']);
    expect(await sent(() => client.request('polling', { method: 'POST', json: {} }))).toEqual([
      token,
      'POST /api/v1/polling 201',
    ]);
  });

  test('a service that refuses every token is asked twice by each call, and no more', async () => {
    kopokopo.service.fault('api', faults.status(401));
    const seen = await sent(() =>
      Promise.allSettled(Array.from({ length: 5 }, () => client.request('polling'))),
    );
    expect(seen.filter((each) => each.startsWith('GET'))).toHaveLength(10);
    expect(seen.filter((each) => each === token).length).toBeLessThanOrEqual(6);
  });

  test('no new token to be had: that error, and one GET', async () => {
    await deadToken();
    kopokopo.service.fault('token', faults.status(503));
    const seen = await sent(async () =>
      expect(await rejection(client.request('polling'))).toMatchObject({
        reason: 'provider_unavailable',
        endpoint: 'token',
      }),
    );
    expect(seen).toEqual(['GET /api/v1/polling 401', 'POST /oauth/token 503']);
  });

  test.each(
    [400, 403, 404, 422, 429, 500, 502].flatMap((status) => [
      ['GET', status] as const,
      ['POST', status] as const,
    ]),
  )('a %s that fails with %i is sent once, and the token is kept', async (method, status) => {
    const { accessToken } = await client.applicationToken();
    kopokopo.service.fault('api', faults.status(status));
    const seen = await sent(() => rejection(client.request('polling', { method })));
    expect(seen).toEqual([`${method} /api/v1/polling ${status}`]);
    expect((await client.applicationToken()).accessToken).toBe(accessToken);
  });

  describe('of a token that the caller gave', () => {
    test('it travels, and no other is fetched', async () => {
      const theirs = await new KopoKopoClient(kopokopo.options).applicationToken();
      for (const accessToken of [theirs, theirs.accessToken]) {
        const seen = await sent(() => client.request('polling', { accessToken }));
        expect(seen).toEqual(['GET /api/v1/polling 200']);
        const last = kopokopo.service.requests.at(-1);
        expect(last?.headers.authorization).toBe(`Bearer ${theirs.accessToken}`);
      }
    });

    test.each(['GET', 'POST'] as const)('a %s is never repeated with another', async (method) => {
      const seen = await sent(async () =>
        expect(
          await rejection(client.request('polling', { method, accessToken: 'token-of-an-account' })),
        ).toMatchObject({ reason: 'access_token_refused' }),
      );
      expect(seen).toEqual([`${method} /api/v1/polling 401`]);
    });

    test('the application keeps its own', async () => {
      const own = await client.applicationToken();
      await rejection(client.request('polling', { accessToken: 'token-of-an-account' }));
      await rejection(client.status('polling/1', { accessToken: 'token-of-an-account' }));
      expect(await client.applicationToken()).toBe(own);
    });
  });
});

describe('responses to a GET', () => {
  test('the words of Kopo Kopo are in the error', async () => {
    const body = { error_code: 'InvalidRequest', error_message: 'amount must be a number' };
    kopokopo.service.fault('api', faults.json(body, 400));
    const error = await rejection(client.request('polling'));
    expect(error['message']).toContain('amount must be a number');
    expect(error['data']).toContain('InvalidRequest');
  });

  test.each<EndpointName>(['api', 'token'])(
    'text that is no JSON is passed through, of %s not',
    async (at) => {
      kopokopo.service.fault(at, faults.body('well', 'text/plain'));
      const answer = client.request('polling');
      if (at === 'api') expect(await answer).toMatchObject({ status: 200, body: 'well' });
      else expect(await rejection(answer)).toMatchObject({ reason: 'response_not_json' });
    },
  );
});
