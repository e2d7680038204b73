import express, { type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy as CoinPay } from 'passport-coinpay';
import { Strategy as Komerza } from 'passport-komerza';
import { Strategy as KonPro } from 'passport-konpro';
import { Strategy as Koompi } from 'passport-koompi';
import { Strategy as KopoKopo, KopoKopoClient } from 'passport-kopokopo';
import { cookieStore, startGuard, type ProviderClient, type TokenSet } from 'passport-oauth2-base';
import {
  faults,
  startEmulator,
  type CoinPayEmulator,
  type Emulator,
  type Fault,
  type ProviderName,
} from 'passport-provider-emulator';
import { Browser } from 'passport-strategy-contract';
import { type AnyStrategy, type LoginApp } from 'passport-strategy-contract';
import { World } from 'passport-strategy-contract';
import { rejection } from 'passport-strategy-contract/harness';

// What docs/security-matrix.md needs of every provider and the contract has not: each title begins with its row.

interface Provider {
  readonly provider: ProviderName;
  readonly Strategy: new (options: never, verify?: never) => AnyStrategy;
  readonly fromEndpoint: object;
}

const koompi: Provider = {
  provider: 'koompi',
  Strategy: Koompi,
  fromEndpoint: { profileSource: 'userinfo' },
};
const konpro: Provider = { provider: 'konpro', Strategy: KonPro, fromEndpoint: {} };
const komerza: Provider = { provider: 'komerza', Strategy: Komerza, fromEndpoint: {} };
const coinpay: Provider = {
  provider: 'coinpay',
  Strategy: CoinPay,
  fromEndpoint: { profileSource: 'userinfo' },
};

/** Options under which everything is discovered. */
const discovery = ({ options }: CoinPayEmulator): object => ({
  discovery: true,
  issuer: options.issuer,
  jwksURL: undefined,
  authorizationURL: undefined,
  tokenURL: undefined,
  userProfileURL: undefined,
});

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ keptRequests: 100_000 });
});
afterAll(() => emulator.close());

/** A world for each test; switches and applications are undone after it. */
function eachTestHasWorld({ provider, Strategy }: Provider): () => World {
  let world: World;
  let switches: object;
  beforeEach(() => {
    world = new World({ provider, Strategy }, emulator);
    switches = { ...(world.service.switches as object) };
  });
  afterEach(async () => {
    Object.assign(world.service.switches as object, switches);
    await world.close();
  });
  return () => world;
}

/** The genuine answer with members that would change a prototype, as text: JSON.stringify leaves them out. */
const polluting: Fault = {
  name: 'polluting',
  async respond({ genuine, send }) {
    const answer = await genuine();
    const members = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';
    send({ ...answer, body: answer.body.replace('{', `{${members}`) });
  },
};

/** JSON without members of this name, however deep they are. */
function without(member: string, value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, inner: unknown) => (name === member ? undefined : inner)));
}

async function tokensOf(world: World): Promise<{ tokens: TokenSet; client: ProviderClient; claims: object }> {
  const seen: { tokens: TokenSet; claims: object }[] = [];
  const app = await world.app();
  const verify = (login: { tokens: TokenSet; claims: object }): object => {
    seen.push(login);
    return { id: 'somebody' };
  };
  const strategy = world.strategy(app, { verify });
  app.use('main', strategy);
  await world.login(app);
  const [login] = seen;
  if (!login) throw new Error(`nobody signed in: ${app.last?.reason}`, { cause: app.last?.error });
  return { ...login, client: (strategy as unknown as { client: ProviderClient }).client };
}

