import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Strategy as KoompiStrategy } from 'passport-koompi';
import { faults, type Fault } from 'passport-provider-emulator';
import { storedTokens } from '../src/account';
import type { OpenService } from '../src/open-services';
import { comeBack, press, signIn, startExample, textOf, type Example, type Reply } from './support/example';

let example: Example;

beforeAll(async () => {
  example = await startExample();
});
afterEach(() => example.clearFaults());
afterAll(() => example.close());

test('every page is guarded by headers, and nothing of it is stored', async () => {
  const agent = example.agent();
  await signIn(example, agent, 'koompi');
  const login = await agent.get('/api/auth/login/koompi');
  for (const answer of [
    await agent.get('/'),
    await agent.get('/account'),
    await agent.get('/nowhere'),
    login,
  ]) {
    expect(answer.headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'self'; script-src 'none'/) as unknown,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.text).not.toMatch(/<script|style="|<style| on\w+="/);
  }
});

test('the session cookie is for the server only, and a login begins a new session', async () => {
  const agent = example.agent();
  const start = await agent.get('/api/auth/login/koompi');
  const cookie = start.headers['set-cookie']?.[0] ?? '';
  expect(cookie).toMatch(/^express-login=.*; HttpOnly; SameSite=Lax$/);
  const callback = new URL(await example.emulator.koompi.authorize(start.headers['location'] ?? ''));
  const finish = await agent.get(`${callback.pathname}${callback.search}`);
  expect(finish.headers['set-cookie']?.[0]?.split(';')[0]).not.toBe(cookie.split(';')[0]);
});

test.each(['/api/auth/logout/koompi', '/api/auth/refresh/koompi'])(
  'POST %s without the token of the session is refused',
  async (action) => {
    const agent = example.agent();
    await signIn(example, agent, 'koompi');
    const foreign = (await signIn(example, example.agent(), 'koompi')).text;
    const csrfToken = /name="csrfToken"\s+value="([^"]+)"/.exec(foreign)?.[1];
    for (const body of [{}, { csrfToken: '' }, { csrfToken: 'wrong' }, { csrfToken }]) {
      const answer = await agent.post(action).type('form').send(body);
      expect(answer.status).toBe(403);
      expect(textOf(answer)).toContain('This form is out of date');
    }
    expect((await agent.get('/account')).status).toBe(200);
  },
);

test('returnTo leads into the application, and nowhere else', async () => {
  const cases: readonly (readonly [string, string])[] = [
    ['/?from=koompi#services', '/?from=koompi#services'],
    ['//evil.example-business.com', '/account'],
    ['/\\evil.example-business.com', '/account'],
    ['https://evil.example-business.com/', '/account'],
    ['javascript:alert(1)', '/account'],
  ];
  for (const [returnTo, expected] of cases) {
    const answer = await comeBack(example, example.agent(), 'koompi', { returnTo });
    expect([answer.status, answer.headers['location']]).toEqual([303, expected]);
  }
});

test('what a service sends is escaped', async () => {
  const fullname = `<script>alert("1")</script><img src=x onerror='1'>`;
  example.emulator.koompi.fault(
    'userProfile',
    faults.transform((body) => ({ user: { ...(body as { user: object }).user, fullname } })),
  );
  const agent = example.agent();
  const page = await signIn(example, agent, 'koompi');
  for (const { text } of [page, await agent.get('/')]) {
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(text).not.toMatch(/<script|<img/);
  }
});

test("the words of a service's refusal are not shown, only its code", async () => {
  const agent = example.agent();
  const { location } = (await agent.get('/api/auth/login/koompi')).headers;
  const state = new URL(location ?? '').searchParams.get('state');
  const error = { error: 'invalid_scope', error_description: '<script>alert(1)</script>', state };
  const page = await agent.get('/api/auth/callback/koompi').query(error);
  expect(page.text).not.toContain('<script');
  expect(textOf(page)).toContain('authorization_refused and the service’s code invalid_scope');
  expect(page.status).toBe(500);
});

