import type { RequestHandler } from 'express';
import session from 'express-session';
import type { PassportStatic, Strategy as PassportStrategy } from 'passport';
import { faults, startEmulator, type Emulator, type ProviderName } from 'passport-provider-emulator';
import { Browser } from 'passport-strategy-contract';
import { freshPassport, LocalExpress, Readme } from './readme-snippets';

/** The headings of every provider's README. */
export const providerHeadings: readonly string[] = [
  'Install',
  'Register your application',
  'Configure',
  'Routes',
  'Options',
  'Profile',
  'Refresh and log out',
  'Call the API',
  'Errors',
  'Try it without an account',
  'What the service does not offer',
  'License',
];

type StrategyClass = new (options: object, verify?: unknown) => PassportStrategy;

/** What the tests of a provider's README may look at. */
export interface ReadmePlayground {
  readonly readme: Readme;
  readonly emulator: Emulator;
  /** Runs a snippet against the emulator. */
  run(name: string, given?: Readonly<Record<string, unknown>>): unknown;
}

/** In what a provider's README differs from the others. */
export interface ReadmeParticulars {
  /** A heading that stands after the first one. */
  readonly second?: string;
  /** Further environment variables of the snippets, each with how it is found in the emulator. */
  readonly environment?: Readonly<Record<string, (emulator: Emulator, callbackURL: string) => string>>;
}

