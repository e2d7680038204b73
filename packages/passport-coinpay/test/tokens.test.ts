import { inspect } from 'node:util';
import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { faults, type IdTokenMutation } from 'passport-provider-emulator';
import { refreshByAddOn } from 'passport-strategy-contract/harness';
import { rejection, useService } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);

type Claims = Readonly<Record<string, unknown>>;
type Session = { refreshToken: string; claims: Claims };

let client: CoinPayClient;
beforeEach(() => {
  client = new CoinPayClient(coinpay.service.options);
});

/** Signs somebody in; gives what an application keeps of it. */
async function signedIn(options: object = {}): Promise<Session> {
  let kept: Session | undefined;
  const verify = (login: { tokens: { refreshToken: string }; claims: Claims }): object => {
    kept = { refreshToken: login.tokens.refreshToken, claims: login.claims };
    return { id: 'somebody' };
  };
  const { outcome } = await coinpay.login({ ...options, verify });
  if (!kept) throw new Error('Nobody signed in', { cause: outcome.error });
  return kept;
}

const claims =
  (change: Claims): IdTokenMutation =>
  ({ header, claims: genuine }) => ({ header, claims: { ...genuine, ...change } });

test('the tokens of a login: an hour, the granted scope, the id_token; the whole response in raw', async () => {
  const { tokens } = await coinpay.login();
  expect(tokens).toMatchObject({ tokenType: 'Bearer', scope: ['openid', 'profile', 'email'] });
  expect(tokens.refreshToken).toMatch(/^[\da-f]{64}$/);
  expect(tokens.idToken?.split('.')).toHaveLength(3);
  expect(Math.abs((tokens.expiresAt?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5_000);
  expect(tokens.raw).toMatchObject({ expires_in: 3600, scope: 'openid profile email' });
  for (const secret of [tokens.accessToken, tokens.refreshToken, tokens.idToken]) {
    expect(inspect(tokens, { depth: 9 })).not.toContain(secret);
  }
});

test('payments: the documented server grants it, the published one drops it silently; tokens.scope tells', async () => {
  const scope = 'openid payments';
  expect((await coinpay.login({ scope })).tokens.scope).toEqual(['openid', 'payments']);
  coinpay.service.switches.server = 'published';
  expect((await coinpay.login({ ...published, scope })).tokens.scope).toEqual(['openid']);
});

test('a scope that the application is not registered with is missing in tokens.scope', async () => {
  coinpay.service.switches.registeredScopes = ['openid', 'email'];
  expect((await coinpay.login()).tokens.scope).toEqual(['openid', 'email']);
});

describe('refresh', () => {
  test('gives tokens that work, another refresh token and no id_token', async () => {
    const { refreshToken } = await signedIn();
    const next = await client.refresh(refreshToken);
    expect(next.refreshToken).toMatch(/^[\da-f]{64}$/);
    expect(next.refreshToken).not.toBe(refreshToken);
    expect(next.idToken).toBeUndefined();
    expect(next.scope).toEqual(['openid', 'profile', 'email']);
    expect((await client.userProfile(next)).displayName).toBe('Sokha Núñez 🌾');
    expect((await client.refresh(next.refreshToken ?? '')).accessToken).toEqual(expect.any(String));
  });

  test('a used refresh token: the words of the service come through', async () => {
    const { refreshToken } = await signedIn();
    await client.refresh(refreshToken);
    const error = await rejection(client.refresh(refreshToken));
    expect(error).toMatchObject({
      name: 'ProviderError',
      reason: 'token_refused',
      code: 'invalid_grant',
      endpoint: 'refresh',
      responseStatus: 400,
      retryable: false,
    });
    expect(error['message']).toContain('Refresh token has been revoked');
    expect(error['message']).not.toContain(refreshToken);
  });

  test('one that is unknown, one of a withdrawn consent, one of 30 days ago: refused in words', async () => {
    const refusal = async (refreshToken: string): Promise<unknown> => {
      const error = await rejection(client.refresh(refreshToken));
      expect(error).toMatchObject({ reason: 'token_refused', code: 'invalid_grant' });
      return error['message'];
    };
    expect(await refusal('x'.repeat(64))).toContain('Invalid refresh token');
    const withdrawn = await signedIn();
    coinpay.service.revokeUserGrant();
    expect(await refusal(withdrawn.refreshToken)).toContain('Refresh token has been revoked');
    const old = await signedIn();
    const days = 2_592_001_000;
    coinpay.emulator.advance(days);
    expect(await refusal(old.refreshToken)).toContain('Refresh token has expired');
    coinpay.emulator.advance(-days);
  });

  test('ten of one token at once make one request', async () => {
    const { refreshToken } = await signedIn();
    const requests = await coinpay.received('token', async () => {
      const all = await Promise.all(Array.from({ length: 10 }, () => client.refresh(refreshToken)));
      expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1);
    });
    expect(requests).toHaveLength(1);
  });

  test('one that failed may be tried again, and says so', async () => {
    const { refreshToken } = await signedIn();
    coinpay.service.fault('token', faults.status(503), { times: 1 });
    expect(await rejection(client.refresh(refreshToken))).toMatchObject({
      reason: 'provider_unavailable',
      retryable: true,
    });
    expect((await client.refresh(refreshToken)).accessToken).toEqual(expect.any(String));
  });

  test('one whose answer is lost is not sent a second time', async () => {
    const { refreshToken } = await signedIn();
    coinpay.service.fault('token', faults.reset());
    const requests = await coinpay.received('token', async () => {
      expect(await rejection(client.refresh(refreshToken))).toMatchObject({ reason: 'network_error' });
    });
    expect(requests).toHaveLength(1);
  });

  test('at the published server, by discovery', async () => {
    coinpay.service.switches.server = 'published';
    const { refreshToken } = await signedIn(published);
    const own = new CoinPayClient(coinpay.service.publishedOptions);
    const [request] = await coinpay.received('token', () => own.refresh(refreshToken));
    expect(request).toMatchObject({ path: '/api/oauth/token', status: 200 });
  });

  test('passport-oauth2-refresh refreshes, and its tokens work', async () => {
    const { refreshToken } = await signedIn();
    const strategy = new Strategy({ ...coinpay.service.options, callbackURL: '/callback' }, () => undefined);
    const refreshed = await refreshByAddOn(strategy, refreshToken);
    expect(refreshed.error).toBeNull();
    expect(refreshed.refreshToken).not.toBe(refreshToken);
    expect((await client.userProfile(refreshed.accessToken ?? '')).id).toMatch(/^6f9b2f0e/);
    expect((await client.refresh(refreshed.refreshToken ?? '')).accessToken).toEqual(expect.any(String));
  });
});

describe('an id_token that comes with refreshed tokens', () => {
  test('of the same user: fine, with and without the claims of the login', async () => {
    coinpay.service.switches.refreshIdToken = true;
    const { refreshToken, claims: previous } = await signedIn();
    const next = await client.refresh(refreshToken, { claims: previous });
    expect(next.idToken).toEqual(expect.any(String));
    expect((await client.refresh(next.refreshToken ?? '')).idToken).toEqual(expect.any(String));
  });

  test.each<[string, Claims]>([
    ['another user', { sub: '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d02' }],
    ['another party', { azp: 'cpc_emulator' }],
  ])(
    'of %s than at the login: id_token_changed, and the old claims are as they were',
    async (_what, change) => {
      coinpay.service.switches.refreshIdToken = claims(change);
      const { refreshToken, claims: previous } = await signedIn();
      const before = structuredClone(previous);
      const error = await rejection(client.refresh(refreshToken, { claims: previous }));
      expect(error).toMatchObject({ reason: 'id_token_changed', fault: 'tampering' });
      expect(error['hint']).toMatch(/Keep the old session/);
      expect(previous).toEqual(before);
      expect(inspect(error, { depth: 9 })).not.toContain(refreshToken);
    },
  );

  test.each<[string, IdTokenMutation, string]>([
    ['another audience', claims({ aud: 'cpc_other' }), 'id_token_audience'],
    ['another issuer', claims({ iss: 'https://evil.example' }), 'id_token_issuer'],
    ['another nonce', claims({ nonce: 'x'.repeat(43) }), 'id_token_nonce'],
    ['its end behind it', claims({ exp: 1 }), 'id_token_expired'],
    ['a wrong signature', (draft, tools) => tools.breakSignature(tools.sign(draft)), 'id_token_signature'],
    ['a key that is not published', (draft, tools) => tools.signUnpublished(draft), 'id_token_signature'],
    ['no signature', (draft, tools) => tools.unsigned(draft), 'id_token_algorithm'],
    [
      'the client secret as HS256 key',
      (draft, tools) => tools.signHmac(draft, tools.clientSecret),
      'id_token_algorithm',
    ],
  ])('with %s is refused', async (_what, mutation, reason) => {
    coinpay.service.switches.refreshIdToken = mutation;
    const { refreshToken, claims: previous } = await signedIn();
    expect(await rejection(client.refresh(refreshToken, { claims: previous }))).toMatchObject({ reason });
  });

  test('without the claims of the login, everything but continuity is checked', async () => {
    coinpay.service.switches.refreshIdToken = claims({ sub: 'another' });
    expect((await client.refresh((await signedIn()).refreshToken)).accessToken).toEqual(expect.any(String));
    coinpay.service.switches.refreshIdToken = claims({ aud: 'another' });
    const { refreshToken } = await signedIn();
    expect(await rejection(client.refresh(refreshToken))).toMatchObject({ reason: 'id_token_audience' });
  });

  test('passport-oauth2-refresh gets the error, and no tokens', async () => {
    coinpay.service.switches.refreshIdToken = claims({ aud: 'cpc_other' });
    const { refreshToken } = await signedIn();
    const strategy = new Strategy({ ...coinpay.service.options, callbackURL: '/callback' }, () => undefined);
    const { error, accessToken } = await refreshByAddOn(strategy, refreshToken);
    expect(error).toMatchObject({ reason: 'id_token_audience' });
    expect(accessToken).toBeUndefined();
  });

  test('at the published server, userinfo must confirm it', async () => {
    Object.assign(coinpay.service.switches, { server: 'published', refreshIdToken: true });
    const own = new CoinPayClient(coinpay.service.publishedOptions);
    const { refreshToken, claims: previous } = await signedIn(published);
    const asked = await coinpay.received('userProfile', async () => {
      await own.refresh(refreshToken, { claims: previous });
    });
    expect(asked).toHaveLength(1);
    coinpay.service.switches.refreshIdToken = claims({ sub: 'another' });
    const again = await signedIn(published);
    expect(await rejection(own.refresh(again.refreshToken))).toMatchObject({ reason: 'subject_mismatch' });
  });

  test('two refreshes at once, one of them with claims: each is checked by its own', async () => {
    coinpay.service.switches.refreshIdToken = claims({ sub: 'another' });
    const { refreshToken, claims: previous } = await signedIn();
    const [, checked] = await Promise.allSettled([
      client.refresh(refreshToken),
      client.refresh(refreshToken, { claims: previous }),
    ]);
    expect(checked).toMatchObject({ status: 'rejected', reason: { reason: 'id_token_changed' } });
  });
});
