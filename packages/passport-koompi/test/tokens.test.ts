import { KoompiClient, Strategy, type KoompiProfile } from 'passport-koompi';
import { faults } from 'passport-provider-emulator';
import { refreshByAddOn, StubService } from 'passport-strategy-contract/harness';
import { rejection, useService } from 'passport-strategy-contract/harness';

const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);

let client: KoompiClient;
beforeEach(() => {
  client = new KoompiClient(koompi.service.options);
});

async function refreshToken(): Promise<string> {
  return (await koompi.login()).tokens.refreshToken ?? '';
}

test('the tokens of a login: an hour, the granted scope, the whole response in raw', async () => {
  const { tokens } = await koompi.login({ scope: 'profile.basic profile.contact' });
  expect(tokens).toMatchObject({ tokenType: 'Bearer', scope: ['profile.basic', 'profile.contact'] });
  expect(Math.abs((tokens.expiresAt?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5_000);
  expect(tokens.raw).toMatchObject({ expires_in: 3600, user: { _id: '507f1f77bcf86cd799439011' } });
});

test('the token response may come without a token type', async () => {
  koompi.service.switches.omitTokenType = true;
  const { tokens } = await koompi.login();
  expect(tokens.tokenType).toBe('Bearer');
  expect(tokens.raw).toMatchObject({ refresh_token_expires_in: 31_536_000 });
});

test('a refresh gives a new access token that works, and a new refresh token', async () => {
  const old = await refreshToken();
  const next = await client.refresh(old);
  expect(next.refreshToken).toEqual(expect.any(String));
  expect(next.refreshToken).not.toBe(old);
  expect(next).toMatchObject({ tokenType: 'Bearer', scope: ['profile.basic'] });
  expect(next.raw).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 31_536_000 });
  // The refresh response has no user: the endpoint is asked.
  const requests = await koompi.received('userProfile', async () => {
    expect((await client.userProfile(next)).id).toBe('507f1f77bcf86cd799439011');
  });
  expect(requests).toHaveLength(1);
});

test('the old refresh token is refused after its use', async () => {
  const old = await refreshToken();
  const { refreshToken: next = '' } = await client.refresh(old);
  expect(await rejection(client.refresh(old))).toMatchObject({
    name: 'ProviderError',
    reason: 'token_refused',
    code: 'invalid_grant',
    endpoint: 'refresh',
    responseStatus: 400,
    retryable: false,
  });
  await client.refresh(next);
});

test('ten refreshes of one token at once make one request', async () => {
  const old = await refreshToken();
  const requests = await koompi.received('refresh', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => client.refresh(old)));
    expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1);
  });
  expect(requests).toHaveLength(1);
});

test('a refresh that failed may be tried again, and says so', async () => {
  const old = await refreshToken();
  koompi.service.fault('refresh', faults.status(503), { times: 1 });
  const [first, second] = [client.refresh(old), client.refresh(old)];
  expect(await rejection(first)).toMatchObject({ reason: 'provider_unavailable', retryable: true });
  await rejection(second);
  expect((await client.refresh(old)).accessToken).toEqual(expect.any(String));
});

test('a refresh whose answer is lost is not sent a second time', async () => {
  const old = await refreshToken();
  koompi.service.fault('refresh', faults.reset());
  const requests = await koompi.received('refresh', async () => {
    expect(await rejection(client.refresh(old))).toMatchObject({ reason: 'network_error' });
  });
  expect(requests).toHaveLength(1);
});

test('a response without a refresh token keeps the old one', async () => {
  const old = await refreshToken();
  koompi.service.fault('refresh', faults.json({ access_token: 'a', expires_in: 3600 }));
  expect((await client.refresh(old)).refreshToken).toBe(old);
});

test('after the user withdrew the consent, the refresh token is refused', async () => {
  const old = await refreshToken();
  koompi.service.revokeUserGrant();
  expect(await rejection(client.refresh(old))).toMatchObject({
    reason: 'token_refused',
    code: 'invalid_grant',
  });
});

test.each([[''], [undefined]])('refresh(%p) is a TypeError', async (nothing) => {
  await expect(client.refresh(nothing as string)).rejects.toBeInstanceOf(TypeError);
});

test('passport-oauth2-refresh refreshes, and its tokens work', async () => {
  const old = await refreshToken();
  const options = { ...koompi.service.options, callbackURL: '/callback' };
  const refreshed = await refreshByAddOn(new Strategy(options, () => undefined), old);
  expect(refreshed.error).toBeNull();
  expect(refreshed.refreshToken).not.toBe(old);
  expect((await client.userProfile(refreshed.accessToken ?? '')).username).toBe('sokha');
  expect((await client.refresh(refreshed.refreshToken ?? '')).accessToken).toEqual(expect.any(String));
});

test('revoke is absent, because KOOMPI documents no endpoint', () => {
  expect('revoke' in client).toBe(false);
});

test('revoke posts a form to revocationURL, the client in the body', async () => {
  const service = await new StubService({ '/revoke': {} }).listen();
  try {
    const revoking = new KoompiClient({
      ...koompi.service.options,
      revocationURL: `${service.origin}/revoke`,
    });
    await revoking.revoke?.('the-token', 'refresh_token');
    expect(service.requests).toMatchObject([
      { method: 'POST', url: '/revoke', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ]);
    expect(Object.fromEntries(new URLSearchParams(service.requests[0]?.body))).toEqual({
      token: 'the-token',
      token_type_hint: 'refresh_token',
      client_id: 'pk_test_emulator',
      client_secret: 'sk_test_emulator_secret',
    });
  } finally {
    await service.close();
  }
});
