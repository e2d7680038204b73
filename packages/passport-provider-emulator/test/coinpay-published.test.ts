import { createHmac } from 'node:crypto';
import { type Emulator, startEmulator } from '../src';
import { callback, coinpayCalls } from './support/coinpay';
import { createPkce, json, parameter, reason, send } from './support/http';
import { anyString } from './support/matchers';

let emulator: Emulator;
const calls = coinpayCalls(() => emulator);
const { coinpay, authorizationURL, login, tokenForm, exchange, tokens, refresh, read } = calls;

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], now: () => 1_700_000_000_000 });
  coinpay().switches.server = 'published';
});
afterEach(() => emulator.close());

function part(token: string, index: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

describe('what is published', () => {
  test("the specification's paths are not there", async () => {
    const { issuer } = coinpay().options;
    for (const [method, path] of [
      ['GET', '/oauth/authorize'],
      ['POST', '/oauth/token'],
      ['GET', '/.well-known/jwks.json'],
      ['POST', '/api/oauth/revoke'],
      ['POST', '/api/oauth/introspect'],
    ] as const) {
      expect([path, (await send(method, issuer + path)).status]).toEqual([path, 404]);
    }
  });

  test('discovery, also where it advertises what is not so', async () => {
    const { issuer } = coinpay().options;
    expect(json(await read('/.well-known/openid-configuration'))).toEqual({
      issuer,
      authorization_endpoint: `${issuer}/api/oauth/authorize`,
      token_endpoint: `${issuer}/api/oauth/token`,
      userinfo_endpoint: `${issuer}/api/oauth/userinfo`,
      jwks_uri: `${issuer}/api/oauth/jwks`,
      registration_endpoint: `${issuer}/api/oauth/clients`,
      scopes_supported: ['openid', 'profile', 'email', 'did', 'wallet:read'],
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['HS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['S256', 'plain'],
      claims_supported: [
        'sub',
        'name',
        'preferred_username',
        'email',
        'email_verified',
        'picture',
        'updated_at',
        'did',
      ],
    });
  });

  test('a JWKS without a key, and tokens of HS256 without kid under a secret of the server', async () => {
    expect(json(await read('/api/oauth/jwks'))).toEqual({
      keys: [{ kty: 'oct', kid: 'coinpay-oidc-hs256', use: 'sig', alg: 'HS256' }],
    });
    const { id_token = '', access_token = '' } = await tokens({ nonce: 'n-1' });
    const sub = coinpay().users[0]?.id;
    const iss = coinpay().options.issuer;
    const times = { iat: 1_700_000_000, exp: 1_700_003_600 };
    expect(part(id_token, 0)).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(part(id_token, 1)).toEqual({
      iss,
      sub,
      aud: 'cpc_emulator',
      ...times,
      nonce: 'n-1',
      email: 'sokha@example-business.com',
      email_verified: false,
      name: 'Sokha Núñez 🌾',
    });
    expect(part(access_token, 1)).toEqual({
      sub,
      client_id: 'cpc_emulator',
      scope: 'openid email profile',
      token_type: 'access',
      iss,
      ...times,
      jti: anyString,
    });
    const [text, signature] = [id_token.slice(0, id_token.lastIndexOf('.')), id_token.split('.')[2]];
    const made = (key: string): string => createHmac('sha256', key).update(text).digest('base64url');
    expect(signature).toBe(made(coinpay().keys.secret));
    expect(signature).not.toBe(made('cps_emulator_secret'));
  });

  test('scopes: payments is dropped, the registration counts, openid joins', async () => {
    expect((await tokens({ scope: 'profile payments wallet:read' }))['scope']).toBe(
      'openid profile wallet:read',
    );
    coinpay().switches.registeredScopes = ['openid', 'profile'];
    expect((await tokens({ scope: 'email profile' }))['scope']).toBe('openid profile');
    expect((await tokens({ scope: undefined }))['scope']).toBe('openid');
    const location = await coinpay().authorize(authorizationURL({ scope: 'payments' }));
    expect(parameter(location, 'error')).toBe('invalid_scope');
  });
});

describe('the token request is refused, in the published order', () => {
  type Row = [string, number, string, string, Record<string, string>];
  test.each<Row>([
    [
      'unsupported_grant_type',
      400,
      'unsupported_grant_type',
      'Unsupported grant_type',
      { grant_type: 'password', code: '' },
    ],
    [
      'missing_code_parameters',
      400,
      'invalid_request',
      'Missing required parameters: code, redirect_uri, client_id',
      { redirect_uri: '', code: 'x' },
    ],
    ['unknown_code', 400, 'invalid_grant', 'Invalid authorization code', { code: 'x', client_id: 'nobody' }],
    [
      'code_of_another_client',
      400,
      'invalid_grant',
      'Client ID mismatch',
      { client_id: 'cpc_other', redirect_uri: 'x', client_secret: 'x' },
    ],
    [
      'code_for_another_redirect_uri',
      400,
      'invalid_grant',
      'Redirect URI mismatch',
      { redirect_uri: `${callback}/`, client_secret: 'x' },
    ],
    [
      'wrong_client_secret',
      401,
      'invalid_client',
      'Invalid client credentials',
      { client_secret: 'x', code_verifier: '' },
    ],
    ['missing_code_verifier', 400, 'invalid_grant', 'code_verifier is required', { code_verifier: '' }],
    [
      'code_verifier_mismatch',
      400,
      'invalid_grant',
      'PKCE validation failed',
      { code_verifier: createPkce().verifier },
    ],
  ])('%s', async (expected, status, error, error_description, changes) => {
    const started = await login();
    const reply = await exchange(tokenForm(started, changes));
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(json(reply)).toEqual({ error, error_description });
    expect(reply.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(reply.headers).not.toHaveProperty('www-authenticate');
    expect((await exchange(tokenForm(started))).status).toBe(200);
  });

  test('a used, then an expired code; expired comes first', async () => {
    const [used, old] = [await login(), await login()];
    await exchange(tokenForm(used));
    const text = async (started: typeof used): Promise<unknown> =>
      json(await exchange(tokenForm(started, { client_id: 'nobody' })))['error_description'];
    expect(await text(used)).toBe('Authorization code has already been used');
    emulator.advance(600_000);
    expect(await text(used)).toBe('Authorization code has expired');
    expect(await text(old)).toBe('Authorization code has expired');
  });

  test('the secret: not needed with PKCE, needed without, and from an active client', async () => {
    const { client_secret: _, ...withPkce } = tokenForm(await login());
    expect((await exchange(withPkce)).status).toBe(200);
    const plain = { code_challenge: undefined, code_challenge_method: undefined };
    const { client_secret: secret, ...withoutPkce } = tokenForm(await login(plain));
    const refused = await exchange(withoutPkce);
    expect([refused.status, json(refused)['error_description']]).toEqual([
      401,
      'client_secret is required for confidential clients',
    ]);
    Object.assign(coinpay().client, { active: false });
    const inactive = await exchange({ ...withoutPkce, client_secret: secret ?? '' });
    expect([inactive.status, json(inactive)['error_description']]).toEqual([401, 'Client is inactive']);
  });
});

describe('the refresh request', () => {
  test('rotates, answers no id_token, and keeps the rest of the family alive', async () => {
    const { refresh_token: first = '' } = await tokens();
    const answer = json(await refresh(first));
    expect(Object.keys(answer).sort()).toEqual(
      ['access_token', 'expires_in', 'refresh_token', 'scope', 'token_type'].sort(),
    );
    const reuse = await refresh(first);
    expect([reuse.status, json(reuse)['error_description']]).toEqual([400, 'Refresh token has been revoked']);
    expect((await refresh(String(answer['refresh_token']))).status).toBe(200);
  });

  test.each<[string, number, string, string, Record<string, string>]>([
    [
      'missing_refresh_parameters',
      400,
      'invalid_request',
      'Missing required parameters: refresh_token, client_id',
      { client_id: '' },
    ],
    ['unknown_client_on_refresh', 401, 'invalid_client', 'Unknown client', { client_id: 'cpc_inactive' }],
    [
      'missing_client_secret_on_refresh',
      401,
      'invalid_client',
      'client_secret is required for this client',
      { client_secret: '', refresh_token: 'x' },
    ],
    ['wrong_client_secret', 401, 'invalid_client', 'Invalid client credentials', { client_secret: 'x' }],
    [
      'unknown_refresh_token',
      400,
      'invalid_grant',
      'Invalid refresh token',
      { client_id: 'cpc_other', client_secret: 'cps_other_secret' },
    ],
  ])('is refused: %s', async (expected, status, error, error_description, changes) => {
    const { refresh_token = '' } = await tokens();
    const reply = await refresh(refresh_token, changes);
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(json(reply)).toEqual({ error, error_description });
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  test('is refused after 30 days', async () => {
    const { refresh_token = '' } = await tokens();
    emulator.advance(30 * 24 * 3_600_000);
    expect(json(await refresh(refresh_token))['error_description']).toBe('Refresh token has expired');
  });
});
