import { type Emulator, startEmulator } from '../src';
import { address, createPkce, json, parameter, reason, send, sendForm, sendJson } from './support/http';
import { callback, koompiCalls } from './support/koompi';
import { anyString, matching } from './support/matchers';

let emulator: Emulator;
const { obtainCode, tokenBody, exchange, obtainTokens, refresh, userInfo } = koompiCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['koompi'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

describe('the documented requests', () => {
  test('the login link with two parameters, and the JSON token request', async () => {
    const reply = await exchange(await obtainCode({ scope: 'profile.basic profile.contact' }));
    expect(reply.status).toBe(200);
    expect(json(reply)).toEqual({
      access_token: matching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: anyString,
      scope: 'profile.basic profile.contact',
      user: {
        _id: '507f1f77bcf86cd799439011',
        fullname: 'Sokha Núñez 🌾',
        email: 'sokha@example-business.com',
        wallet_address: '0x52908400098527886E0F7030069857D2E4169EE7',
      },
    });
    const recorded = emulator.requests.at(-1);
    expect(recorded).toMatchObject({
      endpoint: 'token',
      method: 'POST',
      path: '/v2/oauth/token',
      status: 200,
    });
    expect(recorded?.body).toEqual(JSON.parse(recorded?.rawBody ?? ''));
  });

  test('state comes back, parameters unknown to KOOMPI are ignored', async () => {
    const { options } = emulator.koompi;
    const location = await emulator.koompi.authorize(
      address(options.authorizationURL, {
        client_id: options.clientID,
        redirect_uri: callback,
        response_type: 'code',
        state: 'a b&c',
      }),
    );
    expect(location.startsWith(`${callback}?code=`)).toBe(true);
    expect(parameter(location, 'state')).toBe('a b&c');
  });

  test.each([
    ['profile.basic', ['_id', 'created_at', 'fullname', 'profile', 'username']],
    ['profile.contact', ['_id', 'email', 'telegram_id']],
    ['profile.basic wallet.read', ['_id', 'created_at', 'fullname', 'profile', 'username', 'wallet_address']],
  ])('userinfo under the scope %s', async (scope, members) => {
    const { access_token = '' } = await obtainTokens(scope);
    const body = json(await userInfo(access_token));
    expect(Object.keys(body).sort()).toEqual(['status', 'user']);
    expect(body['status']).toBe('success');
    expect(Object.keys(body['user'] as object).sort()).toEqual(members);
  });

  test('refresh rotates and answers neither token_type nor user', async () => {
    const first = await obtainTokens();
    const reply = await refresh(first['refresh_token'] ?? '');
    expect(json(reply)).toEqual({
      access_token: anyString,
      refresh_token: anyString,
      expires_in: 3600,
      refresh_token_expires_in: 31_536_000,
      scope: 'profile.basic profile.contact',
    });
    expect(json(reply)['refresh_token']).not.toBe(first['refresh_token']);
    expect((await userInfo(String(json(reply)['access_token']))).status).toBe(200);
  });
});

describe('the authorization request is refused', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['missing_client_id', { client_id: undefined }],
    ['unknown_client', { client_id: 'nobody' }],
    ['inactive_client', { client_id: 'pk_test_inactive' }],
    ['missing_redirect_uri', { redirect_uri: undefined }],
    ['redirect_uri_mismatch', { redirect_uri: `${callback}/` }],
    ['redirect_uri_mismatch', { redirect_uri: callback.toUpperCase() }],
    ['redirect_uri_mismatch', { redirect_uri: `${callback}?next=/` }],
    ['redirect_uri_mismatch', { client_id: 'pk_test_other' }],
    ['unknown_scope', { scope: 'profile.basic openid' }],
    ['code_challenge_method', { code_challenge: createPkce().challenge }],
    ['code_challenge_method', { code_challenge: createPkce().challenge, code_challenge_method: 'plain' }],
    ['malformed_code_challenge', { code_challenge: 'short', code_challenge_method: 'S256' }],
  ])('%s', async (expected, changes) => {
    const { options } = emulator.koompi;
    const url = address(options.authorizationURL, {
      client_id: options.clientID,
      redirect_uri: callback,
      ...changes,
    });
    await expect(emulator.koompi.authorize(url)).rejects.toMatchObject({ status: 400, reason: expected });
    expect((await send('GET', url)).text).toContain(`data-reason="${expected}"`);
  });

  test('a repeated parameter', async () => {
    const { options } = emulator.koompi;
    const url = `${address(options.authorizationURL, { client_id: options.clientID, redirect_uri: callback })}&client_id=x`;
    await expect(emulator.koompi.authorize(url)).rejects.toMatchObject({ reason: 'repeated_parameter' });
  });
});

