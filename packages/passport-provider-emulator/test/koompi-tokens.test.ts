import { type Emulator, type KoompiSwitches, startEmulator } from '../src';
import { address, json, parameter, reason, send, sendForm, sendJson } from './support/http';
import { callback, koompiCalls } from './support/koompi';

let emulator: Emulator;
const { obtainCode, tokenBody, exchange, obtainTokens, refresh, userInfo } = koompiCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['koompi'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

describe('the refresh request is refused', () => {
  test.each<[string, Record<string, unknown>]>([
    ['missing_refresh_token', { refresh_token: undefined }],
    ['unknown_refresh_token', { refresh_token: 'x' }],
    ['wrong_client_secret', { client_secret: 'x' }],
    ['grant_type_on_refresh', { grant_type: 'refresh_token' }],
    [
      'refresh_token_of_another_client',
      { client_id: 'pk_test_other', client_secret: 'sk_test_other_secret' },
    ],
  ])('%s', async (expected, changes) => {
    const { refresh_token = '' } = await obtainTokens();
    expect(reason(await refresh(refresh_token, changes))).toBe(expected);
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  test('a rotated token', async () => {
    const { refresh_token = '' } = await obtainTokens();
    await refresh(refresh_token);
    const reply = await refresh(refresh_token);
    expect([reply.status, json(reply)['error'], reason(reply)]).toEqual([
      400,
      'invalid_grant',
      'refresh_token_used',
    ]);
  });

  test('a token after its year', async () => {
    const { refresh_token = '' } = await obtainTokens();
    emulator.advance(31_536_000_000);
    expect(reason(await refresh(refresh_token))).toBe('refresh_token_expired');
  });

  test('a form body', async () => {
    const { refresh_token = '' } = await obtainTokens();
    expect(reason(await sendForm(emulator.koompi.options.refreshURL, { refresh_token }))).toBe(
      'body_not_json',
    );
  });
});

describe('userinfo is refused', () => {
  test.each<[string, Record<string, string>, string]>([
    ['missing_token', {}, ''],
    ['unknown_token', { Authorization: 'Bearer x' }, ''],
    ['authorization_not_bearer', { Authorization: 'bearer x' }, ''],
    ['token_in_query', {}, '?access_token=x'],
  ])('%s', async (expected, headers, query) => {
    const reply = await send('GET', `${emulator.koompi.options.userProfileURL}${query}`, headers);
    expect([reply.status, reason(reply)]).toEqual([401, expected]);
  });

  test('after an hour, and after the user withdraws the consent', async () => {
    const { access_token = '' } = await obtainTokens();
    const second = await obtainTokens();
    expect(emulator.koompi.revokeUserGrant(0)).toBe(2);
    expect(reason(await userInfo(second['access_token'] ?? ''))).toBe('grant_revoked');
    emulator.advance(3_600_000);
    expect(reason(await userInfo(access_token))).toBe('token_expired');
  });
});

describe('switches', () => {
  const set = (changes: Partial<KoompiSwitches>): unknown => Object.assign(emulator.koompi.switches, changes);

  test('omitUser and omitTokenType', async () => {
    set({ omitUser: true, omitTokenType: true });
    const tokens = await obtainTokens();
    expect(Object.keys(tokens).sort()).toEqual(
      ['access_token', 'expires_in', 'refresh_token', 'refresh_token_expires_in', 'scope'].sort(),
    );
  });

  test('replaceState: the callback has another state, and the token request must repeat it', async () => {
    set({ replaceState: true });
    const { options } = emulator.koompi;
    const url = address(options.authorizationURL, {
      client_id: options.clientID,
      redirect_uri: callback,
      state: 's',
    });
    const location = await emulator.koompi.authorize(url);
    const state = parameter(location, 'state');
    const code = parameter(location, 'code');
    expect(state).not.toBe('s');
    expect(reason(await exchange(code))).toBe('missing_state');
    expect(reason(await exchange(code, { state: 's' }))).toBe('state_mismatch');
    expect((await exchange(code, { state })).status).toBe(200);
  });

  test.each<[KoompiSwitches['errorForm'], string]>([
    ['error-message', '{"error":"invalid_grant","message":"The code is unknown"}'],
    ['message', '{"message":"The code is unknown"}'],
    ['status', '{"status":"error","message":"The code is unknown"}'],
    ['text', 'The code is unknown'],
  ])('errorForm %s', async (errorForm, text) => {
    set({ errorForm });
    expect((await exchange('x')).text).toBe(text);
  });

  test('v1Paths, extraMembers and walletNeedsScope', async () => {
    set({ v1Paths: true, extraMembers: true, walletNeedsScope: false });
    const api = emulator.koompi.origins['api'];
    const code = await obtainCode({ scope: 'default' });
    const tokens = json(await sendJson(`${api}/v1/oauth/token`, tokenBody(code)));
    const reply = await send('GET', `${api}/v1/oauth/userinfo`, {
      Authorization: `Bearer ${String(tokens['access_token'])}`,
    });
    expect(json(reply)).toMatchObject({
      scopes: ['profile.basic'],
      user: { first_name: 'Sokha', wallet_address: '0x52908400098527886E0F7030069857D2E4169EE7' },
    });
  });
});