describe.each([koompi, konpro, komerza, coinpay])('$provider', (it) => {
  const world = eachTestHasWorld(it);

  test('R1, R13, R16 the authorization request asks for a code, and keeps the query of the endpoint', async () => {
    const { authorizationURL } = world().service.options as { authorizationURL: string };
    const app = await world().appWith({ authorizationURL: `${authorizationURL}?tenant=a%26b` });
    const { searchParams } = new URL(await world().start(app));
    expect(searchParams.get('tenant')).toBe('a&b');
    expect(searchParams.get('response_type') ?? 'code').toBe('code');
    const scopes = (searchParams.get('scope') ?? '').split(' ');
    expect(scopes.includes('openid')).toBe(it === coinpay);
  });

  test('A7 with startGuard, a start from another site is 403 and begins no login', async () => {
    const passport = new Passport();
    const local = await world().app();
    passport.use('main', world().strategy(local) as never);
    const app = express();
    app.use(session({ secret: 'matrix', resave: false, saveUninitialized: false }));
    app.get('/login', startGuard(), passport.authenticate('main') as RequestHandler);
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/login`;
      for (const site of ['cross-site', 'same-site']) {
        const browser = new Browser();
        expect(await browser.open(url, { 'sec-fetch-site': site })).toMatchObject({ status: 403 });
        expect(browser.cookieNames()).toEqual([]);
      }
      for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }]) {
        expect(await new Browser().open(url, headers)).toMatchObject({ status: 302 });
      }
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  describe.each(['session', 'cookie'] as const)('linking, kept in a %s', (kept) => {
    const store = cookieStore({ secret: 'a secret of at least thirty-two characters' });
    const linking = { assignProperty: 'account' };

    async function linkAs(signsInBetween: number): Promise<LoginApp> {
      const app = await world().appWith(kept === 'cookie' ? { store } : {});
      await world().login(app);
      Object.assign(app.options, { start: linking, callback: linking });
      const callback = await world().consent(app);
      Object.assign(app.options, { start: {}, callback: { keepSessionInfo: true } });
      const start = await world().start(app);
      await world().finish(app, await world().service.authorize(start, { user: signsInBetween }));
      Object.assign(app.options, { start: linking, callback: linking });
      await world().finish(app, callback);
      return app;
    }

    test('A8 an account is linked to the user who began', async () => {
      const before = world().tokenRequests;
      expect((await linkAs(0)).last).toMatchObject({ kind: 'success' });
      expect(world().tokenRequests).toBe(before + 3);
    });

    test('A8 no account is linked to another user than the one who began', async () => {
      const before = world().tokenRequests;
      expect((await linkAs(1)).last).toMatchObject({ kind: 'fail', reason: 'user_changed', status: 403 });
      expect(world().tokenRequests).toBe(before + 2);
    });
  });

  test.each(['token', 'userProfile'] as const)(
    'A39 the %s endpoint cannot touch prototypes',
    async (endpoint) => {
      const outcome = await world().loginWith(
        polluting,
        endpoint,
        endpoint === 'token' ? {} : it.fromEndpoint,
      );
      expect(outcome.reason ?? outcome.kind).toBe('success');
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      expect((outcome.user as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  test('A41 an error description that is an attack is harmless in the message', async () => {
    const app = await world().appWith();
    const callback = new URL(await world().consent(app));
    const attack = `<script>alert(1)</script>\r\nSet-Cookie: a=b\u001b[2J\u202e${'x'.repeat(9_000)}`;
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'server_error');
    callback.searchParams.set('error_description', attack);
    const { error } = await world().finish(app, callback);
    const { message } = error as Error;
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(message.length).toBeLessThan(1_500);
  });

  test('A44 forged forwarding headers do not change the callback URL, and a foreign host is refused', async () => {
    const app = await world().appWith({ callbackURL: '/callback/main' });
    const forged = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil',
    };
    const { location = '' } = await world().browser.open(app.loginURL('main'), forged);
    const [uri] = [...new URL(location).searchParams.values()].filter((value) =>
      value.includes('/callback/'),
    );
    expect(uri).toBe(app.callbackURL('main'));

    const guarded = await world().appWith({ callbackURL: '/callback/main', allowedHosts: ['app.example'] });
    expect((await world().browser.open(guarded.loginURL('main'))).location).toBeUndefined();
    expect(guarded.last).toMatchObject({ kind: 'error', reason: 'host_not_allowed' });
  });

  test.each(['callbackURL', 'authorizationURL', 'tokenURL', 'userProfileURL'])(
    'A45 %s on http is refused at construction',
    async (option) => {
      const app = await world().app();
      expect(() => world().strategy(app, { [option]: 'http://app.example/x' })).toThrow(TypeError);
    },
  );

  test('A46 an e-mail address is verified only when the service says so', async () => {
    const emails: unknown[] = [];
    const verify = ({ profile }: { profile: { emails?: unknown[] } }): object => {
      emails.push(...(profile.emails ?? []));
      return { id: 'somebody' };
    };
    // KOOMPI tells the address in the token response; its userinfo tells it for another scope only.
    const [endpoint, where] =
      it === koompi ? (['token', {}] as const) : (['userProfile', it.fromEndpoint] as const);
    const app = await world().appWith({ ...where, verify });
    for (const change of [
      (body: unknown) => without('email_verified', body),
      (body: unknown) =>
        JSON.parse(
          JSON.stringify(body).replace(/"email_verified":true/g, '"email_verified":"true"'),
        ) as unknown,
    ]) {
      world().service.fault(endpoint, faults.transform(change));
      expect((await world().login(app)).kind).toBe('success');
    }
    expect(emails.length).toBeGreaterThan(0);
    for (const email of emails) expect(email).not.toMatchObject({ verified: true });
  });

  test.each([
    ['callbackUrl', 'callbackURL'],
    ['pcke', 'pkce'],
    ['clientSecert', 'clientSecret'],
  ])('A57 the misspelt option %s is a TypeError that names %s', async (option, meant) => {
    const app = await world().app();
    const make = (): unknown => world().strategy(app, { [option]: false });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(meant);
  });
});

describe.each([koompi, konpro, coinpay])('$provider', (it) => {
  const world = eachTestHasWorld(it);

  test("A5 somebody else's code in one's own login is refused: the verifier does not fit", async () => {
    const app = await world().appWith();
    const [theirs, own] = [
      await world().consent(app, 'main', new Browser()),
      new URL(await world().consent(app)),
    ];
    own.searchParams.set('code', new URL(theirs).searchParams.get('code') ?? '');
    expect(await world().finish(app, own)).toMatchObject({ kind: 'error', reason: 'token_refused' });
  });

  test('A47 ten refreshes at once are one request', async () => {
    const { client, tokens } = await tokensOf(world());
    const before = world().service.requests.length;
    const all = await Promise.all(
      Array.from({ length: 10 }, async () => client.refresh?.(tokens.refreshToken as string)),
    );
    expect(new Set(all.map((refreshed) => refreshed?.accessToken)).size).toBe(1);
    expect(world().service.requests.length).toBe(before + 1);
  });

  test('A48 a refresh without a new refresh token keeps the old one', async () => {
    const { client, tokens } = await tokensOf(world());
    const omit = faults.transform((body) => without('refreshToken', without('refresh_token', body)));
    world().service.fault(it === coinpay ? 'token' : 'refresh', omit);
    const refreshed = await client.refresh?.(tokens.refreshToken as string);
    expect(refreshed?.refreshToken).toBe(tokens.refreshToken);
    expect(refreshed?.accessToken).not.toBe(tokens.accessToken);
  });
});

describe('coinpay', () => {
  const world = eachTestHasWorld(coinpay);

  async function startWith(document: object): Promise<unknown> {
    const service = world().service as CoinPayEmulator;
    const app = await world().appWith(discovery(service));
    service.fault(
      'discovery',
      faults.transform((body) => ({ ...(body as object), ...document })),
    );
    expect((await world().browser.open(app.loginURL('main'))).location).toBeUndefined();
    return app.last;
  }

  test('A13 an issuer that offers only the plain method gets no login', async () => {
    expect(await startWith({ code_challenge_methods_supported: ['plain'] })).toMatchObject({
      kind: 'error',
      reason: 'pkce_unsupported',
    });
  });

  test.each([
    'http://169.254.169.254/',
    'https://10.0.0.1/',
    'http://internal.example/',
    'file:///etc/passwd',
  ])('A31 discovery cannot send secrets to %s', async (url) => {
    expect(await startWith({ token_endpoint: url })).toMatchObject({ reason: 'discovery_invalid' });
  });

  test.each([
    ...['0.1.2.3', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.31.0.1', '192.0.0.8'],
    ...['192.0.2.1', '192.88.99.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1'],
    ...['255.255.255.255', '[::]', '[::ffff:10.0.0.1]', '[64:ff9b::a00:1]'],
    ...['[100::1]', '[2001::1]', '[2001:db8::1]', '[2002:a00:1::1]', '[3fff::1]', '[fc00::1]', '[fe80::1]'],
    ...['[fec0::1]', '[ff02::1]', 'a.localhost', 'printer.local', 'vault.internal', 'intranet'],
  ])('A68 discovery cannot send secrets to the internal host %s', async (host) => {
    // Loopback is allowed here, because the emulated issuer is on loopback: A31.
    expect(await startWith({ token_endpoint: `https://${host}/token` })).toMatchObject({
      reason: 'discovery_invalid',
    });
  });

  test.each(['8.8.8.8', '[2606:4700::1111]', 'login.example.com'])(
    'A68 discovery accepts the public host %s',
    async (host) => {
      const service = world().service as CoinPayEmulator;
      const app = await world().appWith(discovery(service));
      service.fault(
        'discovery',
        faults.transform((body) => ({ ...(body as object), token_endpoint: `https://${host}/token` })),
      );
      expect((await world().browser.open(app.loginURL('main'))).location).toBeDefined();
    },
  );

  test.each([{ sub: 'somebody-else' }, { iss: 'https://evil.example' }, { aud: 'another-client' }])(
    'A49 a refreshed id_token with %j is refused',
    async (change) => {
      const { client, tokens, claims } = await tokensOf(world());
      (world().service as CoinPayEmulator).switches.refreshIdToken = (draft) => ({
        ...draft,
        claims: { ...draft.claims, ...change },
      });
      const refreshed = client.refresh?.(tokens.refreshToken as string, { claims: { ...claims } });
      await expect(refreshed).rejects.toMatchObject({
        reason: expect.stringMatching(/^id_token_/) as string,
      });
    },
  );
});

