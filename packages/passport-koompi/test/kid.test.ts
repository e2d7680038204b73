import { createHash } from 'node:crypto';
import { KoompiClient, Strategy } from 'passport-koompi';
import { faults, type IdTokenMutation, type RecordedRequest } from 'passport-provider-emulator';
import { only, rejection } from 'passport-strategy-contract/harness';
import { useKid } from './support/kid';

const kid = useKid();
const random = expect.stringMatching(/^[\w-]{43}$/) as string;
const userinfo = { profileSource: 'userinfo' };

const endpointsOf = (sent: readonly RecordedRequest[]): unknown[] => sent.map(({ endpoint }) => endpoint);

/** The token answer, with its embedded user changed. */
function embed(change: (user: Record<string, unknown>) => unknown): void {
  kid.service.fault(
    'token',
    faults.transform((body) => {
      const { user, ...rest } = body as { user: Record<string, unknown> };
      return { ...rest, user: change(user) };
    }),
  );
}

function claim(change: Record<string, unknown>): IdTokenMutation {
  return ({ header, claims }) => ({ header, claims: { ...claims, ...change } });
}

describe('the login', () => {
  test('finds every address in the discovery document of the issuer', async () => {
    const { sent, outcome } = await kid.login(kid.options);
    expect(outcome.kind).toBe('success');
    expect(sent.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /.well-known/openid-configuration 200',
      'GET /oauth 302',
      'POST /oauth/token 200',
      'GET /oauth/keys 200',
    ]);
  });

  test('knows the documented addresses without it, too', () => {
    const good = { clientID: 'a', clientSecret: 'b', callbackURL: '/c', preset: 'kid' } as const;
    expect(new Strategy(good, () => undefined).client.endpoints).toEqual({
      authorization: 'https://api.kid.koompi.org/oauth',
      token: 'https://api.kid.koompi.org/oauth/token',
      refresh: 'https://api.kid.koompi.org/oauth/token',
      userProfile: 'https://api.kid.koompi.org/oauth/userinfo',
      revocation: 'https://api.kid.koompi.org/oauth/revoke',
      introspection: undefined,
      api: undefined,
      jwks: undefined,
      issuer: 'https://api.kid.koompi.org',
      issuerIsSent: false,
    });
  });

  test('asks for `openid profile.basic`, with state and nonce, and without a challenge', async () => {
    const { sent, callbackURL } = await kid.login(kid.options);
    expect(only(sent, 'authorization').query).toEqual({
      response_type: 'code',
      client_id: 'pk_test_emulator',
      redirect_uri: callbackURL,
      scope: 'openid profile.basic',
      state: random,
      nonce: random,
    });
  });

  test('exchanges the code as JSON, with the state of the callback, and without a verifier', async () => {
    const { sent, callback, callbackURL } = await kid.login(kid.options);
    const { headers, rawBody } = only(sent, 'token');
    expect(headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' });
    expect(headers.authorization).toBeUndefined();
    expect(JSON.parse(rawBody)).toEqual({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code'),
      client_id: 'pk_test_emulator',
      client_secret: 'sk_test_emulator_secret',
      redirect_uri: callbackURL,
      state: callback.searchParams.get('state'),
    });
  });

  test('pkce: true sends a challenge and its verifier, which the service checks', async () => {
    kid.service.switches.pkce = 'required';
    const { sent, outcome } = await kid.login({ ...kid.options, pkce: true });
    expect(outcome.kind).toBe('success');
    const { code_verifier: verifier = '' } = only(sent, 'token').body as Record<string, string>;
    expect(only(sent, 'authorization').query).toMatchObject({
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  test('A13 pkce: true, and a service that offers only the plain method: no login begins', async () => {
    const offer = (body: unknown): object => ({
      ...(body as object),
      code_challenge_methods_supported: ['plain'],
    });
    kid.service.fault('discovery', faults.transform(offer));
    const app = await kid.world.appWith({ ...kid.options, pkce: true });
    const page = await kid.world.browser.open(app.loginURL('main'));
    expect([page.location, app.last]).toMatchObject([
      undefined,
      { kind: 'error', reason: 'pkce_unsupported' },
    ]);
    expect((await kid.login(kid.options)).outcome.kind).toBe('success');
  });

  test('A14 every login has a nonce and a state of its own', async () => {
    const app = await kid.world.appWith(kid.options);
    const seen = new Set<unknown>();
    for (let login = 0; login < 5; login += 1) {
      const { searchParams } = new URL(await kid.world.start(app));
      for (const name of ['nonce', 'state']) seen.add(searchParams.get(name));
    }
    expect(seen.size).toBe(10);
  });

  test('the access token lives for fifteen minutes, and an id_token is there', async () => {
    const { tokens } = await kid.login(kid.options);
    expect(tokens).toMatchObject({ tokenType: 'Bearer', scope: ['openid', 'profile.basic'] });
    expect(Math.abs((tokens.expiresAt?.getTime() ?? 0) - Date.now() - 900_000)).toBeLessThan(5_000);
    expect(tokens.idToken).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('the token response may come without a token type', async () => {
    kid.service.switches.omitTokenType = true;
    expect((await kid.login(kid.options)).tokens.tokenType).toBe('Bearer');
  });
});

describe('a scope without `openid`', () => {
  const plain = { scope: 'profile.basic' };

  test('sends no nonce, wants no id_token, asks for no keys', async () => {
    const { sent, profile, tokens } = await kid.login({ ...kid.options, ...plain });
    expect(only(sent, 'authorization').query).not.toHaveProperty('nonce');
    expect(tokens.idToken).toBeUndefined();
    expect(endpointsOf(sent)).toEqual(['discovery', 'authorization', 'token']);
    expect(profile.id).toBe('507f1f77bcf86cd799439011');
  });

  test('A6 checks the state, and sends the code nowhere when it is wrong', async () => {
    const app = await kid.world.appWith({ ...kid.options, ...plain });
    const callback = new URL(await kid.world.consent(app));
    callback.searchParams.set('state', 'forged');
    const requests = await kid.received('token', async () => {
      expect((await kid.world.finish(app, callback)).reason).toBe('state_unknown');
    });
    expect(requests).toHaveLength(0);
  });

  test('still refuses a user without `sub`', async () => {
    embed(({ sub: _left, ...rest }) => ({ ...rest, _id: '507f1f77bcf86cd799439011' }));
    const { outcome } = await kid.login({ ...kid.options, ...plain });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'profile_invalid' });
  });
});

describe('the id_token', () => {
  afterEach(() => kid.service.keys.setAlgorithm(undefined));

  test.each(['ES256', 'PS256', 'EdDSA', 'HS256'] as const)(
    'signed with %s: refused, because KID signs with RS256',
    async (algorithm) => {
      kid.service.keys.setAlgorithm(algorithm);
      const { outcome, sent } = await kid.login({ ...kid.options, ...userinfo });
      expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_algorithm' });
      expect(endpointsOf(sent)).not.toContain('userProfile');
    },
  );

  test.each<[string, string, string, IdTokenMutation]>([
    ['A21', 'not signed', 'id_token_algorithm', (draft, tools) => tools.unsigned(draft, 'none')],
    [
      'A22',
      'HS256 with the client secret',
      'id_token_algorithm',
      (draft, tools) => tools.signHmac(draft, tools.clientSecret),
    ],
    ['A19', 'with the nonce of another login', 'id_token_nonce', claim({ nonce: 'of-yesterday' })],
    ['A19', 'without a nonce', 'id_token_nonce', claim({ nonce: undefined })],
    ['A20', 'for another client', 'id_token_audience', claim({ aud: 'pk_test_other' })],
    ['A18', 'of another access token', 'id_token_hash', claim({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })],
    ['A1', 'of another issuer', 'id_token_issuer', claim({ iss: 'https://api.kid.koompi.org' })],
  ])('%s %s: %s, and the profile is not read', async (_row, _what, reason, mutation) => {
    kid.service.switches.idToken = mutation;
    const { outcome, sent } = await kid.login({ ...kid.options, ...userinfo });
    expect(outcome).toMatchObject({ kind: 'error', reason });
    expect(endpointsOf(sent)).not.toContain('userProfile');
  });

  test('that is missing, although `openid` was asked for: refused', async () => {
    kid.service.fault(
      'token',
      faults.transform((body) => ({ ...(body as object), id_token: undefined })),
    );
    expect((await kid.login(kid.options)).outcome.reason).toBe('id_token_missing');
  });

  test('A32 a discovery document of another issuer stops the login before the redirect', async () => {
    kid.service.switches.issuer = 'https://somebody-else.example';
    const app = await kid.world.appWith(kid.options);
    expect((await kid.world.browser.open(app.loginURL('main'))).location).toBeUndefined();
    expect(app.last?.reason).toBe('discovery_invalid');
  });

  test('no discovery document, no login: nothing is guessed', async () => {
    kid.service.switches.discovery = false;
    const app = await kid.world.appWith(kid.options);
    await kid.world.browser.open(app.loginURL('main'));
    expect(app.last?.reason).toBe('discovery_refused');
  });

  test('discovery: false takes the documented addresses, and the keys from jwksURL', async () => {
    kid.service.switches.discovery = false;
    const jwksURL = `${kid.service.origins['api']}/oauth/keys`;
    const { outcome, sent } = await kid.login({ ...kid.options, discovery: false, jwksURL });
    expect(outcome.kind).toBe('success');
    expect(sent.map(({ path }) => path)).toEqual(['/oauth', '/oauth/token', '/oauth/keys']);
  });

  test('discovery: false without jwksURL skips no check: nobody signs in', async () => {
    const { outcome } = await kid.login({ ...kid.options, discovery: false });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'id_token_key_unknown' });
  });

  test('maxAge is sent as max_age, and what KID says of it is checked', async () => {
    const { outcome, sent } = await kid.login({ ...kid.options, maxAge: 60 });
    expect(only(sent, 'authorization').query).toMatchObject({ max_age: '60' });
    expect(outcome.reason).toBe('id_token_authentication_time');
    kid.service.switches.idToken = claim({ auth_time: Math.floor(Date.now() / 1000) });
    expect((await kid.login({ ...kid.options, maxAge: 60 })).outcome.kind).toBe('success');
  });
});

describe('the profile', () => {
  const scope = ['openid', 'profile.basic', 'profile.contact', 'wallet.read'];
  const sokha = {
    provider: 'koompi',
    id: '507f1f77bcf86cd799439011',
    displayName: 'Sokha Núñez 🌾',
    username: 'sokha',
    name: { givenName: 'Sokha', familyName: 'Núñez 🌾' },
    emails: [{ value: 'sokha@example-business.com', verified: true }],
    photos: [{ value: 'https://example-business.com/pictures/sokha.png' }],
    walletAddress: '0x52908400098527886E0F7030069857D2E4169EE7',
    telegramId: '123456789',
    phone: '+85512345678',
    phoneVerified: true,
    kid: 'KID-000001',
    publicKey: '0x02b4632d08485ff1df2db55b9dafd23347d1c47a457072a1e87be26896549a8737',
    mergedFrom: [],
  };

  test.each([
    ['the user inside the token response, without another request', {}, 'flat', 0],
    ['userinfo', userinfo, 'flat', 1],
    ['userinfo that is wrapped in `user`', userinfo, 'wrapped', 1],
  ] as const)('%s has every claim', async (_what, options, form, requests) => {
    kid.service.switches.userInfoForm = form;
    const { profile, sent } = await kid.login({ ...kid.options, scope, ...options });
    const { _json, _raw, ...fields } = profile;
    expect(fields).toStrictEqual(sokha);
    expect(_json).toMatchObject({ sub: sokha.id, kid: 'KID-000001' });
    expect(_json).not.toHaveProperty('status');
    expect(JSON.parse(_raw)).toEqual(_json);
    expect(endpointsOf(sent).filter((endpoint) => endpoint === 'userProfile')).toHaveLength(requests);
  });

  test('of a user with merged accounts, an address that is not verified, and no Telegram', async () => {
    const { profile } = await kid.login(
      { ...kid.options, scope },
      { person: { user: 'dara@example-business.com' } },
    );
    expect(profile).toMatchObject({
      id: '507f1f77bcf86cd799439012',
      kid: '100000002',
      emails: [{ value: 'dara@example-business.com', verified: false }],
      phoneVerified: false,
      mergedFrom: [{ sub: '507f1f77bcf86cd799439099', kid: 'KID-000099' }],
    });
    expect(profile).not.toHaveProperty('telegramId');
  });

  test('what was not granted is missing', async () => {
    const { profile } = await kid.login(kid.options);
    for (const member of ['emails', 'phone', 'phoneVerified', 'telegramId', 'walletAddress', 'publicKey']) {
      expect(profile).not.toHaveProperty(member);
    }
  });

  test('profile.telegram gives the Telegram id alone', async () => {
    const { profile } = await kid.login({ ...kid.options, scope: ['openid', 'profile.telegram'] });
    expect(profile).toMatchObject({ id: sokha.id, telegramId: '123456789' });
    expect(profile).not.toHaveProperty('emails');
    expect(profile).not.toHaveProperty('displayName');
  });

  test.each([
    ['number', '123456789'],
    ['string', '123456789'],
    ['null', undefined],
  ] as const)('telegram_id as %s', async (form, telegramId) => {
    kid.service.switches.telegramID = form;
    expect((await kid.login({ ...kid.options, scope })).profile.telegramId).toBe(telegramId);
  });

  test('the address of the wallet may be in `wallet.address`', async () => {
    kid.service.switches.walletClaim = 'wallet.address';
    expect((await kid.login({ ...kid.options, scope })).profile.walletAddress).toBe(sokha.walletAddress);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['kid as a number', { kid: 100000001 }, { kid: '100000001' }],
    [
      'claims of another type',
      { kid: {}, phone_number_verified: 'true', public_key: 7, merged_from: 'x', wallet: [] },
      {},
    ],
    ['merged accounts that are none', { merged_from: [null, 7, 'x', []] }, { mergedFrom: [] }],
    [
      'a merged account without its number',
      { merged_from: [{ sub: 's' }, { kid: 7 }, {}] },
      { mergedFrom: [{ sub: 's' }, { kid: '7' }, {}] },
    ],
    ['a verified phone without a number', { phone_number_verified: true }, { phoneVerified: true }],
    ['an address that nobody says is verified', { email: 'a@b.c' }, { emails: [{ value: 'a@b.c' }] }],
    ['preferred_username alone', { preferred_username: 'a' }, { username: 'a', displayName: 'a' }],
    [
      'wallet_address before wallet.address',
      { wallet_address: '0xA', wallet: { address: '0xB' } },
      { walletAddress: '0xA' },
    ],
  ])('maps %s', async (_what, claims, expected) => {
    kid.service.fault('userProfile', faults.json({ sub: 'u1', ...claims }));
    const {
      provider: _p,
      _json,
      _raw,
      ...fields
    } = await new KoompiClient(kid.service.kidOptions).userProfile('any');
    expect(fields).toStrictEqual({ id: 'u1', ...expected });
  });

  test('the id is `sub`, never `_id`, `id` or `kid`', async () => {
    embed((user) => ({ ...user, _id: 'another', id: 'another', kid: 'another' }));
    expect((await kid.login(kid.options)).profile.id).toBe(sokha.id);
  });

  test.each([
    { _id: 'u1' },
    { id: 'u1' },
    { kid: 'u1' },
    { sub: '' },
    { sub: null },
    { sub: {} },
    { sub: 1.5 },
  ])('a user without `sub` is none: %p', async (user) => {
    kid.service.fault('userProfile', faults.json(user));
    const error = await rejection(new KoompiClient(kid.service.kidOptions).userProfile('any'));
    expect(error).toMatchObject({ reason: 'profile_invalid', endpoint: 'user_profile' });
  });

  test.each([
    ['no user', undefined],
    ['null instead of a user', null],
  ])('the token response has %s: userinfo is asked', async (_what, user) => {
    embed(() => user);
    const { profile, sent } = await kid.login(kid.options);
    expect(profile.id).toBe(sokha.id);
    expect(endpointsOf(sent)).toContain('userProfile');
  });

  test.each([
    ['another `sub`', { sub: '507f1f77bcf86cd799439012' }],
    ['no `sub`', { _id: '507f1f77bcf86cd799439011' }],
    ['nothing in it', {}],
  ])('A17 a user in the token response with %s: subject_mismatch', async (_what, user) => {
    embed(() => user);
    const { outcome } = await kid.login(kid.options);
    expect(outcome).toMatchObject({ kind: 'error', reason: 'subject_mismatch' });
  });

  test.each([
    ['another `sub`', { sub: '507f1f77bcf86cd799439012' }],
    [
      'another `sub` in `user`',
      { sub: '507f1f77bcf86cd799439011', user: { sub: '507f1f77bcf86cd799439012' } },
    ],
    ['no `sub`', { name: 'A' }],
  ])('A17 userinfo with %s: subject_mismatch', async (_what, answer) => {
    kid.service.fault('userProfile', faults.json(answer));
    const { outcome } = await kid.login({ ...kid.options, ...userinfo });
    expect(outcome).toMatchObject({ kind: 'error', reason: 'subject_mismatch' });
  });
});

describe('tokens', () => {
  let client: KoompiClient;
  beforeEach(() => {
    client = new KoompiClient(kid.service.kidOptions);
  });

  test('are refreshed at the token endpoint, with grant_type, as JSON', async () => {
    const { tokens } = await kid.login(kid.options);
    let fresh: typeof tokens | undefined;
    const [request, ...others] = await kid.received('token', async () => {
      fresh = await client.refresh(tokens.refreshToken ?? '');
    });
    expect(others).toHaveLength(0);
    expect(request).toMatchObject({ method: 'POST', path: '/oauth/token', query: {}, status: 200 });
    expect(JSON.parse(request?.rawBody ?? '')).toEqual({
      grant_type: 'refresh_token',
      refresh_token: tokens.refreshToken,
      client_id: 'pk_test_emulator',
      client_secret: 'sk_test_emulator_secret',
    });
    expect(Math.abs((fresh?.expiresAt?.getTime() ?? 0) - Date.now() - 900_000)).toBeLessThan(5_000);
    expect(fresh?.refreshToken).not.toBe(tokens.refreshToken);
    expect((await client.userProfile(fresh ?? '')).id).toBe('507f1f77bcf86cd799439011');
  });

  test('A48 a refresh token that is not replaced is kept', async () => {
    kid.service.switches.rotateRefreshTokens = false;
    const { tokens } = await kid.login(kid.options);
    const fresh = await client.refresh(tokens.refreshToken ?? '');
    expect(fresh.refreshToken).toBe(tokens.refreshToken);
  });

  test('A49 an id_token beside refreshed tokens must be of the same user', async () => {
    const { tokens } = await kid.login(kid.options);
    const claims = JSON.parse(
      Buffer.from((tokens.idToken ?? '').split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    kid.service.switches.refreshIdToken = true;
    const fresh = await client.refresh(tokens.refreshToken ?? '', { claims });
    expect(fresh.idToken).toEqual(expect.any(String));
    kid.service.switches.refreshIdToken = claim({ sub: 'another' });
    expect(await rejection(client.refresh(fresh.refreshToken ?? '', { claims }))).toMatchObject({
      reason: 'id_token_changed',
    });
  });

  test('a used refresh token: token_refused, sign in again', async () => {
    const { tokens } = await kid.login(kid.options);
    await client.refresh(tokens.refreshToken ?? '');
    expect(await rejection(client.refresh(tokens.refreshToken ?? ''))).toMatchObject({
      reason: 'token_refused',
      code: 'invalid_grant',
      retryable: false,
    });
  });

  test('are revoked by a form, with the secret in the body, and do not work then', async () => {
    const { tokens } = await kid.login(kid.options);
    const [request] = await kid.received('revocation', () =>
      Promise.resolve(client.revoke?.(tokens.refreshToken ?? '', 'refresh_token')),
    );
    expect(request).toMatchObject({ method: 'POST', path: '/oauth/revoke', status: 200 });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.body).toEqual({
      token: tokens.refreshToken,
      token_type_hint: 'refresh_token',
      client_id: 'pk_test_emulator',
      client_secret: 'sk_test_emulator_secret',
    });
    expect(await rejection(client.refresh(tokens.refreshToken ?? ''))).toMatchObject({
      reason: 'token_refused',
    });
  });

  test('an unknown token counts as revoked', async () => {
    await expect(client.revoke?.('no-such-token')).resolves.toBeUndefined();
  });

  test.each([
    ['503', () => faults.status(503), 'provider_unavailable'],
    ['400', () => faults.json({ error: 'invalid_client' }, 400), 'revocation_refused'],
  ])('a revocation that ends in %s may not have happened, and says so', async (_status, fault, reason) => {
    kid.service.fault('revocation', fault());
    const error = await rejection(Promise.resolve(client.revoke?.('the-token-canary')));
    expect(error).toMatchObject({ name: 'ProviderError', reason });
    expect(JSON.stringify(error) + String(error['message'])).not.toContain('canary');
  });

  test('after fifteen minutes the access token is refused', async () => {
    const { tokens } = await kid.login(kid.options);
    kid.emulator.advance(901_000);
    expect(await rejection(client.userProfile(tokens.accessToken))).toMatchObject({
      reason: 'profile_refused',
      responseStatus: 401,
    });
  });
});

describe('v2 and v1 know nothing of it', () => {
  test('v2 sends no nonce, forwards no state, and asks for neither discovery nor keys', async () => {
    kid.service.switches.generation = 'v2';
    const { sent, tokens, profile } = await kid.login();
    expect(endpointsOf(sent)).toEqual(['authorization', 'token']);
    expect(only(sent, 'authorization').query).not.toHaveProperty('nonce');
    expect(only(sent, 'token').body).not.toHaveProperty('state');
    expect(tokens.idToken).toBeUndefined();
    expect(profile).not.toHaveProperty('kid');
  });

  test.each(['v2', 'v1'] as const)("an id_token that is there under '%s' is not believed", async (preset) => {
    kid.service.switches.generation = 'v2';
    kid.service.switches.v1Paths = true;
    kid.service.fault(
      'token',
      faults.transform((body) => ({ ...(body as object), id_token: 'x.y.z' })),
    );
    const { api } = kid.service.origins;
    const addresses = {
      authorizationURL: `${api}/${preset}/oauth`,
      tokenURL: `${api}/${preset}/oauth/token`,
      userProfileURL: `${api}/${preset}/oauth/userinfo`,
    };
    const { outcome, profile } = await kid.login({ preset, ...addresses });
    expect(outcome.kind).toBe('success');
    expect(profile.id).toBe('507f1f77bcf86cd799439011');
  });

  test('a user with `sub` and without `_id` is none of v2', async () => {
    kid.service.fault('userProfile', faults.json({ user: { sub: 'u1' } }));
    const { api } = kid.service.origins;
    const client = new KoompiClient({
      clientID: 'a',
      clientSecret: 'b',
      userProfileURL: `${api}/oauth/userinfo`,
    });
    expect(await rejection(client.userProfile('any'))).toMatchObject({ reason: 'profile_invalid' });
  });
});
