import { KonProClient, Strategy, type KonProProfile } from 'passport-konpro';
import { faults } from 'passport-provider-emulator';
import { providerReadme } from './provider-readme';
import type { SnippetWorld } from './readme-snippets';
import { rejection, useService } from 'passport-strategy-contract/harness';

const readme = providerReadme('konpro', Strategy);
const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);

type Stored = { accessToken: string; refreshToken: string; expiresAt: string };

/** The package as it is, speaking to the emulator that the tokens are from. The snippet's own options come first. */
function emulated(env: Readonly<Record<string, string | undefined>> = {}): SnippetWorld {
  // The profile is found by `apiURL` and `profileSource`, as at KonPro itself.
  const { clientID, ...addresses } = konpro.service.options;
  return {
    env: { KONPRO_CLIENT_ID: clientID, ...env },
    modules: {
      'passport-konpro': {
        KonProClient: class extends KonProClient {
          constructor(options: { clientID: string }) {
            super({ ...addresses, ...options });
          }
        },
        Strategy: class extends Strategy {
          constructor(options: object, verify: never) {
            super({ clientID, ...addresses, ...options } as never, verify);
          }
        },
      },
    },
  };
}

test('snippet refresh: keeps a good token, and replaces an old one together with its refresh token', async () => {
  const { tokens } = await konpro.login();
  const stored = JSON.parse(JSON.stringify(tokens)) as Stored;
  const { accessToken, refreshToken } = stored;
  const accessTokenOf = readme.readme.run('refresh', emulated()) as (stored: Stored) => Promise<string>;

  expect(await accessTokenOf(stored)).toBe(accessToken);
  stored.expiresAt = new Date(Date.now() + 30_000).toISOString();
  const fresh = await accessTokenOf(stored);
  expect(fresh).not.toBe(accessToken);
  expect(stored.accessToken).toBe(fresh);
  expect(stored.refreshToken).not.toBe(refreshToken);
  expect(Date.parse(stored.expiresAt)).toBeGreaterThan(Date.now() + 800_000_000);
});

test('snippet user-me: signs in by the short form alone', async () => {
  const app = await konpro.world.app();
  konpro.service.registerCallback('https://example-business.com/api/auth/callback/konpro');
  const strategy = readme.readme.run('user-me', emulated()) as Strategy;
  expect(strategy.client.endpoints.userProfile).toBe(`${konpro.service.options.apiURL}/user/me`);
  app.use('main', strategy);
  const start = await konpro.world.start(app);
  const callback = new URL(await konpro.service.authorize(start));
  expect(await konpro.world.finish(app, app.callbackURL('main') + callback.search)).toMatchObject({
    kind: 'success',
    user: { id: 'username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87', name: 'Sokha Núñez 🌾' },
  });
});

test('snippet api-account: the tier of the plan, or nothing', async () => {
  const { tokens } = await konpro.login();
  const tierOf = readme.readme.run('api-account', emulated()) as (token: string) => Promise<unknown>;
  expect(await tierOf(tokens.accessToken)).toBe('pro');
  for (const user_plan of [{ tier: { name: 'pro' } }, {}, undefined]) {
    konpro.service.fault('userProfile', faults.json({ data: { user: {}, user_plan } }));
    expect(await tierOf(tokens.accessToken)).toBeUndefined();
  }
});

test.each([false, true])('snippet api-token: whose it is (with `data`: %s)', async (wrapped) => {
  konpro.service.switches.wrappedUserMe = wrapped;
  const [user] = konpro.service.users;
  const from = konpro.service.requests.length;
  const owner = readme.readme.run('api-token', emulated({ KONPRO_API_TOKEN: user?.apiToken }));
  expect(await (owner as () => Promise<unknown>)()).toBe(user?.me.username);
  const [request, ...others] = konpro.service.requests.slice(from);
  expect([request?.headers['x-api-key'], request?.headers.authorization, others]).toEqual([
    user?.apiToken,
    undefined,
    [],
  ]);
  const unset = readme.readme.run('api-token', emulated()) as () => Promise<unknown>;
  expect(await rejection(unset())).toMatchObject({ reason: 'argument_invalid' });
});

test('snippet api-request: calls, waits when KonPro says so, and leaves open what is open', async () => {
  const { tokens } = await konpro.login();
  const rename = readme.readme.run('api-request', emulated()) as (...of: string[]) => Promise<unknown>;
  const call = (): Promise<unknown> => rename(tokens.accessToken, 'a/b', 'Núñez');
  expect(await call()).toMatchObject({
    data: {
      method: 'POST',
      path: '/v1/some-endpoint/a%2Fb',
      query: { notify: 'false' },
      body: { title: 'Núñez' },
    },
  });
  konpro.service.fault('api', faults.rateLimited(7));
  expect(await call()).toEqual({ waitSeconds: 7 });
  konpro.service.fault('api', faults.status(429));
  expect(await call()).toEqual({ waitSeconds: 60 });
  konpro.service.fault('api', faults.halfBody());
  expect(await call()).toEqual({ lookFirst: true });
  konpro.service.fault('api', faults.json({ error: { code: 'VALIDATION_ERROR', message: 'No' } }, 400));
  expect(await rejection(call())).toMatchObject({ reason: 'api_refused', code: 'VALIDATION_ERROR' });
});
