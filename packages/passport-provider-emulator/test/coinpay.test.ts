import { type Emulator, startEmulator } from '../src';
import { callback, coinpayCalls } from './support/coinpay';
import { createPkce, json, parameter, reason, send, sendForm, sendJson } from './support/http';
import { anyString, matching } from './support/matchers';

let emulator: Emulator;
const { coinpay, authorizationURL, login, tokenForm, exchange, tokens, read } = coinpayCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

describe('the documented requests', () => {
  test("the specification's authorization URL and curl line, as they stand", async () => {
    const { clientID, clientSecret, issuer, tokenURL } = coinpay().options;
    const { verifier, challenge } = createPkce();
    const location = await coinpay().authorize(
      `${issuer}/oauth/authorize?response_type=code&client_id=${clientID}&redirect_uri=${callback}` +
        `&scope=openid%20email%20profile&state=abc&code_challenge=${challenge}&code_challenge_method=S256`,
    );
    expect(parameter(location, 'code')).toMatch(/^[0-9a-f]{64}$/);
    expect(parameter(location, 'state')).toBe('abc');
    expect(tokenURL).toBe(`${issuer}/oauth/token`);
    const body =
      `grant_type=authorization_code&code=${parameter(location, 'code')}&redirect_uri=${callback}` +
      `&client_id=${clientID}&client_secret=${clientSecret}&code_verifier=${verifier}`;
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const reply = await send('POST', tokenURL, type, body);
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(json(reply)).toEqual({
      access_token: anyString,
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: matching(/^[0-9a-f]{64}$/),
      scope: 'openid email profile',
      id_token: anyString,
    });
  });

  test('userinfo, JWKS and discovery are there, the published paths are not', async () => {
    const { access_token } = await tokens();
    expect(json(await read('/api/oauth/userinfo', access_token))).toEqual({
      sub: coinpay().users[0]?.id,
      name: 'Sokha Núñez 🌾',
      updated_at: 1_740_816_000,
      email: 'sokha@example-business.com',
      email_verified: false,
    });
    expect(json(await read('/.well-known/jwks.json'))).toMatchObject({
      keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid: anyString, n: anyString, e: 'AQAB' }],
    });
    const { issuer, authorizationURL: authorization_endpoint, tokenURL, jwksURL } = coinpay().options;
    expect(json(await read('/.well-known/openid-configuration'))).toMatchObject({
      issuer,
      authorization_endpoint,
      token_endpoint: tokenURL,
      jwks_uri: jwksURL,
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
    });
    for (const path of ['/api/oauth/authorize', '/api/oauth/token', '/api/oauth/jwks', '/oauth/revoke']) {
      expect([path, (await read(path)).status]).toEqual([path, 404]);
    }
    coinpay().switches.discovery = false;
    expect((await read('/.well-known/openid-configuration')).status).toBe(404);
  });

  test('the scope payments exists here, and unknown ones are dropped', async () => {
    expect((await tokens({ scope: 'payments nonsense' }))['scope']).toBe('openid payments');
  });
});

describe('the authorization request is refused with a page of JSON', () => {
  const rules = 'Either state or code_challenge (PKCE) is required to bind the authorization request';
  test.each<[string, string, string, Record<string, string | undefined>]>([
    [
      'unsupported_response_type',
      'unsupported_response_type',
      'Only response_type=code is supported',
      { response_type: 'token', client_id: undefined },
    ],
    [
      'missing_client_or_redirect',
      'invalid_request',
      'client_id and redirect_uri are required',
      { redirect_uri: undefined, client_id: 'nobody' },
    ],
    ['unknown_client', 'invalid_client', 'Invalid client_id', { client_id: 'nobody', redirect_uri: 'x' }],
    [
      'inactive_client',
      'invalid_client',
      'Client is inactive',
      { client_id: 'cpc_inactive', redirect_uri: 'x' },
    ],
    [
      'redirect_uri_mismatch',
      'invalid_client',
      'Invalid redirect_uri',
      { redirect_uri: `${callback}/`, state: undefined, code_challenge: undefined },
    ],
    [
      'neither_state_nor_challenge',
      'invalid_request',
      rules,
      { state: '', code_challenge: undefined, scope: 'nonsense' },
    ],
    ['missing_state', 'invalid_request', 'The parameter state is missing', { state: undefined }],
    [
      'missing_code_challenge',
      'invalid_request',
      'The parameter code_challenge is missing',
      { code_challenge: undefined },
    ],
    [
      'code_challenge_method',
      'invalid_request',
      'The code_challenge_method must be S256',
      { code_challenge_method: 'plain' },
    ],
    [
      'malformed_code_challenge',
      'invalid_request',
      'The code_challenge is not a SHA-256 digest in base64url',
      { code_challenge: 'x' },
    ],
  ])('%s', async (expected, error, error_description, changes) => {
    const reply = await send('GET', authorizationURL(changes), { 'X-Emulator-Decision': 'approve' });
    expect([reply.status, reason(reply), reply.headers['content-type']]).toEqual([
      400,
      expected,
      'application/json; charset=utf-8',
    ]);
    expect(json(reply)).toEqual({ error, error_description });
  });

  test('a scope of which nothing is left goes to the callback, and so does a denial', async () => {
    const location = await coinpay().authorize(authorizationURL({ scope: 'nonsense' }));
    expect(location).toBe(
      `${callback}?error=invalid_scope&error_description=No+valid+scopes+requested+for+this+client&state=xyz789`,
    );
    expect(await coinpay().authorize(authorizationURL(), { decision: 'deny' })).toBe(
      `${callback}?error=access_denied&error_description=User+denied+the+request&state=xyz789`,
    );
  });

  test('without strictRules, state or PKCE is enough', async () => {
    coinpay().switches.strictRules = false;
    expect(await coinpay().authorize(authorizationURL({ state: undefined }))).not.toContain('state');
    const withoutPkce = { code_challenge: undefined, code_challenge_method: undefined };
    const { code } = await login(withoutPkce);
    const { code_verifier: _, ...form } = tokenForm({ code, verifier: '' });
    expect((await exchange(form)).status).toBe(200);
  });
});

