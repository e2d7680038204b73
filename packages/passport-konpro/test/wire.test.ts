import { createHash } from 'node:crypto';
import { KonProClient, Strategy, type KonProProfile } from 'passport-konpro';
import { only, useService } from 'passport-strategy-contract/harness';

const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);
const random = expect.stringMatching(/^[\w-]{43}$/) as string;
const everyRequest = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  'accept-encoding': 'identity',
};

function form(text: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

test("authorization: exactly the guide's parameters, at the application's host", async () => {
  const { sent, callbackURL } = await konpro.login();
  const request = only(sent, 'authorization');
  expect(request).toMatchObject({ method: 'GET', path: '/oauth/authorize', origin: 'app' });
  expect(request.query).toEqual({
    client_id: 'konpro-emulator',
    state: random,
    redirect_uri: callbackURL,
    code_challenge: random,
    code_challenge_method: 'S256',
    response_type: 'code',
  });
});

test('a scope is refused, because KonPro has none', async () => {
  await expect(konpro.login({ scope: 'openid profile' })).rejects.toThrow(
    /KonPro: remove `scope`\. The scope is fixed/,
  );
});

test("token: a form with exactly the guide's members, at the API's host", async () => {
  const { sent, callback, callbackURL } = await konpro.login();
  const { method, path, query, origin, headers, rawBody } = only(sent, 'token');
  expect({ method, path, query, origin }).toEqual({
    method: 'POST',
    path: '/v1/oauth/token',
    query: {},
    origin: 'api',
  });
  expect(headers).toEqual({
    ...everyRequest,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(rawBody)),
    'user-agent': 'passport-konpro',
  });
  expect(form(rawBody)).toEqual({
    code: callback.searchParams.get('code'),
    client_id: 'konpro-emulator',
    grant_type: 'authorization_code',
    redirect_uri: callbackURL,
    code_verifier: random,
  });
});

test('token: the verifier belongs to the challenge of this login', async () => {
  const { sent } = await konpro.login();
  const verifier = form(only(sent, 'token').rawBody)['code_verifier'] ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  expect(only(sent, 'authorization').query['code_challenge']).toBe(challenge);
});

test('refresh: a form at its own path, of three members', async () => {
  const { tokens } = await konpro.login();
  const client = new KonProClient(konpro.service.options);
  const [request] = await konpro.received('refresh', () => client.refresh(tokens.refreshToken ?? ''));
  expect(request).toMatchObject({
    method: 'POST',
    path: '/v1/oauth/refresh_token',
    origin: 'api',
    query: {},
    status: 200,
  });
  expect(request?.headers.authorization).toBeUndefined();
  expect(form(request?.rawBody)).toEqual({
    client_id: 'konpro-emulator',
    grant_type: 'refresh_token',
    refresh_token: tokens.refreshToken,
  });
});

test.each(['token', 'refresh'] as const)('%s: no client_secret, not even an empty one', async (endpoint) => {
  const client = new KonProClient({ ...konpro.service.options, clientSecret: undefined });
  const requests = await konpro.received(endpoint, async () => {
    const { tokens } = await konpro.login({ clientSecret: '' });
    await client.refresh(tokens.refreshToken ?? '');
  });
  expect(requests).toHaveLength(1);
  expect(requests[0]?.rawBody).not.toContain('secret');
  expect(requests[0]?.status).toBe(200);
});

test('account.get: GET with the token in the header, and nothing else', async () => {
  const { sent, tokens } = await konpro.login();
  const { method, path, query, headers, rawBody } = only(sent, 'userProfile');
  expect({ method, path, query, rawBody }).toEqual({
    method: 'GET',
    path: '/v1/pacific/account.get',
    query: {},
    rawBody: '',
  });
  expect(headers).toEqual({
    ...everyRequest,
    accept: 'application/json',
    authorization: `Bearer ${tokens.accessToken}`,
    'user-agent': 'passport-konpro',
  });
});