/** Runs the snippets that every provider's README has; the service's own are run by what is returned. */
export function providerReadme(
  provider: ProviderName,
  OwnStrategy: new (options: never, verify?: never) => object,
  { second, environment = {} }: ReadmeParticulars = {},
): ReadmePlayground {
  const Strategy = OwnStrategy as unknown as StrategyClass;
  const name = `passport-${provider}`;
  const readme = new Readme(`packages/${name}/README.md`);
  const callbackURL = `https://example-business.com/api/auth/callback/${provider}`;
  let emulator: Emulator;
  let local: LocalExpress;
  let passport: PassportStatic;

  beforeAll(async () => {
    emulator = await startEmulator({ providers: [provider], callbackURLs: [callbackURL] });
  });
  beforeEach(() => {
    local = new LocalExpress();
    passport = freshPassport();
  });
  afterEach(async () => {
    emulator[provider].clearFaults();
    await local.close();
  });
  afterAll(() => emulator.close());

  /** The package as it is, speaking to the emulator. The snippet's own options come first. */
  function emulatedPackage(): object {
    const actual = jest.requireActual<Record<string, unknown>>(name);
    const {
      clientID: _id,
      clientSecret: _secret,
      ...addresses
    } = emulator[provider].options as unknown as {
      clientID: string;
      clientSecret?: string;
    };
    type Pointed = new (options: object, verify?: unknown) => object;
    const pointed = Object.entries(actual).map(([each, exported]) => [
      each,
      // Lists of scopes and the like are exported beside the classes.
      typeof exported === 'function'
        ? class extends (exported as Pointed) {
            constructor(options: object, verify?: unknown) {
              super({ ...addresses, ...options }, verify);
            }
          }
        : exported,
    ]);
    return Object.fromEntries(pointed) as object;
  }

  function run(snippet: string, given: Readonly<Record<string, unknown>> = {}): unknown {
    const { clientID, clientSecret } = emulator[provider].client;
    const variable = provider.toUpperCase();
    const own = Object.entries(environment).map(([each, find]) => [each, find(emulator, callbackURL)]);
    return readme.run(snippet, {
      modules: { [name]: emulatedPackage(), express: local.express, passport },
      env: {
        [`${variable}_CLIENT_ID`]: clientID,
        [`${variable}_CLIENT_SECRET`]: clientSecret,
        SESSION_SECRET: 'of the test',
        ...(Object.fromEntries(own) as object),
      },
      given,
    });
  }

  /** Goes to the login route and through the service; gives the callback at the local application. */
  async function consent(
    browser: Browser,
    origin: string,
    decision: 'approve' | 'deny',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const { location } = await browser.open(`${origin}/api/auth/login/${provider}`, headers);
    const callback = await emulator[provider].authorize(location ?? '', { decision });
    expect(callback.startsWith(`${callbackURL}?`)).toBe(true);
    return callback.replace('https://example-business.com', origin);
  }

  test('has the headings of every provider, in order', () => {
    const [first, ...others] = providerHeadings;
    const expected = [first, ...(second === undefined ? [] : [second]), ...others];
    expect([...readme.text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(expected);
  });

  test('every piece of code is run by a test', () => {
    expect(readme.untested).toBe(0);
  });

  test('documents options that exist', () => {
    const documented = readme.firstColumn('Options');
    expect(documented.length).toBeGreaterThan(20);
    const { clientID, clientSecret } = emulator[provider].client;
    const required = { clientID, clientSecret, callbackURL };
    for (const option of documented) {
      expect(() => new Strategy({ [option]: undefined, ...required }, () => undefined)).not.toThrow();
    }
  });

  describe('snippet configure', () => {
    /** The browser's requests come over https, through a proxy that ends TLS. */
    const https = { 'X-Forwarded-Proto': 'https' };
    const logged: string[] = [];

    async function started(
      decision: 'approve' | 'deny' = 'approve',
    ): Promise<{ origin: string; browser: Browser; callback: string }> {
      logged.length = 0;
      const log = (...words: unknown[]): void => void logged.push(words.join(' '));
      run('configure', { console: { error: log, warn: log } });
      const origin = await local.origin();
      const browser = new Browser();
      return { origin, browser, callback: await consent(browser, origin, decision, https) };
    }

    test('signs in, shows it, and signs out by its button', async () => {
      const { origin, browser, callback } = await started();
      expect((await browser.open(origin, https)).text).toContain(`/api/auth/login/${provider}`);
      expect(await browser.open(callback, https)).toMatchObject({ status: 302, location: '/' });
      const { text } = await browser.open(origin, https);
      expect(text).toContain('Signed in');
      const [, action = ''] = /<form method="post" action="([^"]+)"><button>Sign out/.exec(text) ?? [];
      const cookie = `__Host-session=${browser.cookie('__Host-session')}`;
      const left = await fetch(new URL(action, origin), {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, ...https },
      });
      expect(left.headers.get('location')).toBe('/');
      expect((await browser.open(origin, https)).text).toContain('Sign in');
    });

    test("A63 on https the session's cookie is only for this host", async () => {
      const { browser, callback } = await started();
      await browser.open(callback, https);
      expect(browser.cookieNames()).toEqual(['__Host-session']);
    });

    test('A63 a session that another subdomain planted is not used', async () => {
      const { origin, browser, callback } = await started();
      const session = browser.cookie('__Host-session') ?? '';
      browser.forgetCookies();
      browser.setCookie('session', session);
      browser.setCookie('connect.sid', session);
      expect((await browser.open(callback, https)).status).toBe(401);
      expect((await browser.open(origin, https)).text).not.toContain('Signed in');
    });

    test('A76 a denial ends at a page with its reason, in words of the application', async () => {
      const { origin, browser, callback } = await started('deny');
      const page = await browser.open(callback, https);
      expect([page.status, page.text]).toEqual([
        401,
        `<p>You did not allow this application to sign you in. (access_denied)</p><a href="/api/auth/login/${provider}">Try again</a>`,
      ]);
      expect((await browser.open(origin, https)).text).not.toContain('Signed in');
    });

    test('A76 a failure of the service ends there, too: our words are in the log, not on the page', async () => {
      const { browser, callback } = await started();
      emulator[provider].fault('token', faults.status(503, 'no'));
      const page = await browser.open(callback, https);
      expect([page.status, page.text]).toEqual([
        502,
        `<p>You could not be signed in. (provider_unavailable)</p><a href="/api/auth/login/${provider}">Try again</a>`,
      ]);
      expect(logged.join('\n')).toMatch(/^provider_unavailable .*503/);
    });
  });

  test('snippet import: an ES module', async () => {
    const used: object[] = [];
    await readme.runModule('import', {
      modules: { passport: { use: (strategy: object) => used.push(strategy) } },
    });
    expect(used).toHaveLength(1);
    expect(used[0]).toBeInstanceOf(Strategy);
  });

  describe('snippet errors', () => {
    async function errorApp(): Promise<string> {
      const app = local.express();
      app.use(session({ secret: 'of the test', resave: false, saveUninitialized: false }));
      const { Strategy: Emulated } = emulatedPackage() as { Strategy: StrategyClass };
      const { clientID, clientSecret } = emulator[provider].client;
      passport.use(
        new Emulated({
          clientID,
          clientSecret,
          callbackURL,
          verify: ({ profile }: { profile: object }) => profile,
        }),
      );
      passport.serializeUser((_user, done) => done(null, 'somebody'));
      const start = passport.authenticate(provider, { returnTo: '/orders' } as object) as RequestHandler;
      app.get(`/api/auth/login/${provider}`, start);
      run('errors', { app, passport, console: { error: () => undefined } });
      app.listen(3000);
      return local.origin();
    }

    test('a login that succeeds goes where it began', async () => {
      const origin = await errorApp();
      const browser = new Browser();
      const page = await browser.open(await consent(browser, origin, 'approve'));
      expect(page.location).toBe('/orders');
    });

    test('a denial is shown with its reason', async () => {
      const origin = await errorApp();
      const browser = new Browser();
      const page = await browser.open(await consent(browser, origin, 'deny'));
      expect([page.status, page.text]).toEqual([401, 'Not signed in (access_denied)']);
    });

    test('a failure of the service is shown with its reason, and with our status', async () => {
      const origin = await errorApp();
      const browser = new Browser();
      const callback = await consent(browser, origin, 'approve');
      emulator[provider].fault('token', faults.status(401, 'no'));
      const page = await browser.open(callback);
      expect([page.status, page.text]).toEqual([502, 'Not signed in (token_refused)']);
    });
  });

  test('snippet emulator: gives a strategy that speaks to the emulator', async () => {
    const emulated = readme.run('emulator') as (
      verify: () => void,
    ) => Promise<{ emulator: Emulator; strategy: { client: { endpoints: { token: string } } } }>;
    const { emulator: own, strategy } = await emulated(() => undefined);
    expect(strategy.client.endpoints.token).toContain('127.0.0.1');
    await own.close();
  });

  return {
    readme,
    get emulator() {
      return emulator;
    },
    run,
  };
}