describe('kopokopo', () => {
  const make = (options: object = {}): KopoKopoClient => {
    const { clientID, clientSecret, baseURL } = emulator.kopokopo.options;
    return new KopoKopoClient({ clientID, clientSecret, baseURL, ...options });
  };
  afterEach(() => emulator.kopokopo.clearFaults());

  const odd: readonly (readonly [string, Fault, string, object?])[] = [
    ['A33 redirects', faults.redirect('http://127.0.0.1:9/steal'), 'redirect_refused'],
    ['A33 redirects with 307', faults.redirect('http://127.0.0.1:9/steal', 307), 'redirect_refused'],
    ['A34 answers 3 MB', faults.oversized(3e6), 'response_too_large'],
    ['A35 answers gzip', faults.gzip(), 'response_encoded'],
    ['A36 is silent', faults.silent(), 'timeout', { timeout: 150 }],
    ['A36 answers a byte at a time', faults.slow(3_000), 'timeout', { timeout: 150 }],
    ['A37 answers HTML', faults.html(), 'response_not_json'],
    ['A37 answers nothing', faults.body(''), 'response_not_json'],
    ['A37 answers null', faults.json(null), 'token_response_invalid'],
    ['A37 answers half a body', faults.halfBody(), 'response_truncated'],
    ['A37 answers an error in a 200', faults.json({ error: 'invalid_client' }), 'token_refused'],
    ['A38 answers a numeric token', faults.json({ access_token: 1 }), 'token_response_invalid'],
    ['A38 answers an empty token', faults.json({ access_token: '' }), 'token_response_invalid'],
    ['A50 resets the connection', faults.reset(), 'network_error'],
    ['A50 answers 503', faults.status(503), 'provider_unavailable'],
    ['A50 limits the rate', faults.rateLimited(7), 'rate_limited'],
  ];
  test.each(odd)('%s at the token endpoint', async (...row) => {
    const [, fault, reason, options] = row as unknown as (typeof odd)[number];
    emulator.kopokopo.fault('token', fault);
    const error = await rejection(make(options).applicationToken());
    expect([error['reason'], error['provider']]).toEqual([reason, 'kopokopo']);
  });

  test('A39 the token endpoint cannot touch prototypes', async () => {
    emulator.kopokopo.fault('token', polluting);
    await make().applicationToken();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('A41 an error description that is an attack is harmless in the message', async () => {
    const description = `<script>\r\nSet-Cookie: a=b\u001b[2J\u202e${'x'.repeat(9_000)}`;
    emulator.kopokopo.fault('token', faults.json({ error: 'x', error_description: description }, 400));
    const { message } = await rejection(make().applicationToken());
    expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect((message as string).length).toBeLessThan(1_500);
  });

  test.each(['token', 'introspection'] as const)(
    'A43 the %s endpoint echoes; no secret is seen',
    async (where) => {
      const client = make();
      const { clientSecret } = emulator.kopokopo.options;
      const { accessToken } = await client.applicationToken();
      emulator.kopokopo.fault(where, {
        name: 'echo',
        respond({ begin, response }) {
          begin(400, { 'Content-Type': 'application/json' });
          response.end(
            JSON.stringify({ error: 'x', error_description: emulator.kopokopo.requests.at(-1)?.rawBody }),
          );
        },
      });
      const call = where === 'token' ? make().applicationToken() : client.introspect(accessToken);
      const error = await rejection(call);
      const view = [error['message'], JSON.stringify(error), error['stack']].join();
      expect(view).not.toContain(clientSecret);
      expect(view).not.toContain(accessToken);
    },
  );

  test('A45 a baseURL on http is refused at construction', () => {
    expect(() => make({ baseURL: 'http://kopokopo.example' })).toThrow(TypeError);
  });

  test.each<[string, (...args: never[]) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('verify');
      },
    ],
    ['rejects', () => Promise.reject(new Error('verify'))],
    [
      'answers twice',
      (_token: string, _refresh: unknown, _profile: unknown, done: (error: unknown) => void) => {
        done(new Error('verify'));
        done(new Error('again'));
      },
    ],
  ])('A56 a verify function that %s ends in one error', async (_what, verify) => {
    const { clientID, clientSecret, baseURL } = emulator.kopokopo.options;
    const strategy = new KopoKopo({ clientID, clientSecret, baseURL }, verify);
    const errors: unknown[] = [];
    await new Promise<void>((resolve) => {
      const end = (error?: unknown): void => {
        errors.push(error);
        setImmediate(resolve);
      };
      const one = Object.assign(Object.create(strategy) as KopoKopo, { error: end, fail: end, success: end });
      one.authenticate({ headers: {} }, { session: false });
    });
    expect(errors).toEqual([expect.objectContaining({ message: 'verify' })]);
  });

  test.each(['clientSecert', 'baseUrl', 'enviroment'])(
    'A57 the misspelt option %s is a TypeError',
    (option) => {
      expect(() => make({ [option]: 'x' })).toThrow(TypeError);
      expect(() => make({ [option]: 'x' })).toThrow(/mean/i);
    },
  );
});
