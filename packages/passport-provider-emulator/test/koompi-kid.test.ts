import { createHash } from 'node:crypto';
import { type Emulator, type KoompiSwitches, faults, startEmulator } from '../src';
import { address, json, reason, send } from './support/http';
import { decode, isValid } from './support/jws';
import { callback } from './support/koompi';
import { kidCalls } from './support/koompi-kid';
import { anyString } from './support/matchers';

const everyScope = 'openid profile.basic profile.contact profile.telegram wallet.read';

let emulator: Emulator;
const { set, origin, read, jwks, tokensOf, obtainTokens, userInfo } = kidCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['koompi'], now: () => 1_700_000_000_000 });
  set({ generation: 'kid' });
});
afterEach(() => emulator.close());

describe('the paths', () => {
  test('kidOptions are these members and no others', () => {
    expect(emulator.koompi.kidOptions).toEqual({
      preset: 'kid',
      clientID: 'pk_test_emulator',
      clientSecret: 'sk_test_emulator_secret',
      issuer: origin(),
      apiURL: `${origin()}/v2`,
    });
  });

  test('options follow the generation', () => {
    expect(emulator.koompi.options).toMatchObject({
      tokenURL: `${origin()}/oauth/token`,
      revocationURL: `${origin()}/oauth/revoke`,
      issuer: origin(),
    });
    set({ generation: 'v2' });
    expect(Object.keys(emulator.koompi.options)).toEqual([
      'clientID',
      'clientSecret',
      'authorizationURL',
      'tokenURL',
      'refreshURL',
      'userProfileURL',
      'apiURL',
    ]);
  });

  test('discovery names them, and only discovery names that of the keys', async () => {
    expect(json(await read('/.well-known/openid-configuration'))).toMatchObject({
      issuer: origin(),
      authorization_endpoint: `${origin()}/oauth`,
      token_endpoint: `${origin()}/oauth/token`,
      userinfo_endpoint: `${origin()}/oauth/userinfo`,
      revocation_endpoint: `${origin()}/oauth/revoke`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    });
    expect(await jwks()).toMatchObject([{ kty: 'RSA', alg: 'RS256', use: 'sig' }]);
    expect((await read('/.well-known/jwks.json')).status).toBe(404);
  });

  test.each([
    ['GET', '/v2/oauth'],
    ['POST', '/v2/oauth/token'],
    ['POST', '/v2/oauth/refresh'],
    ['GET', '/v2/oauth/userinfo'],
    ['GET', '/v1/oauth'],
    ['POST', '/v1/oauth/token'],
    ['POST', '/oauth/refresh'],
  ])('under KID there is no %s %s', async (method, path) => {
    set({ v1Paths: true });
    expect(reason(await send(method, origin() + path))).toBe('unknown_path');
  });

  test.each([
    ['GET', '/oauth'],
    ['POST', '/oauth/token'],
    ['GET', '/oauth/userinfo'],
    ['POST', '/oauth/revoke'],
    ['GET', '/oauth/keys'],
    ['GET', '/.well-known/openid-configuration'],
  ])('under v2 there is no %s %s', async (method, path) => {
    set({ generation: 'v2' });
    expect(reason(await send(method, origin() + path))).toBe('unknown_path');
  });

  test.each(['discovery', 'jwks', 'revocation'] as const)('a fault at %s', async (endpoint) => {
    emulator.koompi.fault(endpoint, faults.status(503));
    const [path, method] = {
      discovery: ['/.well-known/openid-configuration', 'GET'],
      jwks: ['/oauth/keys', 'GET'],
      revocation: ['/oauth/revoke', 'POST'],
    }[endpoint] as [string, string];
    expect((await send(method, origin() + path)).status).toBe(503);
  });

  test('discovery can be missing', async () => {
    set({ discovery: false });
    expect((await read('/.well-known/openid-configuration')).status).toBe(404);
  });

  test('the consent page has words for the new scopes', async () => {
    const { options } = emulator.koompi;
    const page = await send(
      'GET',
      address(options.authorizationURL, {
        client_id: options.clientID,
        redirect_uri: callback,
        scope: 'openid profile.telegram',
      }),
    );
    expect(page.text).toContain('Know who you are');
    expect(page.text).toContain('See your Telegram id');
  });
});

