import { type Emulator, type KoompiSwitches, startEmulator } from '../src';
import { type Reply, createPkce, json, parameter, reason, send, sendForm } from './support/http';
import { decode, isValid } from './support/jws';
import { callback } from './support/koompi';
import { kidCalls } from './support/koompi-kid';
import { anyString } from './support/matchers';

let emulator: Emulator;
const calls = kidCalls(() => emulator);
const { set, origin, jwks, authorize, tokensOf, revoke, refresh } = calls;
const { obtainCode, tokenBody, exchange, obtainTokens, userInfo } = calls;

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['koompi'], now: () => 1_700_000_000_000 });
  set({ generation: 'kid' });
});
afterEach(() => emulator.close());

describe('the token request is refused', () => {
  test.each<[string, number, Record<string, unknown>]>([
    ['missing_grant_type', 400, { grant_type: undefined }],
    ['unsupported_grant_type', 400, { grant_type: 'client_credentials' }],
    ['missing_refresh_token', 400, { grant_type: 'refresh_token' }],
    ['missing_code', 400, { code: undefined }],
    ['redirect_uri_mismatch', 400, { redirect_uri: `${callback}/` }],
    ['missing_client_secret', 400, { client_secret: undefined }],
    ['wrong_client_secret', 401, { client_secret: 'x' }],
    ['inactive_client', 401, { client_id: 'pk_test_inactive', client_secret: 'sk_test_inactive_secret' }],
    ['code_of_another_client', 400, { client_id: 'pk_test_other', client_secret: 'sk_test_other_secret' }],
    ['state_mismatch', 400, { state: 'another' }],
    ['code_verifier_mismatch', 400, { code_verifier: createPkce().verifier }],
  ])('%s (%i)', async (expected, status, changes) => {
    const { verifier, challenge } = createPkce();
    const code = await obtainCode({
      state: 's',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const reply = await exchange(code, changes);
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect((await exchange(code, { code_verifier: verifier })).status).toBe(200);
  });

  test('a form, unless the switch allows it', async () => {
    const body = tokenBody(await obtainCode());
    expect(reason(await sendForm(emulator.koompi.options.tokenURL, body))).toBe('body_not_json');
    set({ tokenEncoding: 'any' });
    expect((await sendForm(emulator.koompi.options.tokenURL, body)).status).toBe(200);
  });

  test('a used code', async () => {
    const code = await obtainCode();
    await exchange(code);
    expect(reason(await exchange(code))).toBe('code_used');
  });
});

describe('state', () => {
  const stateOf = async (location: string, state: string): Promise<Reply> =>
    exchange(parameter(location, 'code'), { state });

  test.each(['v2', 'kid'] as const)('%s: the own state may be repeated, no other', async (generation) => {
    set({ generation });
    const location = await authorize({ state: 's' });
    expect(parameter(location, 'state')).toBe('s');
    expect(reason(await stateOf(location, 'another'))).toBe('state_mismatch');
    expect(reason(await stateOf(location, ''))).toBe('state_mismatch');
    expect((await stateOf(location, 's')).status).toBe(200);
  });

  test('a state where the login had none', async () => {
    expect(reason(await stateOf(await authorize({}), 's'))).toBe('state_mismatch');
  });

  test('replaceState: the service has its own, and wants it back', async () => {
    set({ replaceState: true });
    const location = await authorize({ state: 's' });
    const state = parameter(location, 'state');
    expect(state).not.toBe('s');
    expect(reason(await exchange(parameter(location, 'code')))).toBe('missing_state');
    expect(reason(await stateOf(location, 's'))).toBe('state_mismatch');
    const another = parameter(await authorize({ state: 's' }), 'state');
    expect(reason(await stateOf(location, another))).toBe('state_mismatch');
    expect((await stateOf(location, state)).status).toBe(200);
  });
});

describe('refresh', () => {
  test('rotates, and answers neither user nor id_token', async () => {
    const first = await tokensOf({ scope: 'openid profile.basic' });
    const second = json(await refresh(String(first['refresh_token'])));
    expect(second).toEqual({
      access_token: anyString,
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: anyString,
      scope: 'openid profile.basic',
    });
    expect(reason(await refresh(String(first['refresh_token'])))).toBe('refresh_token_used');
    expect((await refresh(String(second['refresh_token']))).status).toBe(200);
  });

  test('can keep the refresh token, and answer an id_token without a nonce', async () => {
    set({ rotateRefreshTokens: false, refreshIdToken: true });
    const { refresh_token } = await tokensOf({ scope: 'openid', nonce: 'n' });
    for (const _time of [1, 2]) {
      const answer = json(await refresh(String(refresh_token)));
      expect(answer).not.toHaveProperty('refresh_token');
      expect(decode(String(answer['id_token'])).claims).not.toHaveProperty('nonce');
    }
  });

  test('the id_token of a refresh can be spoilt by itself', async () => {
    set({ refreshIdToken: (draft, tools) => tools.unsigned(draft) });
    const { refresh_token, id_token } = await tokensOf({ scope: 'openid' });
    expect(decode(String(id_token)).header['alg']).toBe('RS256');
    const answer = json(await refresh(String(refresh_token)));
    expect(decode(String(answer['id_token'])).header['alg']).toBe('none');
  });

  test.each<[string, Record<string, unknown>]>([
    ['missing_grant_type', { grant_type: undefined }],
    ['unknown_refresh_token', { refresh_token: 'x' }],
    ['wrong_client_secret', { client_secret: 'x' }],
    [
      'refresh_token_of_another_client',
      { client_id: 'pk_test_other', client_secret: 'sk_test_other_secret' },
    ],
  ])('%s', async (expected, changes) => {
    const { refresh_token = '' } = await obtainTokens();
    expect(reason(await refresh(refresh_token, changes))).toBe(expected);
    expect((await refresh(refresh_token)).status).toBe(200);
  });
});

describe('revocation', () => {
  test('a refresh token dies with everything of its login', async () => {
    const { access_token = '', refresh_token = '' } = await obtainTokens();
    const reply = await revoke(refresh_token, { token_type_hint: 'access_token' });
    expect([reply.status, reply.text]).toEqual([200, '']);
    expect(reason(await refresh(refresh_token))).toBe('grant_revoked');
    expect(reason(await userInfo(access_token))).toBe('grant_revoked');
  });

  test('an access token dies alone', async () => {
    const { access_token = '', refresh_token = '' } = await obtainTokens();
    expect((await revoke(access_token)).status).toBe(200);
    expect(reason(await userInfo(access_token))).toBe('token_revoked');
    expect((await refresh(refresh_token)).status).toBe(200);
  });

  const otherClient = { client_id: 'pk_test_other', client_secret: 'sk_test_other_secret' };
  test.each<[string, number, Record<string, string>]>([
    ['wrong_client_secret', 401, { client_secret: 'x' }],
    ['missing_client_secret', 400, { client_secret: '' }],
    ['unknown_client', 401, { client_id: 'nobody' }],
    ['token_of_another_client', 400, otherClient],
    ['missing_token', 400, { token: '' }],
  ])('%s: 200, and nothing is revoked; %i where errors are on', async (expected, status, changes) => {
    const { access_token = '' } = await obtainTokens();
    const reply = await revoke(access_token, changes);
    expect([reply.status, reply.text, reason(reply)]).toEqual([200, '', expected]);
    expect((await userInfo(access_token)).status).toBe(200);
    set({ revocationErrors: true });
    expect((await revoke(access_token, changes)).status).toBe(status);
  });

  test('JSON and Basic revoke nothing', async () => {
    const { access_token = '' } = await obtainTokens();
    const url = `${origin()}/oauth/revoke`;
    const { client_id = '', client_secret = '' } = tokenBody('');
    const body = JSON.stringify({ token: access_token, client_id, client_secret });
    const sent = await send('POST', url, { 'Content-Type': 'application/json' }, body);
    const Authorization = `Basic ${btoa(`${client_id}:${client_secret}`)}`;
    const basic = await sendForm(url, { token: access_token }, { Authorization });
    expect([sent, basic].map(reason)).toEqual(['body_not_form', 'authorization_header']);
    expect((await userInfo(access_token)).status).toBe(200);
  });

  test('an unknown token is 200 without a reason', async () => {
    const reply = await revoke('x');
    expect([reply.status, reason(reply)]).toEqual([200, undefined]);
  });
});

describe('what an attacker would send', () => {
  const spoilt = async (idToken: KoompiSwitches['idToken']): Promise<string> => {
    set({ idToken });
    return String((await tokensOf({ scope: 'openid', nonce: 'n' }))['id_token']);
  };
  const verifies = async (token: string): Promise<boolean> =>
    isValid(token, (await jwks())[0] ?? {}, 'RS256');

  test('a token with other claims is signed genuinely', async () => {
    const token = await spoilt(({ header, claims }) => ({ header, claims: { ...claims, aud: 'another' } }));
    expect(decode(token).claims['aud']).toBe('another');
    expect(await verifies(token)).toBe(true);
  });

  test('a key that is not published, a broken signature', async () => {
    expect(await verifies(await spoilt((draft, tools) => tools.signUnpublished(draft)))).toBe(false);
    const broken = await spoilt((draft, tools) => tools.breakSignature(tools.sign(draft)));
    expect(await verifies(broken)).toBe(false);
  });

  test.each(['HS256', 'none'])('the algorithm %s', async (alg) => {
    const token = await spoilt((draft, tools) =>
      alg === 'none' ? tools.unsigned(draft) : tools.signHmac(draft, tools.publicKey.pem),
    );
    expect(decode(token).header['alg']).toBe(alg);
  });

  test('keys.rotate() takes the old key out of the JWKS', async () => {
    const { id_token } = await tokensOf({ scope: 'openid' });
    emulator.koompi.keys.rotate();
    expect(await verifies(String(id_token))).toBe(false);
    expect(await verifies(String((await tokensOf({ scope: 'openid' }))['id_token']))).toBe(true);
  });

  test('a spoilt JWKS, a foreign issuer', async () => {
    set({ jwks: () => ({ keys: [] }), issuer: 'https://attacker.example-business.com' });
    expect(await jwks()).toEqual([]);
    const { id_token } = await tokensOf({ scope: 'openid' });
    expect(decode(String(id_token)).claims['iss']).toBe('https://attacker.example-business.com');
    expect(emulator.koompi.kidOptions.issuer).toBe(origin());
  });
});
