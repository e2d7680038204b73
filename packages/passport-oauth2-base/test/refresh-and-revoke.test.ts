import { ProviderClient } from 'passport-oauth2-base';
import { json, reasonOf } from './support/replies';
import { eachTestHasService, type Reply } from 'passport-strategy-contract/harness';
import {
  declare,
  everyday,
  makeClient,
  makeStrategy,
  oauth2Of,
  type NodeOAuth,
} from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const fresh = { access_token: 'new-1', token_type: 'Bearer' };
const slowly =
  (reply: object, status = 200): Reply =>
  (res) =>
    void setTimeout(() => res.writeHead(status, json).end(JSON.stringify(reply)), 30);
const refreshWith = (
  client: ProviderClient,
  token: string,
): Promise<{ accessToken: string; refreshToken?: string }> => {
  if (!client.refresh) throw new Error('no refresh');
  return client.refresh(token);
};

describe('refresh', () => {
  test('A47: ten at once make one request, and all get its answer', async () => {
    service().refresh = slowly({ ...fresh, refresh_token: 'rotated' });
    const client = makeClient(declare(service()));
    const all = await Promise.all(Array.from({ length: 10 }, () => refreshWith(client, 'r-1')));
    expect(service().at('/refresh')).toHaveLength(1);
    expect(new Set(all.map(({ refreshToken }) => refreshToken))).toEqual(new Set(['rotated']));
  });

  test('A47: a failure is shared by those who wait, and by nobody after them', async () => {
    service().refresh = slowly({ error: 'temporarily_unavailable' }, 503);
    const client = makeClient(declare(service()));
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => refreshWith(client, 'r-1')));
    expect(all.every(({ status }) => status === 'rejected')).toBe(true);
    expect(service().at('/refresh')).toHaveLength(1);
    service().refresh = { json: fresh };
    expect((await refreshWith(client, 'r-1')).accessToken).toBe('new-1');
    expect(service().at('/refresh')).toHaveLength(2);
  });

  test('A47: different tokens are different requests, and later is another one', async () => {
    const client = makeClient(declare(service()));
    await Promise.all([refreshWith(client, 'a'), refreshWith(client, 'b')]);
    await refreshWith(client, 'a');
    expect(service().at('/refresh')).toHaveLength(3);
  });

  test('A47: `_oauth2` of two strategies and their client share the one request', async () => {
    service().refresh = slowly(fresh);
    const strategy = makeStrategy(declare(service()));
    const { client } = strategy;
    const byAddOn = new Promise((resolve) =>
      oauth2Of(strategy).getOAuthAccessToken('r-1', { grant_type: 'refresh_token' }, (_error, access) =>
        resolve(access),
      ),
    );
    expect([await byAddOn, (await refreshWith(client, 'r-1')).accessToken]).toEqual(['new-1', 'new-1']);
  });

  test.each([
    [{ ...fresh, refresh_token: 'r-2' }, 'r-2'],
    [fresh, 'r-1'],
    [{ ...fresh, refresh_token: null }, 'r-1'],
    [{ ...fresh, refresh_token: '' }, 'r-1'],
  ])('R73, A48: after %j the refresh token is %s', async (reply, expected) => {
    service().refresh = { json: reply };
    expect((await refreshWith(makeClient(declare(service())), 'r-1')).refreshToken).toBe(expected);
  });

  test.each(['', undefined, null, 5, {}, ['r']])(
    'a refresh token of %j is a TypeError, and nothing is sent',
    async (token) => {
      await expect(refreshWith(makeClient(declare(service())), token as never)).rejects.toBeInstanceOf(
        TypeError,
      );
      expect(service().requests).toHaveLength(0);
    },
  );

  const failures: readonly (readonly [name: string, reply: Reply, expected: object])[] = [
    [
      'invalid_grant',
      { status: 400, json: { error: 'invalid_grant' } },
      { reason: 'token_refused', code: 'invalid_grant', retryable: false },
    ],
    [
      '503',
      { status: 503, json: {}, headers: { 'retry-after': '9' } },
      { reason: 'provider_unavailable', retryable: true, retryAfter: 9 },
    ],
    [
      'a reset',
      (_res, _received, req) => void req.socket.destroy(),
      { reason: 'network_error', retryable: true },
    ],
    [
      'a token that is a number',
      { json: { ...fresh, refresh_token: 5 } },
      { reason: 'token_response_invalid', retryable: false },
    ],
  ];
  test.each(failures)('A50, R75: %s', async (_name, reply, expected) => {
    service().refresh = reply;
    await expect(refreshWith(makeClient(declare(service())), 'r-canary-1')).rejects.toMatchObject({
      endpoint: 'refresh',
      ...expected,
    });
    expect(service().requests).toHaveLength(1);
  });

  test('R72: it authenticates, and names its grant unless the service does not want it', async () => {
    await refreshWith(makeClient(declare(service())), 'r');
    await refreshWith(makeClient(declare(service(), { refresh: { grantType: false } })), 'r');
    const [first, second] = service().requests.map(({ body }) =>
      Object.fromEntries(new URLSearchParams(body)),
    );
    const common = { client_id: 'client-1', client_secret: 'client-secret-canary', refresh_token: 'r' };
    expect([first, second]).toEqual([{ ...common, grant_type: 'refresh_token' }, common]);
  });

  test('R72: a narrower scope that an add-on asks for is sent', async () => {
    await new Promise((resolve) =>
      oauth2Of(makeStrategy(declare(service()))).getOAuthAccessToken(
        'r',
        { grant_type: 'refresh_token', scope: 'less' },
        resolve,
      ),
    );
    expect(service().requests[0]?.body).toContain('scope=less');
  });
});

