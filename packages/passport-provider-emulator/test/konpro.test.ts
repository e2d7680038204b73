import { type Emulator, startEmulator } from '../src';
import { address, createPkce, json, parameter, reason, send, sendForm, sendJson } from './support/http';
import { anyString } from './support/matchers';

const callback = 'http://localhost:3000/api/auth/callback/konpro';
let emulator: Emulator;

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['konpro'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

function authorizationURL(changes: Record<string, string | undefined> = {}): string {
  const { options } = emulator.konpro;
  return address(options.authorizationURL, {
    client_id: options.clientID,
    state: 'xyz789',
    redirect_uri: callback,
    code_challenge: createPkce().challenge,
    code_challenge_method: 'S256',
    response_type: 'code',
    ...changes,
  });
}

interface Login {
  code: string;
  verifier: string;
}

async function login(): Promise<Login> {
  const { verifier, challenge } = createPkce();
  const location = await emulator.konpro.authorize(authorizationURL({ code_challenge: challenge }));
  return { code: parameter(location, 'code'), verifier };
}

function tokenForm({ code, verifier }: Login, changes: Record<string, string> = {}): Record<string, string> {
  return {
    code,
    client_id: emulator.konpro.options.clientID,
    grant_type: 'authorization_code',
    redirect_uri: callback,
    code_verifier: verifier,
    ...changes,
  };
}

function exchange(form: Record<string, string> | string): ReturnType<typeof sendForm> {
  return sendForm(emulator.konpro.options.tokenURL, form);
}

async function tokens(): Promise<Record<string, string>> {
  return json(await exchange(tokenForm(await login()))) as Record<string, string>;
}

function refresh(token: string, changes: Record<string, string> = {}): ReturnType<typeof sendForm> {
  const { clientID, refreshURL } = emulator.konpro.options;
  return sendForm(refreshURL, {
    client_id: clientID,
    grant_type: 'refresh_token',
    refresh_token: token,
    ...changes,
  });
}

function call(path: string, headers: Record<string, string>): ReturnType<typeof send> {
  return send('GET', `${emulator.konpro.origins['api']}${path}`, headers);
}

const account = '/v1/pacific/account.get';

describe('the documented requests', () => {
  test('the curl lines, as raw bodies', async () => {
    const { code, verifier } = await login();
    const { clientID, tokenURL, refreshURL } = emulator.konpro.options;
    const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
    // What curl sends for the guide's -d options: joined by &, as they stand.
    const body = `code=${code}&client_id=${clientID}&grant_type=authorization_code&redirect_uri=${callback}&code_verifier=${verifier}`;
    const first = await send('POST', tokenURL, type, body);
    expect(first.status).toBe(200);
    expect(json(first)).toEqual({
      token_type: 'Bearer',
      access_token: anyString,
      expires_in: 864_000,
      refresh_token: anyString,
    });
    expect(emulator.requests.at(-1)?.rawBody).toBe(body);
    const token = String(json(first)['refresh_token']);
    const second = await send(
      'POST',
      refreshURL,
      type,
      `client_id=${clientID}&grant_type=refresh_token&refresh_token=${token}`,
    );
    expect(second.status).toBe(200);
    const headers = { Authorization: `Bearer ${String(json(second)['access_token'])}` };
    expect((await call('/v1/some-endpoint', headers)).status).toBe(200);
    expect(json(await call(account, headers))).toMatchObject({
      code: 100,
      data: {
        experiments: {},
        features: {},
        space_info: {},
        user: { first_name: 'Sokha', last_name: 'Núñez 🌾' },
        user_plan: {},
      },
    });
  });

  test('an API token works as X-API-KEY, and user/me is flat', async () => {
    const key = emulator.konpro.users[1]?.apiToken ?? '';
    expect(Object.keys(json(await call('/v1/user/me', { 'X-API-KEY': key })))).toEqual([
      'username',
      'email',
      'first_name',
      'last_name',
    ]);
  });
});

describe('the authorization request is refused', () => {
  test.each<[string, Record<string, string | undefined>]>([
    ['missing_client_id', { client_id: undefined }],
    ['unknown_client', { client_id: 'nobody' }],
    ['inactive_client', { client_id: 'konpro-inactive' }],
    ['redirect_uri_mismatch', { redirect_uri: `${callback}x` }],
    ['missing_response_type', { response_type: undefined }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['missing_state', { state: undefined }],
    ['missing_state', { state: '' }],
    ['missing_code_challenge', { code_challenge: undefined }],
    ['missing_code_challenge_method', { code_challenge_method: undefined }],
    ['code_challenge_method', { code_challenge_method: 'plain' }],
    ['code_challenge_method', { code_challenge_method: 's256' }],
    ['malformed_code_challenge', { code_challenge: `${createPkce().challenge}=` }],
  ])('%s', async (expected, changes) => {
    await expect(emulator.konpro.authorize(authorizationURL(changes))).rejects.toMatchObject({
      status: 400,
      reason: expected,
    });
  });

  test('on the API origin', async () => {
    const { app = '', api = '' } = emulator.konpro.origins;
    await expect(emulator.konpro.authorize(authorizationURL().replace(app, api))).rejects.toMatchObject({
      status: 404,
    });
  });

  test('to the callback, with authorizeErrors: redirect; never to an unknown one', async () => {
    emulator.konpro.switches.authorizeErrors = 'redirect';
    const location = await emulator.konpro.authorize(authorizationURL({ code_challenge: undefined }));
    expect(parameter(location, 'error')).toBe('invalid_request');
    expect(parameter(location, 'state')).toBe('xyz789');
    await expect(
      emulator.konpro.authorize(authorizationURL({ redirect_uri: 'https://evil.example-business.com/' })),
    ).rejects.toMatchObject({ status: 400 });
  });
});

describe('the token request is refused', () => {
  test.each<[string, number, Record<string, string>]>([
    ['client_secret_sent', 400, { client_secret: '' }],
    ['client_secret_sent', 400, { client_secret: 'x' }],
    ['unsupported_grant_type', 400, { grant_type: 'refresh_token' }],
    ['missing_code_verifier', 400, { code_verifier: '' }],
    ['code_verifier_mismatch', 400, { code_verifier: createPkce().verifier }],
    ['code_verifier_mismatch', 400, { code_verifier: 'short' }],
    ['missing_redirect_uri', 400, { redirect_uri: '' }],
    ['redirect_uri_mismatch', 400, { redirect_uri: `${callback}/` }],
    ['unknown_code', 400, { code: 'x' }],
    ['unknown_client', 401, { client_id: 'nobody' }],
    ['inactive_client', 401, { client_id: 'konpro-inactive' }],
    ['code_of_another_client', 400, { client_id: 'konpro-other' }],
  ])('%s (%i)', async (expected, status, changes) => {
    const started = await login();
    const reply = await exchange(tokenForm(started, changes));
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(json(reply)).toEqual({
      error: { code: status === 401 ? 'INVALID_API_KEY' : 'INVALID_REQUEST', message: anyString },
      request_id: anyString,
    });
    expect((await exchange(tokenForm(started))).status).toBe(200);
  });

  test('JSON, a repeated parameter, Basic credentials', async () => {
    const form = tokenForm(await login());
    const { tokenURL } = emulator.konpro.options;
    expect(reason(await sendJson(tokenURL, form))).toBe('body_not_form');
    const twice = `${new URLSearchParams(form).toString()}&code=x`;
    expect(reason(await exchange(twice))).toBe('repeated_parameter');
    const basic = { Authorization: 'Basic eDp5' };
    expect(reason(await sendForm(tokenURL, form, basic))).toBe('authorization_header');
  });

  test('a replayed and an expired code', async () => {
    const [used, old] = [await login(), await login()];
    await exchange(tokenForm(used));
    expect(reason(await exchange(tokenForm(used)))).toBe('code_used');
    emulator.advance(600_000);
    expect(reason(await exchange(tokenForm(old)))).toBe('code_expired');
  });

  test('the application answers the token path with its web page', async () => {
    const app = emulator.konpro.origins['app'] ?? '';
    const reply = await sendForm(`${app}/v1/oauth/token`, tokenForm(await login()));
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toContain('text/html');
    emulator.konpro.switches.appServesHtml = false;
    expect((await sendForm(`${app}/v1/oauth/token`, {})).status).toBe(404);
  });
});

describe('the refresh request is refused', () => {
  test('a rotated token, another grant type, another client, a secret', async () => {
    const { refresh_token = '' } = await tokens();
    expect(reason(await refresh(refresh_token, { grant_type: 'authorization_code' }))).toBe(
      'unsupported_grant_type',
    );
    expect(reason(await refresh(refresh_token, { client_id: 'konpro-other' }))).toBe(
      'refresh_token_of_another_client',
    );
    expect(reason(await refresh(refresh_token, { client_secret: '' }))).toBe('client_secret_sent');
    expect((await refresh(refresh_token)).status).toBe(200);
    expect(reason(await refresh(refresh_token))).toBe('refresh_token_used');
  });

  test('without rotation the answer has no refresh token, and the old one stays', async () => {
    emulator.konpro.switches.rotateRefreshTokens = false;
    const { refresh_token = '' } = await tokens();
    for (const _ of [1, 2]) {
      expect(Object.keys(json(await refresh(refresh_token)))).not.toContain('refresh_token');
    }
  });
});

describe('API calls', () => {
  test.each<[string, number, string, Record<string, string>]>([
    ['missing_token', 401, 'INVALID_API_KEY', {}],
    ['unknown_api_token', 401, 'INVALID_API_KEY', { 'X-API-KEY': 'x' }],
    ['unknown_token', 401, 'INVALID_API_KEY', { Authorization: 'Bearer x' }],
    ['two_credentials', 400, 'INVALID_REQUEST', { Authorization: 'Bearer x', 'X-API-KEY': 'x' }],
  ])('are refused: %s', async (expected, status, code, headers) => {
    const reply = await call(account, headers);
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(json(reply)).toMatchObject({ error: { code }, request_id: anyString });
  });

  test('are refused after the lifetime', async () => {
    const { access_token = '' } = await tokens();
    emulator.advance(864_000_000);
    expect(reason(await call(account, { Authorization: `Bearer ${access_token}` }))).toBe('token_expired');
  });

  test('switches: dataWrapper, unwrappedAccount, wrappedUserMe, tokenErrorForm', async () => {
    const { switches } = emulator.konpro;
    Object.assign(switches, { dataWrapper: true, unwrappedAccount: true, wrappedUserMe: true });
    const { data } = (await tokens()) as unknown as { data: { access_token: string } };
    const headers = { Authorization: `Bearer ${data.access_token}` };
    expect(Object.keys(json(await call(account, headers)))).toContain('space_info');
    expect(json(await call('/v1/user/me', headers))).toMatchObject({
      code: 100,
      data: { last_name: 'Núñez 🌾' },
    });
    switches.tokenErrorForm = 'oauth';
    expect(json(await exchange({}))).toMatchObject({ error: 'invalid_request' });
    switches.tokenErrorForm = 'code-message';
    expect(json(await exchange({}))).toMatchObject({ code: 400 });
  });
});