describe('a login', () => {
  test('answers claims by their OpenID names, and an id_token', async () => {
    const answer = await tokensOf({ scope: everyScope, nonce: 'n' });
    const claims = {
      sub: '507f1f77bcf86cd799439011',
      kid: 'KID-000001',
      name: 'Sokha Núñez 🌾',
      given_name: 'Sokha',
      family_name: 'Núñez 🌾',
      preferred_username: 'sokha',
      picture: 'https://example-business.com/pictures/sokha.png',
      merged_from: [],
      email: 'sokha@example-business.com',
      email_verified: true,
      phone_number: '+85512345678',
      phone_number_verified: true,
      telegram_id: 123456789,
      wallet_address: '0x52908400098527886E0F7030069857D2E4169EE7',
      public_key: anyString,
    };
    expect(answer).toEqual({
      access_token: anyString,
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: anyString,
      scope: everyScope,
      user: claims,
      id_token: anyString,
    });
    expect(json(await userInfo(String(answer['access_token'])))).toEqual(claims);
    const [key = {}] = await jwks();
    const token = String(answer['id_token']);
    const half = createHash('sha256').update(String(answer['access_token'])).digest().subarray(0, 16);
    expect(decode(token).header).toEqual({ alg: 'RS256', typ: 'JWT', kid: (key as { kid: string }).kid });
    expect(decode(token).claims).toEqual({
      iss: origin(),
      sub: claims.sub,
      aud: 'pk_test_emulator',
      iat: 1_700_000_000,
      exp: 1_700_000_900,
      nonce: 'n',
      at_hash: half.toString('base64url'),
    });
    expect(isValid(token, key, 'RS256')).toBe(true);
  });

  test.each<[string, string[]]>([
    ['openid', ['sub']],
    [
      'profile.basic',
      ['sub', 'kid', 'name', 'given_name', 'family_name', 'preferred_username', 'picture', 'merged_from'],
    ],
    [
      'profile.contact',
      ['sub', 'email', 'email_verified', 'phone_number', 'phone_number_verified', 'telegram_id'],
    ],
    ['profile.telegram', ['sub', 'telegram_id']],
    ['wallet.read', ['sub', 'wallet_address', 'public_key']],
  ])('the scope %s gives only its claims, in the token answer and at userinfo', async (scope, names) => {
    const answer = await tokensOf({ scope });
    expect(Object.keys(answer['user'] as object)).toEqual(names);
    expect(Object.keys(json(await userInfo(String(answer['access_token']))))).toEqual(names);
  });

  test('without openid there is no id_token, without a nonce no claim of that name', async () => {
    expect(await tokensOf({ scope: 'profile.basic', nonce: 'n' })).not.toHaveProperty('id_token');
    const { id_token } = await tokensOf({ scope: 'openid' });
    expect(decode(String(id_token)).claims).not.toHaveProperty('nonce');
  });

  test.each<[Partial<KoompiSwitches>, Record<string, unknown>]>([
    [{ telegramID: 'number' }, { telegram_id: 987654321 }],
    [{ telegramID: 'string' }, { telegram_id: '987654321' }],
    [{ telegramID: 'null' }, { telegram_id: null }],
    [{}, { telegram_id: null, kid: '100000002', email_verified: false }],
    [
      { walletClaim: 'wallet.address' },
      { wallet: { address: '0x8617E340B3D01FA5F11F306F4090FD50E238070D' } },
    ],
  ])('the second user under %j', async (changes, members) => {
    set(changes);
    expect((await tokensOf({ scope: everyScope }, 1))['user']).toMatchObject(members);
  });

  test('omitUser leaves the user out, userInfoForm wraps the claims', async () => {
    set({ omitUser: true, userInfoForm: 'wrapped' });
    const answer = await tokensOf({ scope: 'profile.telegram' });
    expect(answer).not.toHaveProperty('user');
    expect(json(await userInfo(String(answer['access_token'])))).toEqual({
      user: { sub: '507f1f77bcf86cd799439011', telegram_id: 123456789 },
      status: 'success',
    });
  });

  test('an access token is dead after a quarter of an hour, not before', async () => {
    const { access_token = '' } = await obtainTokens();
    emulator.advance(899_000);
    expect((await userInfo(access_token)).status).toBe(200);
    emulator.advance(1_000);
    expect(reason(await userInfo(access_token))).toBe('token_expired');
  });
});