test('a person sees a page in the usual style', async () => {
  const page = await send('GET', authorizationURL({ scope: 'openid wallet:read' }));
  expect(page.status).toBe(200);
  for (const text of ['Emulator – not the real CoinPay', 'See your wallet addresses', 'Know who you are']) {
    expect(page.text).toContain(text);
  }
  expect(page.headers['set-cookie']).toBeUndefined();
});

describe('client authentication', () => {
  test('JSON, and Basic with percent-encoding, which replaces the body', async () => {
    const { tokenURL, clientID, clientSecret } = coinpay().options;
    expect((await sendJson(tokenURL, tokenForm(await login()))).status).toBe(200);
    const encoded = [...`${clientID}`].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const basic = (id: string, secret: string): Record<string, string> => ({
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    });
    const form = tokenForm(await login(), { client_id: 'nobody', client_secret: 'wrong' });
    expect((await exchange(form, basic(encoded, clientSecret))).status).toBe(200);
    const again = tokenForm(await login());
    expect(reason(await exchange(again, basic(clientID, 'wrong')))).toBe('wrong_client_secret');
  });

  test('a server that takes one way only', async () => {
    const { switches, options } = coinpay();
    const { client_secret, ...form } = tokenForm(await login());
    const credentials = Buffer.from(`${options.clientID}:${client_secret}`).toString('base64');
    const basic = { Authorization: `Basic ${credentials}` };
    switches.tokenAuthentication = 'post';
    expect(reason(await exchange(form, basic))).toBe('wrong_client_secret');
    switches.tokenAuthentication = 'basic';
    expect(reason(await exchange({ ...form, client_secret: client_secret ?? '' }))).toBe(
      'wrong_client_secret',
    );
    expect((await exchange(form, basic)).status).toBe(200);
    expect(json(await read('/.well-known/openid-configuration'))).toMatchObject({
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    });
  });
});

test('revocation is there when it is switched on', async () => {
  expect(coinpay().options).not.toHaveProperty('revocationURL');
  coinpay().switches.revocation = true;
  const { revocationURL = '', clientID, clientSecret } = coinpay().options;
  const credentials = { client_id: clientID, client_secret: clientSecret };
  const { refresh_token = '', access_token = '' } = await tokens();
  const wrong = await sendForm(revocationURL, { ...credentials, client_secret: 'x', token: refresh_token });
  expect([wrong.status, json(wrong)['error']]).toEqual([401, 'invalid_client']);
  for (const token of [refresh_token, 'unknown']) {
    const reply = await sendForm(revocationURL, { ...credentials, token, token_type_hint: 'refresh_token' });
    expect([reply.status, reply.text]).toEqual([200, '']);
  }
  const refreshed = await exchange({ ...credentials, grant_type: 'refresh_token', refresh_token });
  expect(json(refreshed)['error_description']).toBe('Refresh token has been revoked');
  expect((await read('/api/oauth/userinfo', access_token)).status).toBe(401);
  expect(json(await read('/.well-known/openid-configuration'))['revocation_endpoint']).toBe(revocationURL);
});

test.each(['right', 'wrong'] as const)('the parameter iss of the callback: %s', async (sendIssuer) => {
  coinpay().switches.sendIssuer = sendIssuer;
  const { issuer } = coinpay().options;
  const expected = sendIssuer === 'right' ? issuer : 'https://attacker.example-business.com';
  for (const decision of ['approve', 'deny'] as const) {
    const location = await coinpay().authorize(authorizationURL(), { decision });
    expect(parameter(location, 'iss')).toBe(expected);
  }
  expect(parameter(await coinpay().authorize(authorizationURL({ scope: 'x' })), 'iss')).toBe(expected);
  expect(json(await read('/.well-known/openid-configuration'))).toMatchObject({
    issuer,
    authorization_response_iss_parameter_supported: true,
  });
});

test('another issuer than the address', async () => {
  coinpay().switches.issuer = 'https://coinpay.dev';
  expect(json(await read('/.well-known/openid-configuration'))['issuer']).toBe('https://coinpay.dev');
  expect(coinpay().options.issuer).toBe(coinpay().origins['api']);
});

test('the options of the published server', () => {
  const { options, switches } = coinpay();
  switches.server = 'published';
  expect(coinpay().publishedOptions).toEqual({
    preset: 'published',
    clientID: 'cpc_emulator',
    clientSecret: 'cps_emulator_secret',
    issuer: options.issuer,
  });
  expect(coinpay().options.tokenURL).toBe(`${options.issuer}/api/oauth/token`);
  expect(coinpay().options.jwksURL).toBe(`${options.issuer}/api/oauth/jwks`);
});
