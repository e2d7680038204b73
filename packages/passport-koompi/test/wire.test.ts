import { createHash } from 'node:crypto';
import { KoompiClient, Strategy, type KoompiProfile } from 'passport-koompi';
import { only, useService } from 'passport-strategy-contract/harness';

const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);
const random = expect.stringMatching(/^[\w-]{43}$/) as string;

const documentedMembers = ['client_id', 'client_secret', 'code', 'grant_type', 'redirect_uri'];
const everyRequest = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  'accept-encoding': 'identity',
};

test('authorization: client id, redirect URI, state and an S256 challenge, and no scope unless asked for', async () => {
  const { sent, callbackURL } = await koompi.login();
  expect(only(sent, 'authorization')).toMatchObject({ method: 'GET', path: '/v2/oauth' });
  expect(only(sent, 'authorization').query).toEqual({
    response_type: 'code',
    client_id: 'pk_test_emulator',
    redirect_uri: callbackURL,
    state: random,
    code_challenge: random,
    code_challenge_method: 'S256',
  });
});

test.each([
  ['a list', ['profile.basic', 'profile.contact']],
  ['text', 'profile.basic profile.contact'],
])('authorization: scope as %s arrives with a space between', async (_form, scope) => {
  const { sent } = await koompi.login({ scope });
  expect(only(sent, 'authorization').query).toMatchObject({ scope: 'profile.basic profile.contact' });
});

test('a login is one page and one request: the profile comes with the token', async () => {
  const { sent } = await koompi.login();
  expect(sent.map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['authorization', 302],
    ['token', 200],
  ]);
});

test('token: JSON with exactly the documented members and the verifier', async () => {
  const { sent, callback, callbackURL } = await koompi.login();
  const { method, path, query, headers, rawBody } = only(sent, 'token');
  expect({ method, path, query }).toEqual({ method: 'POST', path: '/v2/oauth/token', query: {} });
  expect(headers).toEqual({
    ...everyRequest,
    accept: 'application/json',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(rawBody)),
    'user-agent': 'passport-koompi',
  });
  expect(JSON.parse(rawBody)).toEqual({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code'),
    client_id: 'pk_test_emulator',
    client_secret: 'sk_test_emulator_secret',
    redirect_uri: callbackURL,
    code_verifier: random,
  });
});

test('token: the verifier belongs to the challenge of this login', async () => {
  const { sent } = await koompi.login();
  const { code_verifier: verifier } = only(sent, 'token').body as Record<string, string>;
  const challenge = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  expect(only(sent, 'authorization').query['code_challenge']).toBe(challenge);
});

test('pkce: false sends neither challenge nor verifier: exactly the plain requests of the documentation', async () => {
  const { sent, outcome } = await koompi.login({ pkce: false });
  expect(outcome.kind).toBe('success');
  expect(Object.keys(only(sent, 'authorization').query).sort()).toEqual([
    'client_id',
    'redirect_uri',
    'response_type',
    'state',
  ]);
  expect(Object.keys(only(sent, 'token').body as object).sort()).toEqual(documentedMembers);
});

test('userinfo: GET with the token in the header, and nothing else', async () => {
  const { sent, tokens } = await koompi.login({ profileSource: 'userinfo' });
  const { method, path, query, headers, rawBody } = only(sent, 'userProfile');
  expect({ method, path, query, rawBody }).toEqual({
    method: 'GET',
    path: '/v2/oauth/userinfo',
    query: {},
    rawBody: '',
  });
  expect(headers).toEqual({
    ...everyRequest,
    accept: 'application/json',
    authorization: `Bearer ${tokens.accessToken}`,
    'user-agent': 'passport-koompi',
  });
});

test('refresh: JSON at its own path with exactly the documented members, without grant_type', async () => {
  const { tokens } = await koompi.login();
  const client = new KoompiClient(koompi.service.options);
  const [request] = await koompi.received('refresh', () => client.refresh(tokens.refreshToken ?? ''));
  expect(request).toMatchObject({ method: 'POST', path: '/v2/oauth/refresh', query: {}, status: 200 });
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' });
  expect(request?.headers.authorization).toBeUndefined();
  expect(JSON.parse(request?.rawBody ?? '')).toEqual({
    refresh_token: tokens.refreshToken,
    client_id: 'pk_test_emulator',
    client_secret: 'sk_test_emulator_secret',
  });
});
