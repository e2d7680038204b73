import { KomerzaClient, Strategy, type KomerzaProfile } from 'passport-komerza';
import { only, rejection, useService } from 'passport-strategy-contract/harness';

const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);
const random = expect.stringMatching(/^[\w-]{43}$/) as string;
const clientID = 'e1a7c0de-0000-4000-8000-000000000001';
const everyRequest = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': 'passport-komerza',
};

test('authorization: client id, redirect URI and state, and nothing else', async () => {
  const { sent, callbackURL } = await komerza.login();
  const request = only(sent, 'authorization');
  expect(request).toMatchObject({ method: 'GET', path: '/auth/authorize', origin: 'dashboard' });
  expect(request.query).toEqual({ client_id: clientID, redirect_uri: callbackURL, state: random });
});

test('a scope is refused, because the permissions are the application’s', async () => {
  await expect(komerza.login({ scope: ['user.view'] })).rejects.toThrow(
    /Komerza: remove `scope`\. The scope is fixed/,
  );
});

test('exchange: GET, the code in the path, the secret in its header, no body', async () => {
  const { sent, callback } = await komerza.login();
  const code = callback.searchParams.get('code') ?? '';
  expect(code).toMatch(/[/].*[+]|[+].*[/]/);
  const { method, path, query, headers, rawBody, origin } = only(sent, 'token');
  expect({ method, path, query, rawBody, origin }).toEqual({
    method: 'GET',
    path: `/oauth2/${clientID}/exchange/${encodeURIComponent(code)}`,
    query: {},
    rawBody: '',
    origin: 'api',
  });
  expect(headers).toEqual({ ...everyRequest, 'x-client-secret': komerza.service.client.clientSecret });
});

test.each([
  ['a/b+c=d', 'a%2Fb%2Bc%3Dd'],
  ['a%2Fb', 'a%252Fb'],
  ['a b?c#d', 'a%20b%3Fc%23d'],
  ['é🌾', '%C3%A9%F0%9F%8C%BE'],
  ['$& {client_id}', '%24%26%20%7Bclient_id%7D'],
])('exchange: the code %s is encoded once', async (code, encoded) => {
  const client = new KomerzaClient(komerza.service.options);
  const [request] = await komerza.received('token', () =>
    rejection(client.exchange({ code, callbackURL: 'https://example-business.com/cb' })),
  );
  expect(request?.path).toBe(`/oauth2/${clientID}/exchange/${encoded}`);
  expect(request?.reason).toBe('unknown_code');
});

test('exchange: a client id is encoded as well', async () => {
  const client = new KomerzaClient({ ...komerza.service.options, clientID: 'a/../b' });
  const [request] = await komerza.received('token', () =>
    rejection(client.exchange({ code: 'c', callbackURL: 'https://example-business.com/cb' })),
  );
  expect(request?.path).toBe('/oauth2/a%2F..%2Fb/exchange/c');
});

test('GET /user with the token in the header, and without the secret', async () => {
  const { sent, tokens } = await komerza.login();
  const { method, path, query, headers, rawBody } = only(sent, 'userProfile');
  expect({ method, path, query, rawBody }).toEqual({ method: 'GET', path: '/user', query: {}, rawBody: '' });
  expect(headers).toEqual({ ...everyRequest, authorization: `Bearer ${tokens.accessToken}` });
});

test('customHeaders may name the application in the User-Agent', async () => {
  const { sent } = await komerza.login({ customHeaders: { 'User-Agent': 'example-business/1.0' } });
  for (const endpoint of ['token', 'userProfile'] as const) {
    expect(only(sent, endpoint).headers['user-agent']).toBe('example-business/1.0');
  }
});