describe('a copy of _oauth2, as passport-oauth2-refresh makes it', () => {
  test('speaks through the client, whatever address it was given', async () => {
    const { _oauth2: original } = makeStrategy(declare(service()));
    const Copy = original.constructor as new (...parameters: unknown[]) => NodeOAuth;
    const copy = new Copy('client-1', 'secret', '', 'https://evil.example', 'https://evil.example', {});
    const result = await new Promise((resolve) =>
      copy.getOAuthAccessToken('r', { grant_type: 'refresh_token' }, (_error, access, refresh) =>
        resolve([access, refresh]),
      ),
    );
    expect(result).toEqual(['opaque-new-token', 'r']);
    expect(service().at('/refresh')).toHaveLength(1);
  });

  test('says why where the service does not refresh', async () => {
    const declaration = { ...declare(service()) };
    delete (declaration as { refresh?: unknown }).refresh;
    const error = await new Promise((resolve) =>
      oauth2Of(makeStrategy(declaration)).getOAuthAccessToken('r', { grant_type: 'refresh_token' }, resolve),
    );
    expect(error).toMatchObject({
      reason: 'token_refused',
      hint: expect.stringContaining('sign in again') as string,
    });
    expect(service().requests).toHaveLength(0);
  });
});

describe('revoke', () => {
  const revoking = (): ProviderClient =>
    makeClient(declare(service()), { revocationURL: `${service().origin}/revoke` });

  test.each([
    ['200 with nothing', { status: 200, body: '' }],
    ['200 with HTML', { status: 200, body: '<p>ok' }],
    ['204', { status: 204 }],
    ['200 with an error inside', { json: { error: 'x' } }],
  ] as [string, Reply][])('R77: %s is a success, also for an unknown token', async (_name, reply) => {
    service().revoke = reply;
    expect(await reasonOf(revoking().revoke?.('t', 'refresh_token'))).toBe('success');
    const form = Object.fromEntries(new URLSearchParams(service().requests[0]?.body));
    expect(form).toEqual({
      token: 't',
      token_type_hint: 'refresh_token',
      client_id: 'client-1',
      client_secret: 'client-secret-canary',
    });
  });

  test.each([
    [503, 'provider_unavailable', true],
    [400, 'revocation_refused', false],
    [401, 'revocation_refused', false],
    [429, 'rate_limited', true],
    [302, 'redirect_refused', false],
  ])('R78: %d is %s', async (status, reason, retryable) => {
    service().revoke = {
      status,
      json: { error: 'x', error_description: 'token-canary' },
      headers: { 'retry-after': '30' },
    };
    const error: unknown = await revoking()
      .revoke?.('token-canary')
      .catch((failed: unknown) => failed);
    expect(error).toMatchObject({ reason, retryable, endpoint: 'revocation' });
    if (status !== 302) expect(error).toMatchObject({ retryAfter: 30 });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  test('R77: it is a form POST, whatever token requests look like', async () => {
    const declaration = declare(service(), { tokenRequest: { method: 'GET', encoding: 'json' } });
    await makeClient(declaration, { revocationURL: `${service().origin}/revoke` }).revoke?.('t');
    expect(service().requests[0]).toMatchObject({ method: 'POST', url: '/revoke' });
    expect(service().requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test.each(['', undefined, null])('a token of %j is a TypeError', async (token) => {
    await expect(revoking().revoke?.(token as never)).rejects.toBeInstanceOf(TypeError);
  });
});

describe('what a service cannot do, its client has not', () => {
  test('neither refresh nor revoke', () => {
    const { refresh: _refresh, ...declaration } = declare(service());
    const client = new ProviderClient(declaration, everyday);
    expect(['refresh' in client, 'revoke' in client]).toEqual([false, false]);
  });

  test('both, where there are addresses', () => {
    const client = makeClient(declare(service()), { revocationURL: `${service().origin}/revoke` });
    expect(['refresh' in client, 'revoke' in client]).toEqual([true, true]);
  });
});
