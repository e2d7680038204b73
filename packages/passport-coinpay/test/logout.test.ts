import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { faults } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const refreshToken = async (): Promise<string> => (await coinpay.login()).tokens.refreshToken ?? '';

describe('without revocationURL', () => {
  test('logout sends nothing, and says that nothing was revoked', async () => {
    const token = await refreshToken();
    const client = new CoinPayClient(coinpay.service.options);
    const before = coinpay.service.requests.length;
    const { revoked, explanation } = await client.logout(token);
    expect(revoked).toBe(false);
    expect(explanation).toMatch(/no revocation endpoint.*30 days/);
    expect(coinpay.service.requests).toHaveLength(before);
    expect((await client.refresh(token)).accessToken).toEqual(expect.any(String));
  });

  test.each([['documented'], ['published']] as const)('revoke is absent: %s', (preset) => {
    expect('revoke' in new CoinPayClient({ ...coinpay.service.options, preset })).toBe(false);
  });
});

describe('with revocationURL', () => {
  beforeEach(() => {
    coinpay.service.switches.revocation = true;
  });

  test('logout revokes the refresh token: a form, the client in the body', async () => {
    const token = await refreshToken();
    const client = new CoinPayClient(coinpay.service.options);
    const [request, ...others] = await coinpay.received('revocation', async () => {
      expect(await client.logout(token)).toEqual({
        revoked: true,
        explanation: 'CoinPay has revoked the refresh token.',
      });
    });
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      path: '/oauth/revoke',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(Object.fromEntries(new URLSearchParams(request?.rawBody))).toEqual({
      token,
      token_type_hint: 'refresh_token',
      client_id: 'cpc_emulator',
      client_secret: 'cps_emulator_secret',
    });
    const error = await rejection(client.refresh(token));
    expect(error).toMatchObject({ reason: 'token_refused', code: 'invalid_grant' });
  });

  test('a second logout with the same token succeeds, too', async () => {
    const token = await refreshToken();
    const client = new CoinPayClient(coinpay.service.options);
    await client.logout(token);
    expect(await client.logout(token)).toMatchObject({ revoked: true });
  });

  test.each([
    ['fails', faults.status(503), 'provider_unavailable'],
    ['refuses', faults.json({ error: 'invalid_client' }, 401), 'revocation_refused'],
    ['is cut off', faults.reset(), 'network_error'],
  ])('an endpoint that %s is an error: the token may still be valid', async (_what, fault, reason) => {
    const token = await refreshToken();
    const client = new CoinPayClient(coinpay.service.options);
    coinpay.service.fault('revocation', fault);
    const error = await rejection(client.logout(token));
    expect(error).toMatchObject({ name: 'ProviderError', reason, endpoint: 'revocation' });
    expect(error['message']).not.toContain(token);
    coinpay.service.clearFaults();
    expect((await client.refresh(token)).accessToken).toEqual(expect.any(String));
  });

  test('a revocation endpoint that discovery names is used', async () => {
    coinpay.service.switches.server = 'published';
    const { tokens } = await coinpay.login(published);
    const client = new CoinPayClient(coinpay.service.publishedOptions);
    expect(await client.logout(tokens.refreshToken ?? '')).toMatchObject({ revoked: true });
  });
});
