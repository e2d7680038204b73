import { inspect } from 'node:util';
import { KopoKopoClient } from 'passport-kopokopo';
import { faults } from 'passport-provider-emulator';
import { rejection } from 'passport-strategy-contract/harness';
import { credentials, form, useKopoKopo } from './support/kopokopo';

const kopokopo = useKopoKopo();
let client: KopoKopoClient;
beforeEach(() => {
  client = new KopoKopoClient(kopokopo.options);
});
afterEach(() => jest.restoreAllMocks());

function later(milliseconds: number): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
}

describe('applicationToken', () => {
  test('is a form with exactly the documented members', async () => {
    const [request, ...others] = await kopokopo.received('token', () => client.applicationToken());
    expect(others).toEqual([]);
    expect(request).toMatchObject({ method: 'POST', path: '/oauth/token', query: {}, status: 200 });
    expect(request?.headers).toEqual(form);
    expect(Object.fromEntries(new URLSearchParams(request?.rawBody))).toEqual({
      grant_type: 'client_credentials',
      ...credentials,
    });
  });

  test('gives a token that says when it ends, and nothing to refresh', async () => {
    const token = await client.applicationToken();
    expect(token).toMatchObject({ tokenType: 'Bearer', scope: [] });
    expect(token.refreshToken).toBeUndefined();
    expect(Math.abs((token.expiresAt?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(5_000);
    expect(inspect(token)).not.toContain(token.accessToken);
  });

  test.each(['epoch', 'iso'] as const)('created_at may be %s', async (form) => {
    kopokopo.service.switches.createdAt = form;
    const { raw } = await client.applicationToken();
    expect(typeof raw['created_at']).toBe(form === 'iso' ? 'string' : 'number');
    expect((await client.tokenInfo()).id).toBe('kopokopo-emulator');
  });

  test('one request for all callers, now and until a minute before its end', async () => {
    const requests = await kopokopo.received('token', async () => {
      const all = await Promise.all(Array.from({ length: 100 }, () => client.applicationToken()));
      expect(new Set(all).size).toBe(1);
      later(3_530_000);
      expect(await client.applicationToken()).toBe(all[0]);
      jest.restoreAllMocks();
      later(3_541_000);
      expect(await client.applicationToken()).not.toBe(all[0]);
    });
    expect(requests).toHaveLength(2);
  });

  test('each client has its own', async () => {
    const requests = await kopokopo.received('token', async () => {
      await client.applicationToken();
      await new KopoKopoClient(kopokopo.options).applicationToken();
    });
    expect(requests).toHaveLength(2);
  });

  test('a token of two hours, as the sandbox makes them, is kept for two hours', async () => {
    kopokopo.service.switches.accessLifetime = 7_200;
    const token = await client.applicationToken();
    later(7_100_000);
    expect(await client.applicationToken()).toBe(token);
  });

  test('a wrong secret: token_refused, invalid_client, and no secret in the error', async () => {
    const wrong = new KopoKopoClient({ ...kopokopo.options, clientSecret: 'wrong-secret-of-mine' });
    const error = await rejection(wrong.applicationToken());
    expect(error).toMatchObject({
      name: 'ProviderError',
      reason: 'token_refused',
      code: 'invalid_client',
      responseStatus: 401,
      retryable: false,
    });
    expect(inspect(error, { depth: 9 })).not.toContain('wrong-secret-of-mine');
  });

  test('all who waited for a request that failed are told, and the next one tries again', async () => {
    kopokopo.service.fault('token', faults.status(503));
    const both = [client.applicationToken(), client.applicationToken()];
    for (const each of both) expect(await rejection(each)).toMatchObject({ reason: 'provider_unavailable' });
    kopokopo.service.clearFaults();
    expect((await client.applicationToken()).accessToken).toEqual(expect.any(String));
  });

  test('a token that this client has revoked is not given out again', async () => {
    const token = await client.applicationToken();
    await client.revoke(token.accessToken);
    expect((await client.applicationToken()).accessToken).not.toBe(token.accessToken);
  });
});

describe('tokenInfo', () => {
  test('asks with the token in the header; by default with the own one', async () => {
    const [request] = await kopokopo.received('tokenInfo', () => client.tokenInfo());
    const { accessToken } = await client.applicationToken();
    expect(request).toMatchObject({ method: 'GET', path: '/oauth/token/info', query: {}, rawBody: '' });
    expect(request?.headers).toMatchObject({
      authorization: `Bearer ${accessToken}`,
      accept: 'application/json',
    });
  });

  test.each(['a TokenSet', 'text'])('takes a token as %s', async (form) => {
    const token = await client.applicationToken();
    const info = await client.tokenInfo(form === 'text' ? token.accessToken : token);
    expect(info).toMatchObject({ provider: 'kopokopo', id: 'kopokopo-emulator', scopes: [] });
    expect(info).not.toHaveProperty('resourceOwnerId');
  });

  test('a token that acts for an account says for which', async () => {
    const answer = { resource_owner_id: 42, scope: ['a', 7, 'b'], application: { uid: 'x' } };
    kopokopo.service.fault('tokenInfo', faults.json(answer));
    expect(await client.tokenInfo('t')).toMatchObject({ id: 'x', resourceOwnerId: '42', scopes: ['a', 'b'] });
  });

  test('a token that is not valid: profile_refused', async () => {
    expect(await rejection(client.tokenInfo('none'))).toMatchObject({
      reason: 'profile_refused',
      responseStatus: 401,
    });
  });

  test.each([
    ['no application', {}],
    ['an application without uid', { application: {} }],
    ['an application that is text', { application: 'x' }],
  ])('%s: profile_invalid', async (_case, answer) => {
    kopokopo.service.fault('tokenInfo', faults.json(answer));
    expect(await rejection(client.tokenInfo('t'))).toMatchObject({ reason: 'profile_invalid' });
  });
});

test('single addresses are used instead of those under baseURL', async () => {
  const { baseURL, ...own } = kopokopo.options;
  const { tokenURL } = kopokopo.service.options;
  const split = new KopoKopoClient({ ...own, baseURL: `${baseURL}/nothing-here`, tokenURL });
  expect((await split.applicationToken()).accessToken).toEqual(expect.any(String));
  expect(await rejection(split.tokenInfo())).toMatchObject({
    reason: 'profile_refused',
    responseStatus: 404,
  });
});
