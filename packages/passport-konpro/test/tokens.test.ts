import { KonProClient, Strategy, type KonProProfile } from 'passport-konpro';
import { refreshByAddOn, StubService } from 'passport-strategy-contract/harness';
import { rejection, useService } from 'passport-strategy-contract/harness';

const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);

let client: KonProClient;
beforeEach(() => {
  client = new KonProClient(konpro.service.options);
});

async function refreshToken(): Promise<string> {
  return (await konpro.login()).tokens.refreshToken ?? '';
}

test('the tokens of a login: the lifetime that the service says, and no scope', async () => {
  konpro.service.switches.accessLifetime = 7200;
  const { tokens } = await konpro.login();
  expect(tokens).toMatchObject({ tokenType: 'Bearer', scope: [] });
  expect(Math.abs((tokens.expiresAt?.getTime() ?? 0) - Date.now() - 7_200_000)).toBeLessThan(5_000);
});

test('the token response may be inside `data`, for login and refresh', async () => {
  konpro.service.switches.dataWrapper = true;
  const { tokens, profile } = await konpro.login();
  expect(profile.id).toBe('username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87');
  expect(tokens.raw).toMatchObject({ access_token: tokens.accessToken });
  const next = await client.refresh(tokens.refreshToken ?? '');
  expect((await client.userProfile(next)).id).toBe(profile.id);
});

test('a refresh gives a new access token that works, and a new refresh token', async () => {
  const old = await refreshToken();
  const next = await client.refresh(old);
  expect(next.refreshToken).toEqual(expect.any(String));
  expect(next.refreshToken).not.toBe(old);
  expect((await client.userProfile(next)).displayName).toBe('Sokha Núñez 🌾');
});

test('the old refresh token is refused after its use', async () => {
  const old = await refreshToken();
  await client.refresh(old);
  expect(await rejection(client.refresh(old))).toMatchObject({
    name: 'ProviderError',
    reason: 'token_refused',
    code: 'INVALID_REQUEST',
    endpoint: 'refresh',
    responseStatus: 400,
    retryable: false,
  });
});

test('where the service does not rotate, the old refresh token stays', async () => {
  konpro.service.switches.rotateRefreshTokens = false;
  const old = await refreshToken();
  const first = await client.refresh(old);
  expect(first.refreshToken).toBe(old);
  expect(first.raw).not.toHaveProperty('refresh_token');
  expect((await client.refresh(old)).accessToken).not.toBe(first.accessToken);
});

test('ten refreshes of one token at once make one request', async () => {
  const old = await refreshToken();
  const requests = await konpro.received('refresh', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => client.refresh(old)));
    expect(new Set(all.map(({ accessToken }) => accessToken)).size).toBe(1);
  });
  expect(requests).toHaveLength(1);
});

test('passport-oauth2-refresh refreshes, and its tokens work', async () => {
  const old = await refreshToken();
  const options = { ...konpro.service.options, callbackURL: '/callback' };
  const refreshed = await refreshByAddOn(new Strategy(options, () => undefined), old);
  expect(refreshed.error).toBeNull();
  expect(refreshed.refreshToken).not.toBe(old);
  expect((await client.userProfile(refreshed.accessToken ?? '')).id).toBe(
    'username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87',
  );
  expect((await client.refresh(refreshed.refreshToken ?? '')).accessToken).toEqual(expect.any(String));
});

test('revoke is absent, because KonPro documents no endpoint', () => {
  expect('revoke' in client).toBe(false);
});

test('revoke posts a form to revocationURL, with the client id and no secret', async () => {
  const service = await new StubService({ '/revoke': {} }).listen();
  try {
    const revoking = new KonProClient({
      ...konpro.service.options,
      revocationURL: `${service.origin}/revoke`,
    });
    await revoking.revoke?.('the-token');
    expect(service.requests).toMatchObject([{ method: 'POST', url: '/revoke' }]);
    expect(Object.fromEntries(new URLSearchParams(service.requests[0]?.body))).toEqual({
      token: 'the-token',
      client_id: 'konpro-emulator',
    });
  } finally {
    await service.close();
  }
});
