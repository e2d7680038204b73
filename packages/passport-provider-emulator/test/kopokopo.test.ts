import { type Emulator, startEmulator } from '../src';
import { address, createPkce, json, parameter, reason, send, sendForm, sendJson } from './support/http';
import { kopokopoCalls } from './support/kopokopo';
import { anyString } from './support/matchers';

// 2023-11-14T22:13:20Z is the next day in Nairobi.
const start = 1_700_000_000_000;
let emulator: Emulator;
const { kopokopo, credentials, request, token, introspect, revoke, read } = kopokopoCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['kopokopo'], now: () => start });
});
afterEach(() => emulator.close());

describe('the documented requests', () => {
  test('a token by form, its info, introspection and revocation', async () => {
    const reply = await request();
    expect(reply.status).toBe(200);
    expect(json(reply)).toEqual({
      access_token: anyString,
      token_type: 'Bearer',
      expires_in: 3600,
      created_at: 1_700_000_000,
    });
    const value = String(json(reply)['access_token']);
    emulator.advance(824_000);
    expect(json(await read(kopokopo().options.userProfileURL, value))).toEqual({
      resource_owner_id: null,
      scope: [],
      expires_in: 2776,
      application: { uid: 'kopokopo-emulator' },
      created_at: 1_700_000_000,
    });
    expect(json(await introspect(value))).toEqual({
      active: true,
      scope: '',
      client_id: 'kopokopo-emulator',
      token_type: 'Bearer',
      exp: '2023-11-15T02:13:20+03:00',
      iat: '2023-11-15T01:13:20+03:00',
    });
    const revoked = await revoke(value);
    expect([revoked.status, revoked.text]).toEqual([200, '{}']);
    expect(json(await introspect(value))).toEqual({ active: false });
    expect((await read(kopokopo().options.userProfileURL, value)).status).toBe(401);
    expect((await revoke('unknown')).text).toBe('{}');
  });

  test('JSON and Basic are accepted too', async () => {
    const { tokenURL, clientID, clientSecret } = kopokopo().options;
    const grant = { grant_type: 'client_credentials' };
    expect((await sendJson(tokenURL, { ...credentials(), ...grant })).status).toBe(200);
    const basic = `Basic ${Buffer.from(`${clientID}:${clientSecret}`).toString('base64')}`;
    expect((await sendForm(tokenURL, grant, { Authorization: basic })).status).toBe(200);
  });

  test('introspection and revocation as the Node SDK sends them, unless that is switched off', async () => {
    const { introspectionURL, revocationURL } = kopokopo().options;
    const asSdk = (url: string, value: string): ReturnType<typeof send> =>
      sendJson(url, { ...credentials(), token: value }, { Authorization: 'Bearer null' });
    const value = await token();
    expect(json(await asSdk(introspectionURL, value))['active']).toBe(true);
    kopokopo().switches.tolerateNodeSdk = false;
    expect(reason(await asSdk(revocationURL, value))).toBe('authorization_not_basic');
    expect(reason(await sendJson(revocationURL, { ...credentials(), token: value }))).toBe('body_not_form');
    kopokopo().switches.tolerateNodeSdk = true;
    expect((await asSdk(revocationURL, value)).text).toBe('{}');
    expect(json(await introspect(value))).toEqual({ active: false });
  });

  test('times in the other forms', async () => {
    Object.assign(kopokopo().switches, {
      createdAt: 'iso',
      introspectionTimes: 'epoch',
      accessLifetime: 7200,
    });
    const answer = json(await request());
    expect(answer).toMatchObject({ created_at: '2023-11-15T01:13:20+03:00', expires_in: 7200 });
    expect(json(await introspect(String(answer['access_token'])))).toMatchObject({
      exp: 1_700_007_200,
      iat: 1_700_000_000,
    });
  });
});

