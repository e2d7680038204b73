import { ProviderClient, type IdTokenClaims } from 'passport-oauth2-base';
import { eachFileHasParty, openIDProvider, type Options } from './support/relying-party';

describe('the life of tokens at an OpenID provider of somebody else', () => {
  const party = eachFileHasParty();

  const web = (different: Options = {}): ProviderClient =>
    new ProviderClient(
      openIDProvider(),
      party().options('web', {
        revocationURL: `${party().op.issuer}/token/revocation`,
        introspectionURL: `${party().op.issuer}/token/introspection`,
        ...different,
      }),
    );

  interface SignedIn {
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly claims: IdTokenClaims;
  }

  async function signIn(clientID = 'web', different: Options = {}): Promise<SignedIn> {
    const { login } = await party().use(clientID, openIDProvider(), different)();
    const { accessToken, refreshToken = '' } = login.tokens;
    return { accessToken, refreshToken, claims: login.claims };
  }

  test.each([false, true])('R73: a refresh rotates (discovery: %s)', async (discovery) => {
    const { refreshToken, accessToken } = await signIn();
    const tokens = await web({ discovery }).refresh?.(refreshToken);
    expect(tokens).toMatchObject({
      accessToken: expect.any(String) as string,
      refreshToken: expect.any(String) as string,
      idToken: expect.any(String) as string,
      tokenType: 'Bearer',
      scope: ['openid', 'profile', 'email'],
    });
    expect(tokens?.refreshToken).not.toBe(refreshToken);
    expect(tokens?.accessToken).not.toBe(accessToken);
    expect(await web().userProfile(tokens as never)).toMatchObject({ id: 'ada' });
  });

  test('R75: a refresh token serves once; reuse ends the login at the provider', async () => {
    const { refreshToken } = await signIn();
    const next = await web().refresh?.(refreshToken);
    const refused = { reason: 'token_refused', code: 'invalid_grant', retryable: false };
    await expect(web().refresh?.(refreshToken)).rejects.toMatchObject(refused);
    await expect(web().refresh?.(next?.refreshToken ?? '')).rejects.toMatchObject(refused);
  });

  test('R74, A47: the same refresh token ten times at once is one request, and the login lives on', async () => {
    const { refreshToken } = await signIn();
    const client = web();
    const before = await party().op.requestsTo('/token');
    const all = await Promise.all(Array.from({ length: 10 }, async () => client.refresh?.(refreshToken)));
    expect(await party().op.requestsTo('/token')).toBe(before + 1);
    expect(new Set(all.map((tokens) => tokens?.refreshToken)).size).toBe(1);
    expect(await client.refresh?.(all[0]?.refreshToken ?? '')).toMatchObject({ tokenType: 'Bearer' });
  });

  describe('R76, A49: the id_token that comes with a refresh (OpenID Connect Core 12.2)', () => {
    test('is of the login whose claims are given', async () => {
      const { refreshToken, claims } = await signIn();
      expect(await web().refresh?.(refreshToken, { claims })).toMatchObject({ tokenType: 'Bearer' });
    });

    test('is checked over several rotations, and with auth_time', async () => {
      const maxAge = 300;
      const { refreshToken, claims } = await signIn('strict', { maxAge });
      const client = new ProviderClient(openIDProvider(), party().options('strict', { maxAge }));
      let latest = refreshToken;
      for (let round = 0; round < 3; round += 1) {
        latest = (await client.refresh?.(latest, { claims }))?.refreshToken ?? '';
      }
      expect(claims['auth_time']).toEqual(expect.any(Number));
    });

    test('may come where no claims are given; signature, issuer and audience count all the same', async () => {
      const { refreshToken } = await signIn();
      expect(await web().refresh?.(refreshToken)).toHaveProperty('idToken');
    });

    test.each([
      ['another user', { sub: 'bob' }, 'id_token_changed'],
      ['another issuer', { iss: 'https://evil.example' }, 'id_token_changed'],
      ['another login', { nonce: 'of another login' }, 'id_token_nonce'],
    ])('is refused when the login was of %s', async (_whose, difference, reason) => {
      const { refreshToken, claims } = await signIn();
      const refreshed = web().refresh?.(refreshToken, { claims: { ...claims, ...difference } });
      await expect(refreshed).rejects.toMatchObject({ reason });
    });

    test('is refused when the user signed in at another time', async () => {
      const { refreshToken, claims } = await signIn('strict');
      const client = new ProviderClient(openIDProvider(), party().options('strict'));
      const earlier = { ...claims, auth_time: Number(claims['auth_time']) - 60 };
      await expect(client.refresh?.(refreshToken, { claims: earlier })).rejects.toMatchObject({
        reason: 'id_token_changed',
      });
    });

    test('is verified with the keys of today', async () => {
      const { refreshToken, claims } = await signIn();
      const client = web();
      await party().op.rotateKeys();
      expect(await client.refresh?.(refreshToken, { claims })).toHaveProperty('idToken');
    });
  });

  test('R72: another client cannot use the refresh token', async () => {
    const { refreshToken } = await signIn();
    const other = new ProviderClient(openIDProvider(), party().options('other'));
    await expect(other.refresh?.(refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  test('R77: a revoked refresh token is none, and neither is its access token', async () => {
    const { refreshToken, accessToken } = await signIn();
    const client = web();
    expect(await client.introspect?.(refreshToken)).toMatchObject({ active: true });
    await client.revoke?.(refreshToken, 'refresh_token');
    expect(await client.introspect?.(refreshToken)).toMatchObject({ active: false });
    await expect(client.refresh?.(refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    await expect(client.userProfile(accessToken)).rejects.toMatchObject({ reason: 'profile_refused' });
  });

  test('R77: a revoked access token opens nothing; an unknown token is a success', async () => {
    const { accessToken } = await signIn();
    const client = web();
    expect(await client.userProfile(accessToken)).toMatchObject({ id: 'ada', displayName: 'Name of ada' });
    await client.revoke?.(accessToken, 'access_token');
    await expect(client.userProfile(accessToken)).rejects.toMatchObject({
      reason: 'profile_refused',
      responseStatus: 401,
    });
    await expect(client.revoke?.('no such token')).resolves.toBeUndefined();
  });

  test('R77: without `revocationURL` there is no `revoke`', () => {
    expect(new ProviderClient(openIDProvider(), party().options('web'))).not.toHaveProperty('revoke');
  });

  test('R63, A17: userinfo of another user than the claims is refused', async () => {
    const { accessToken, claims } = await signIn();
    expect(await web().userProfile(accessToken, claims)).toMatchObject({ id: 'ada' });
    const profile = web().userProfile(accessToken, { ...claims, sub: 'bob' });
    await expect(profile).rejects.toMatchObject({ reason: 'subject_mismatch' });
  });

  test('userinfo gives what the scope allows', async () => {
    const { accessToken } = await signIn('web', { scope: 'openid' });
    const profile = await web().userProfile(accessToken);
    expect(profile).toMatchObject({ id: 'ada', _json: { sub: 'ada' } });
    expect(profile).not.toHaveProperty('displayName');
  });
});
