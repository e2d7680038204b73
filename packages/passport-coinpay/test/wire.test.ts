import { createHash } from 'node:crypto';
import { Strategy, CoinPayClient, type CoinPayProfile } from 'passport-coinpay';
import { only, useService } from 'passport-strategy-contract/harness';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const random = expect.stringMatching(/^[\w-]{43}$/) as string;

const everyRequest = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  'accept-encoding': 'identity',
  accept: 'application/json',
  'user-agent': 'passport-coinpay',
};

test("authorization: the guide's parameters, a nonce, and nothing else", async () => {
  const { sent, callbackURL } = await coinpay.login();
  expect(only(sent, 'authorization')).toMatchObject({ method: 'GET', path: '/oauth/authorize' });
  expect(only(sent, 'authorization').query).toEqual({
    response_type: 'code',
    client_id: 'cpc_emulator',
    redirect_uri: callbackURL,
    scope: 'openid profile email',
    state: random,
    code_challenge: random,
    code_challenge_method: 'S256',
    nonce: random,
  });
});

test.each([
  ['a list', ['openid', 'email', 'payments']],
  ['text', 'openid email payments'],
])('authorization: scope as %s arrives with a space between', async (_form, scope) => {
  const { sent } = await coinpay.login({ scope });
  expect(only(sent, 'authorization').query).toMatchObject({ scope: 'openid email payments' });
});

test('authorization: maxAge is sent as max_age', async () => {
  coinpay.service.switches.idToken = ({ header, claims }) => ({
    header,
    claims: { ...claims, auth_time: claims['iat'] },
  });
  const { sent, outcome } = await coinpay.login({ maxAge: 60 });
  expect(only(sent, 'authorization').query).toMatchObject({ max_age: '60' });
  expect(outcome.kind).toBe('success');
});

test('a login is one page and two requests: userinfo is not asked', async () => {
  const { sent } = await coinpay.login();
  expect(sent.map(({ endpoint, status }) => [endpoint, status])).toEqual([
    ['authorization', 302],
    ['token', 200],
    ['jwks', 200],
  ]);
});

test("token: a form with exactly the members of the guide's curl line", async () => {
  const { sent, callback, callbackURL } = await coinpay.login();
  const { method, path, query, headers, rawBody } = only(sent, 'token');
  expect({ method, path, query }).toEqual({ method: 'POST', path: '/oauth/token', query: {} });
  expect(headers).toEqual({
    ...everyRequest,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(rawBody)),
  });
  const members = [...new URLSearchParams(rawBody)];
  expect(members).toHaveLength(6);
  expect(Object.fromEntries(members)).toEqual({
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code'),
    redirect_uri: callbackURL,
    client_id: 'cpc_emulator',
    client_secret: 'cps_emulator_secret',
    code_verifier: random,
  });
});

test('token: the verifier belongs to the challenge of this login', async () => {
  const { sent } = await coinpay.login();
  const { code_verifier: verifier = '' } = only(sent, 'token').body as Record<string, string>;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  expect(only(sent, 'authorization').query['code_challenge']).toBe(challenge);
});

test('jwks: GET without credentials of any kind', async () => {
  const { sent } = await coinpay.login();
  const { method, path, query, headers, rawBody } = only(sent, 'jwks');
  expect({ method, path, query, rawBody }).toEqual({
    method: 'GET',
    path: '/.well-known/jwks.json',
    query: {},
    rawBody: '',
  });
  expect(headers).toEqual(everyRequest);
});

test('jwks: fetched once for all logins of a strategy', async () => {
  const app = await coinpay.world.appWith();
  const requests = await coinpay.received('jwks', async () => {
    for (let login = 0; login < 3; login++) {
      expect((await coinpay.world.login(app)).kind).toBe('success');
    }
  });
  expect(requests).toHaveLength(1);
});

test('nonce: another one for every login, and neither state nor challenge', async () => {
  const values = new Set<unknown>();
  for (let login = 0; login < 3; login++) {
    const { query } = only((await coinpay.login()).sent, 'authorization');
    for (const name of ['nonce', 'state', 'code_challenge']) values.add(query[name]);
  }
  expect(values.size).toBe(9);
});

test('verify: the option gets the verified claims, with the nonce of this login', async () => {
  let claims: object | undefined;
  const verify = (login: { claims: object }): object => {
    claims = login.claims;
    return { id: 'somebody' };
  };
  const { sent } = await coinpay.login({ verify });
  const now = Math.floor(Date.now() / 1000);
  expect(claims).toEqual({
    iss: coinpay.service.origins['api'],
    sub: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01',
    aud: 'cpc_emulator',
    iat: expect.any(Number) as number,
    exp: expect.any(Number) as number,
    nonce: only(sent, 'authorization').query['nonce'],
    email: 'sokha@example-business.com',
    email_verified: false,
    name: 'Sokha Núñez 🌾',
  });
  expect(Math.abs((claims as { iat: number }).iat - now)).toBeLessThan(10);
});

test('userinfo: GET with the token in the header, and nothing else', async () => {
  const { sent, tokens } = await coinpay.login({ profileSource: 'userinfo' });
  const { method, path, query, headers, rawBody } = only(sent, 'userProfile');
  expect({ method, path, query, rawBody }).toEqual({
    method: 'GET',
    path: '/api/oauth/userinfo',
    query: {},
    rawBody: '',
  });
  expect(headers).toEqual({ ...everyRequest, authorization: `Bearer ${tokens.accessToken}` });
});

test('refresh: a form at the token endpoint, with the secret', async () => {
  const { tokens } = await coinpay.login();
  const client = new CoinPayClient(coinpay.service.options);
  const [request, ...others] = await coinpay.received('token', () =>
    client.refresh(tokens.refreshToken ?? ''),
  );
  expect(others).toEqual([]);
  expect(request).toMatchObject({ method: 'POST', path: '/oauth/token', query: {}, status: 200 });
  expect(request?.headers).toEqual({
    ...everyRequest,
    // A refresh is never sent twice, so it goes over a connection of its own.
    connection: 'close',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': expect.any(String) as string,
  });
  expect(Object.fromEntries(new URLSearchParams(request?.rawBody))).toEqual({
    grant_type: 'refresh_token',
    refresh_token: tokens.refreshToken,
    client_id: 'cpc_emulator',
    client_secret: 'cps_emulator_secret',
  });
});