describe('refused', () => {
  test.each<[string, number, string, Record<string, string>]>([
    ['missing_grant_type', 400, 'invalid_request', { grant_type: '' }],
    ['unsupported_grant_type', 400, 'unsupported_grant_type', { grant_type: 'refresh_token' }],
    ['unsupported_grant_type', 400, 'unsupported_grant_type', { grant_type: 'authorization_code' }],
    ['missing_client_id', 400, 'invalid_request', { client_id: '' }],
    ['unknown_client', 401, 'invalid_client', { client_id: 'nobody' }],
    ['wrong_client_secret', 401, 'invalid_client', { client_secret: 'x' }],
    ['wrong_client_secret', 401, 'invalid_client', { client_secret: '' }],
    [
      'inactive_client',
      401,
      'invalid_client',
      { client_id: 'kopokopo-inactive', client_secret: 'kopokopo-inactive-secret' },
    ],
  ])('a token request: %s', async (expected, status, error, changes) => {
    const reply = await request(changes);
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(json(reply)).toEqual({ error, error_description: anyString });
  });

  test('introspection and revocation by a wrong client, or of a token of another', async () => {
    const value = await token();
    const other = { client_id: 'kopokopo-other', client_secret: 'kopokopo-other-secret' };
    expect((await introspect(value, { client_secret: 'x' })).status).toBe(401);
    expect((await revoke(value, { client_secret: 'x' })).status).toBe(401);
    expect(json(await introspect(value, other))).toEqual({ active: false });
    await revoke(value, other);
    expect(json(await introspect(value))['active']).toBe(true);
  });

  test('token info without a token, with a wrong one, and after the hour', async () => {
    const { userProfileURL } = kopokopo().options;
    const value = await token();
    const answer = async (given?: string): Promise<unknown> => {
      const reply = await read(userProfileURL, given);
      return [reply.status, json(reply)['error'], reason(reply), reply.headers['www-authenticate']];
    };
    expect(await answer()).toEqual([401, 'invalid_token', 'missing_token', 'Bearer']);
    expect(await answer('x')).toEqual([401, 'invalid_token', 'unknown_token', 'Bearer']);
    emulator.advance(3_600_000);
    expect(await answer(value)).toEqual([401, 'invalid_token', 'token_expired', 'Bearer']);
    expect(json(await introspect(value))).toEqual({ active: false });
  });

  test('an authorization page: there is none', async () => {
    const { baseURL } = kopokopo().options;
    expect((await send('GET', `${baseURL}/oauth/authorize`)).status).toBe(404);
    expect((await send('POST', `${baseURL}/_emulator/decision`)).status).toBe(404);
    expect(kopokopo().options).not.toHaveProperty('authorizationURL');
  });
});

describe('with the switch authorizationCode', () => {
  const callback = 'http://localhost:3000/api/auth/callback/kopokopo';
  const url = (changes: Record<string, string | undefined> = {}): string =>
    address(kopokopo().options.authorizationURL ?? '', {
      response_type: 'code',
      client_id: kopokopo().options.clientID,
      redirect_uri: callback,
      state: 's',
      ...changes,
    });

  beforeEach(() => {
    kopokopo().switches.authorizationCode = true;
  });

  test('a merchant signs in, with and without PKCE', async () => {
    const { verifier, challenge } = createPkce();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    const code = parameter(await kopokopo().authorize(url(pkce), { user: 1 }), 'code');
    const form = { grant_type: 'authorization_code', code, redirect_uri: callback };
    expect(reason(await request({ ...form, redirect_uri: `${callback}/` }))).toBe('redirect_uri_mismatch');
    expect(reason(await request(form))).toBe('missing_code_verifier');
    const wrong = { ...form, code_verifier: createPkce().verifier };
    expect(reason(await request(wrong))).toBe('code_verifier_mismatch');
    const value = await token({ ...form, code_verifier: verifier });
    expect(reason(await request({ ...form, code_verifier: verifier }))).toBe('code_used');
    expect(json(await read(kopokopo().options.userProfileURL, value))).toMatchObject({
      resource_owner_id: kopokopo().users[1]?.id,
    });
    expect(kopokopo().revokeUserGrant(1)).toBe(1);
    expect(json(await introspect(value))).toEqual({ active: false });
    const plain = parameter(await kopokopo().authorize(url()), 'code');
    expect((await request({ ...form, code: plain })).status).toBe(200);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['unsupported_response_type', { response_type: 'token' }],
    ['unknown_client', { client_id: 'nobody' }],
    ['redirect_uri_mismatch', { redirect_uri: `${callback}?a=b` }],
    ['code_challenge_method', { code_challenge: createPkce().challenge }],
  ])('refused: %s', async (expected, changes) => {
    await expect(kopokopo().authorize(url(changes))).rejects.toMatchObject({ status: 400, reason: expected });
  });

  test('a person sees a page', async () => {
    expect((await send('GET', url())).text).toContain('Emulator – not the real Kopo Kopo');
  });
});