describe('an error that reaches the error handler says whole what happened, and what to answer', () => {
  async function loggedFor(fault: Fault): Promise<{ page: Reply; error: unknown }> {
    example.logged.length = 0;
    example.emulator.koompi.fault('token', fault);
    const page = await comeBack(example, example.agent(), 'koompi');
    expect(example.logged).toHaveLength(1);
    return { page, error: example.logged[0] };
  }

  test.each([
    [faults.status(500), 502, 'provider_unavailable', /KOOMPI \(token endpoint\): .*500/],
    [faults.status(503), 502, 'provider_unavailable', /KOOMPI \(token endpoint\): .*503/],
    [faults.reset(), 502, 'network_error', /KOOMPI \(token endpoint\): /],
    [faults.html(), 502, 'response_not_json', /KOOMPI \(token endpoint\): /],
  ] as const)('$0.name', async (fault, status, reason, sentence) => {
    const { page, error } = await loggedFor(fault);
    expect(error).toMatchObject({ name: 'InternalOAuthError', status, reason });
    expect((error as Error).message).toMatch(/^Failed to obtain access token\. /);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message.endsWith((error as { hint: string }).hint)).toBe(true);
    expect(page.status).toBe(status);
  });

  test.each([
    [faults.json({ error: 'invalid_grant' }, 400), 502, 'token_refused'],
    [faults.rateLimited(7), 503, 'rate_limited'],
  ] as const)(
    "in the service's words it is passport-oauth2's TokenError: %j",
    async (fault, status, reason) => {
      const { page, error } = await loggedFor(fault);
      expect(error).toMatchObject({ name: 'TokenError', status: 500, reason });
      expect(page.status).toBe(status);
      expect(textOf(page)).toContain('KOOMPI did not answer as it should');
    },
  );
});

test('an unknown service, page or method is a 404 page', async () => {
  const agent = example.agent();
  for (const path of [
    '/api/auth/login/nobody',
    '/api/auth/callback/nobody',
    '/nowhere',
    '/api/auth/login/__proto__',
  ]) {
    const page = await agent.get(path);
    expect([page.status, textOf(page).includes('Page not found')]).toEqual([404, true]);
  }
  expect((await agent.get('/api/auth/logout/koompi')).status).toBe(404);
});

test('another name of this computer leads to the one that the cookies are for', async () => {
  const answer = await example.agent().get('/api/auth/login/koompi?returnTo=/').set('Host', 'localhost:1');
  expect(answer.status).toBe(307);
  expect(answer.headers['location']).toBe(`${example.baseURL}/api/auth/login/koompi?returnTo=/`);
});

test('an error that nobody has explained shows nothing of itself, and is logged', async () => {
  const broken = await startExample({
    adjust: (service) => {
      service.strategy.authorizationParams = () => {
        throw new Error('internal detail');
      };
      return service;
    },
  });
  const page = await broken.agent().get('/api/auth/login/koompi');
  expect(page.status).toBe(500);
  expect(page.text).not.toContain('internal detail');
  expect(broken.logged).toMatchObject([{ message: 'internal detail' }]);
  await broken.close();
});

describe('a service that can revoke', () => {
  const revoked: string[] = [];
  let status = 200;
  const endpoint = createServer((req, res) => {
    req.on('data', (chunk: Buffer) => revoked.push(chunk.toString()));
    req.on('end', () => res.writeHead(status).end());
  });
  let withRevocation: Example;

  beforeAll(async () => {
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
    const revocationURL = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/revoke`;
    withRevocation = await startExample({
      adjust: (service) => withRevocationAt(service, revocationURL),
    });
  });
  afterAll(async () => {
    await withRevocation.close();
    endpoint.closeAllConnections();
    await new Promise((resolve) => endpoint.close(resolve));
  });

  function withRevocationAt(service: OpenService, revocationURL: string): OpenService {
    if (service.name !== 'koompi') return service;
    const { strategy } = service;
    const { clientID, endpoints } = strategy.client;
    return {
      ...service,
      strategy: new KoompiStrategy({
        clientID,
        clientSecret: 'sk_test_emulator_secret',
        authorizationURL: endpoints.authorization,
        tokenURL: endpoints.token,
        revocationURL,
        callbackURL: strategy._callbackURL ?? '',
        verify: ({ profile, tokens }) => ({
          service: 'koompi',
          subject: profile.id,
          profile,
          tokens: storedTokens(tokens),
        }),
      }),
    };
  }

  test('revokes both tokens at logout', async () => {
    const agent = withRevocation.agent();
    const page = await signIn(withRevocation, agent, 'koompi');
    const tokens = await withRevocation.secrets();
    await press(agent, page, '/api/auth/logout/koompi');
    expect(textOf(await agent.get('/'))).toContain('KOOMPI has revoked the tokens.');
    expect(tokens.every((token) => revoked.some((body) => body.includes(token)))).toBe(true);
  });

  test('signs out and says so when the revocation fails', async () => {
    status = 503;
    const agent = withRevocation.agent();
    const page = await signIn(withRevocation, agent, 'koompi');
    const answer = await press(agent, page, '/api/auth/logout/koompi');
    expect(answer.status).toBe(502);
    expect((await agent.get('/account')).status).toBe(303);
  });
});

test('a login that another site starts is refused', async () => {
  const start = (site: string) => example.agent().get('/api/auth/login/koompi').set('Sec-Fetch-Site', site);
  expect((await start('cross-site')).status).toBe(403);
  expect((await start('same-origin')).status).toBe(302);
});
