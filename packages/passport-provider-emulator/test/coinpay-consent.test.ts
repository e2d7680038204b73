import { type Emulator, startEmulator } from '../src';
import { callback, coinpayCalls } from './support/coinpay';
import { createPkce, json, parameter, reason, send, sendJson } from './support/http';

let emulator: Emulator;
const { coinpay, authorizationURL, login, tokenForm, exchange } = coinpayCalls(() => emulator);

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['coinpay'], now: () => 1_700_000_000_000 });
  coinpay().switches.server = 'published';
});
afterEach(() => emulator.close());

describe('consent', () => {
  const asDara = { 'X-Emulator-User': 'dara%40example-business.com' };
  const open = (headers: Record<string, string>, changes = {}): ReturnType<typeof send> =>
    send('GET', authorizationURL(changes), headers);

  test('is remembered per user and application, for the scopes that it covered', async () => {
    expect((await open(asDara)).status).toBe(200);
    await coinpay().authorize(authorizationURL(), { user: 1 });
    expect((await open(asDara, { scope: 'openid email' })).headers.location).toContain('code=');
    expect((await open(asDara, { scope: 'openid email did' })).status).toBe(200);
    expect((await open({ 'X-Emulator-User': '0' })).status).toBe(200);
    expect(coinpay().revokeUserGrant(1)).toBe(2);
    expect((await open(asDara)).status).toBe(200);
  });

  test('comes with a cookie, by which the browser is known again', async () => {
    const page = await open({});
    const ticket = /name="ticket" value="([\w-]+)"/.exec(page.text)?.[1];
    const reply = await send(
      'POST',
      `${coinpay().origins['api']}/_emulator/decision`,
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      `ticket=${ticket}&user=${coinpay().users[1]?.id}&decision=approve`,
    );
    const cookie = reply.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^coinpay_emulator_session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect((await open({ Cookie: cookie.split(';')[0] ?? '' })).status).toBe(302);
    coinpay().switches.rememberConsent = false;
    expect((await open({ Cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  });

  test('by the post of the consent page', async () => {
    const url = coinpay().options.authorizationURL;
    const { verifier, challenge } = createPkce();
    const body = {
      action: 'approve',
      client_id: 'cpc_emulator',
      redirect_uri: callback,
      state: 's',
      code_challenge: challenge,
    };
    const post = (changes: object, headers = asDara): ReturnType<typeof send> =>
      sendJson(url, { ...body, ...changes }, headers);
    const approved = json(await post({ code_challenge_method: 'S256' }));
    expect(parameter(String(approved['redirect']), 'state')).toBe('s');
    const code = parameter(String(approved['redirect']), 'code');
    expect((await exchange(tokenForm({ code, verifier }))).status).toBe(200);
    expect(json(await post({ action: 'deny', scope: 'x' }))).toEqual({
      redirect: `${callback}?error=access_denied&error_description=User+denied+the+request&state=s`,
    });
    const text = async (changes: object, headers?: typeof asDara): Promise<unknown> => {
      const reply = await post(changes, headers);
      return [reply.status, json(reply)['error'], json(reply)['error_description']];
    };
    expect(await text({}, {} as typeof asDara)).toEqual([401, 'login_required', 'User is not authenticated']);
    expect(await text({ client_id: '' })).toEqual([
      400,
      'invalid_request',
      'client_id and redirect_uri are required',
    ]);
    expect(await text({ client_id: 'x' })).toEqual([400, 'invalid_client', 'Invalid client_id']);
    expect(await text({ scope: 'x' })).toEqual([
      400,
      'invalid_scope',
      'No valid scopes requested for this client',
    ]);
    const malformed = await send('POST', url, { 'Content-Type': 'application/json' }, '{');
    expect(json(malformed)).toEqual({ error: 'invalid_request', error_description: 'Invalid request body' });
  });

  test('plain is not refused on GET but on consent; remembered, its code can never be redeemed', async () => {
    const plain = { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' };
    expect((await open({}, plain)).status).toBe(200);
    const refused = await open({ 'X-Emulator-Decision': 'approve' }, plain);
    expect([refused.status, json(refused)['error_description']]).toEqual([
      400,
      'Unsupported code_challenge_method: plain. Only S256 is accepted.',
    ]);
    await coinpay().authorize(authorizationURL());
    const { code } = await login(plain);
    const reply = await exchange(tokenForm({ code, verifier: 'x'.repeat(43) }));
    expect(json(reply)['error_description']).toBe('PKCE validation failed');
  });

  test('needs state or PKCE, one is enough', async () => {
    const none = { state: undefined, code_challenge: undefined, code_challenge_method: undefined };
    expect(reason(await open({}, none))).toBe('neither_state_nor_challenge');
    expect((await open({}, { ...none, state: 's' })).status).toBe(200);
    expect((await open({}, { state: undefined })).status).toBe(200);
  });
});