describe('the token request is refused', () => {
  test.each<[string, number, Record<string, unknown>]>([
    ['missing_grant_type', 400, { grant_type: undefined }],
    ['unsupported_grant_type', 400, { grant_type: 'refresh_token' }],
    ['missing_code', 400, { code: undefined }],
    ['unknown_code', 400, { code: 'x' }],
    ['parameter_not_string', 400, { code: 7 }],
    ['missing_redirect_uri', 400, { redirect_uri: undefined }],
    ['redirect_uri_mismatch', 400, { redirect_uri: 'http://127.0.0.1:3000/api/auth/callback/koompi' }],
    ['missing_client_secret', 400, { client_secret: undefined }],
    ['missing_client_secret', 400, { client_secret: '' }],
    ['wrong_client_secret', 401, { client_secret: 'sk_test_emulator_secre' }],
    ['unknown_client', 401, { client_id: 'nobody' }],
    ['inactive_client', 401, { client_id: 'pk_test_inactive', client_secret: 'sk_test_inactive_secret' }],
    ['code_of_another_client', 400, { client_id: 'pk_test_other', client_secret: 'sk_test_other_secret' }],
  ])('%s (%i)', async (expected, status, changes) => {
    const code = await obtainCode();
    const reply = await exchange(code, changes);
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(Object.keys(json(reply))).toEqual(['error', 'error_description']);
    expect((await exchange(code)).status).toBe(200);
  });

  test('a form body, with the reason in words', async () => {
    const reply = await sendForm(emulator.koompi.options.tokenURL, tokenBody(await obtainCode()));
    expect(reply.status).toBe(400);
    expect(json(reply)).toEqual({ error: 'invalid_request', error_description: 'The body must be JSON' });
  });

  test.each([
    ['body_not_json_object', '[1]'],
    ['body_not_json_object', 'null'],
    ['body_not_json_object', '{'],
  ])('%s: %s', async (expected, body) => {
    const type = { 'Content-Type': 'application/json' };
    expect(reason(await send('POST', emulator.koompi.options.tokenURL, type, body))).toBe(expected);
  });

  test('Basic credentials, even beside right ones in the body', async () => {
    const headers = { Authorization: `Basic ${btoa('pk_test_emulator:sk_test_emulator_secret')}` };
    const reply = await sendJson(emulator.koompi.options.tokenURL, tokenBody(await obtainCode()), headers);
    expect([reply.status, reason(reply)]).toEqual([401, 'authorization_header']);
  });

  test('a replayed code', async () => {
    const code = await obtainCode();
    expect((await exchange(code)).status).toBe(200);
    expect(reason(await exchange(code))).toBe('code_used');
  });

  test('a code after its lifetime, not before', async () => {
    const [early, late] = [await obtainCode(), await obtainCode()];
    emulator.advance(599_000);
    expect((await exchange(early)).status).toBe(200);
    emulator.advance(1_000);
    expect(reason(await exchange(late))).toBe('code_expired');
  });

  test('another method', async () => {
    const reply = await send('GET', emulator.koompi.options.tokenURL);
    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });

  test.each(['/v1/oauth/token', '/v2/oauth/token/', '/V2/oauth/token', '/oauth/token'])(
    'the path %s',
    async (path) => {
      const url = `${emulator.koompi.origins['api']}${path}`;
      expect(reason(await sendJson(url, tokenBody(await obtainCode())))).toBe('unknown_path');
    },
  );
});

describe('PKCE', () => {
  test('a matching verifier passes, another is refused, a missing one is tolerated', async () => {
    const { verifier, challenge } = createPkce();
    const obtain = (): Promise<string> =>
      obtainCode({ code_challenge: challenge, code_challenge_method: 'S256' });
    expect((await exchange(await obtain(), { code_verifier: verifier })).status).toBe(200);
    const wrong = await exchange(await obtain(), { code_verifier: createPkce().verifier });
    expect(reason(wrong)).toBe('code_verifier_mismatch');
    expect((await exchange(await obtain())).status).toBe(200);
  });

  test('can be required', async () => {
    emulator.koompi.switches.pkce = 'required';
    await expect(obtainCode()).rejects.toMatchObject({ reason: 'missing_code_challenge' });
    const code = await obtainCode({ code_challenge: createPkce().challenge, code_challenge_method: 'S256' });
    expect(reason(await exchange(code))).toBe('missing_code_verifier');
  });
});
