import { KopoKopoClient } from 'passport-kopokopo';
import { faults } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { credentials, form, useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();
let client: KopoKopoClient;
beforeEach(() => {
  client = new KopoKopoClient(kopokopo.options);
});

describe('introspect', () => {
  test('is a form with exactly the documented members', async () => {
    const { accessToken } = await client.applicationToken();
    const [request] = await kopokopo.received('introspection', () => client.introspect(accessToken));
    expect(request).toMatchObject({ method: 'POST', path: '/oauth/introspect', query: {}, status: 200 });
    expect(request?.headers).toEqual(form);
    expect(Object.fromEntries(new URLSearchParams(request?.rawBody))).toEqual({
      token: accessToken,
      ...credentials,
    });
  });

  test.each(['iso', 'epoch'] as const)('reads times as %s', async (times) => {
    kopokopo.service.switches.introspectionTimes = times;
    const { accessToken, expiresAt } = await client.applicationToken();
    const found = await client.introspect(accessToken);
    expect(found).toMatchObject({
      active: true,
      scope: [],
      clientID: 'kopokopo-emulator',
      tokenType: 'Bearer',
    });
    expect(Math.abs((found.expiresAt?.getTime() ?? 0) - (expiresAt?.getTime() ?? 0))).toBeLessThan(2_000);
    expect(Math.abs((found.issuedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
    expect(typeof found.raw['exp']).toBe(times === 'iso' ? 'string' : 'number');
  });

  test('+03:00 is not forgotten', async () => {
    const answer = { active: true, exp: '2099-04-01T10:10:36+03:00', iat: 1_617_257_436 };
    kopokopo.service.fault('introspection', faults.json(answer));
    const { expiresAt, issuedAt } = await client.introspect('t');
    expect(expiresAt?.toISOString()).toBe('2099-04-01T07:10:36.000Z');
    expect(issuedAt?.toISOString()).toBe('2021-04-01T06:10:36.000Z');
  });

  let known = '';
  test.each<[string, () => unknown]>([
    ['unknown', () => undefined],
    ['revoked', () => client.revoke(known)],
    ['expired', () => kopokopo.emulator.advance(3_601_000)],
  ])('a token that is %s is inactive', async (_what, happens) => {
    known = _what === 'unknown' ? 'none' : (await client.applicationToken()).accessToken;
    await happens();
    expect(await client.introspect(known)).toEqual({ active: false, scope: [], raw: { active: false } });
  });

  test.each<[string, object]>([
    ['an exp in the past, as text', { active: true, exp: '2021-04-01T10:10:36+03:00' }],
    ['an exp in the past, as a number', { active: true, exp: 1_617_257_436 }],
    ["active: 'true'", { active: 'true' }],
    ['active: 1', { active: 1 }],
    ['no active', { client_id: 'x' }],
  ])('%s counts as inactive', async (_what, answer) => {
    kopokopo.service.fault('introspection', faults.json(answer));
    expect((await client.introspect('t')).active).toBe(false);
  });

  test.each(['tomorrow', '', null, {}, NaN])('an exp of %p is no time', async (exp) => {
    kopokopo.service.fault('introspection', faults.json({ active: true, exp }));
    expect(await client.introspect('t')).toMatchObject({ active: true, expiresAt: undefined });
  });

  test('a wrong secret: introspection_refused', async () => {
    const wrong = new KopoKopoClient({ ...kopokopo.options, clientSecret: 'wrong' });
    expect(await rejection(wrong.introspect('t'))).toMatchObject({
      reason: 'introspection_refused',
      code: 'invalid_client',
    });
  });
});

describe('revoke', () => {
  test('is a form with exactly the documented members, and the token is dead', async () => {
    const { accessToken } = await client.applicationToken();
    const [request] = await kopokopo.received('revocation', () => client.revoke(accessToken));
    expect(request).toMatchObject({ method: 'POST', path: '/oauth/revoke', query: {}, status: 200 });
    // A revocation is never sent twice, so it goes over a connection of its own.
    expect(request?.headers).toEqual({ ...form, connection: 'close' });
    expect(Object.fromEntries(new URLSearchParams(request?.rawBody))).toEqual({
      token: accessToken,
      ...credentials,
    });
    expect((await client.introspect(accessToken)).active).toBe(false);
    expect(await rejection(client.tokenInfo(accessToken))).toMatchObject({ reason: 'profile_refused' });
  });

  test('an unknown token is a success, too', async () => {
    await expect(client.revoke('none')).resolves.toBeUndefined();
  });

  test.each([
    ['fails', faults.status(503), 'provider_unavailable'],
    ['refuses', faults.json({ error: 'invalid_client' }, 401), 'revocation_refused'],
  ])('an endpoint that %s is an error', async (_what, fault, reason) => {
    kopokopo.service.fault('revocation', fault);
    expect(await rejection(client.revoke('the-token'))).toMatchObject({ reason, endpoint: 'revocation' });
  });
});
