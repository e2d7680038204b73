import { KomerzaClient, Strategy, type KomerzaProfile } from 'passport-komerza';
import { refreshByAddOn, StubService } from 'passport-strategy-contract/harness';
import { rejection, useService } from 'passport-strategy-contract/harness';

const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);

test('the token is the text in `data`: no expiry, no refresh token, no scope', async () => {
  const { tokens } = await komerza.login();
  expect(tokens.accessToken).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(tokens).toMatchObject({ tokenType: 'Bearer', scope: [] });
  for (const name of ['refreshToken', 'expiresAt', 'idToken']) expect(tokens).not.toHaveProperty(name);
});

test.each(['application/json', 'text/json', 'text/plain'] as const)(
  'answers as %s are read',
  async (type) => {
    komerza.service.switches.contentType = type;
    expect((await komerza.login()).profile.plan).toBe('Pro');
  },
);

test('refresh is absent, because Komerza has none', () => {
  const client = new KomerzaClient(komerza.service.options);
  expect('refresh' in client).toBe(false);
  const { client: own } = new Strategy({ ...komerza.service.options, callbackURL: '/cb' }, () => undefined);
  expect('refresh' in own).toBe(false);
});

test('passport-oauth2-refresh is told so, without a request', async () => {
  const strategy = new Strategy({ ...komerza.service.options, callbackURL: '/cb' }, () => undefined);
  const requests = await komerza.received('token', async () => {
    const { error } = await refreshByAddOn(strategy, 'any');
    expect(error).toMatchObject({ reason: 'token_refused', endpoint: 'refresh' });
  });
  expect(requests).toEqual([]);
});

test('a token that the user has revoked: profile_refused', async () => {
  const { tokens } = await komerza.login();
  const client = new KomerzaClient(komerza.service.options);
  expect((await client.userProfile(tokens)).plan).toBe('Pro');
  komerza.service.revokeUserGrant();
  expect(await rejection(client.userProfile(tokens))).toMatchObject({
    reason: 'profile_refused',
    responseStatus: 401,
    code: 'BadToken',
  });
});

test('revoke is absent, because Komerza documents no endpoint', () => {
  expect('revoke' in new KomerzaClient(komerza.service.options)).toBe(false);
});

test('revoke posts a form to revocationURL, the secret in its header only', async () => {
  const service = await new StubService({ '/revoke': {} }).listen();
  try {
    const options = { ...komerza.service.options, revocationURL: `${service.origin}/revoke` };
    await new KomerzaClient(options).revoke?.('the-token');
    expect(service.requests).toMatchObject([
      { method: 'POST', url: '/revoke', headers: { 'x-client-secret': options.clientSecret } },
    ]);
    expect(Object.fromEntries(new URLSearchParams(service.requests[0]?.body))).toEqual({
      token: 'the-token',
      client_id: options.clientID,
    });
  } finally {
    await service.close();
  }
});
