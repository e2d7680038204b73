import { createServer, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import session from 'express-session';
import { Passport } from 'passport';
import { Strategy } from 'passport-koompi';
import { startEmulator } from 'passport-provider-emulator';

const host = 'app.example-business.com';
const callbackURL = `https://${host}/auth/callback`;

/** Where users come from: TLS ends here, and the application is told so in headers only. */
class Proxy {
  /** What this proxy says of the visitor's connection. */
  says: Readonly<Record<string, string>> = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
  private readonly server: Server;

  constructor(private readonly application: Server) {
    this.server = createServer((req, res) => {
      const { port } = application.address() as AddressInfo;
      const onward = request(
        {
          host: '127.0.0.1',
          port,
          path: req.url,
          method: req.method,
          headers: { ...req.headers, host, ...this.says },
        },
        (answer) => {
          res.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(res);
        },
      );
      onward.on('error', () => res.writeHead(502).end());
      req.pipe(onward);
    });
  }

  async listen(): Promise<void> {
    for (const server of [this.application, this.server]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
  }

  /** Opens a path of the public address, as a browser does that has this cookie. */
  async open(
    path: string,
    cookie = '',
  ): Promise<{ status: number; location: string; cookie: string; body: Body }> {
    const { port } = this.server.address() as AddressInfo;
    const init = { redirect: 'manual', headers: cookie === '' ? {} : { cookie } } as const;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      cookie: response.headers.getSetCookie()[0] ?? '',
      body: (text.startsWith('{') ? JSON.parse(text) : {}) as Body,
    };
  }

  async close(): Promise<void> {
    for (const server of [this.server, this.application]) {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  }
}

const startKoompi = () => startEmulator({ providers: ['koompi'], callbackURLs: [callbackURL] });

interface Body {
  readonly reason?: string;
  readonly message?: string;
  readonly id?: string;
}

let emulator: Awaited<ReturnType<typeof startKoompi>>;
let proxy: Proxy;
beforeEach(async () => {
  emulator = await startKoompi();
});
afterEach(async () => {
  await Promise.all([emulator.close(), proxy.close()]);
});

/** An ordinary application behind the proxy, whose callback URL is a path. */
async function start(options: object, configure: (app: Express) => void = () => undefined): Promise<void> {
  const app = express();
  configure(app);
  const passport = new Passport();
  passport.use(
    new Strategy(
      { ...emulator.koompi.options, callbackURL: '/auth/callback', ...options },
      (_a, _r, profile, done) => done(null, profile),
    ),
  );
  // Behind TLS the cookie is a secure one: express-session sends it only if it believes the proxy, too.
  const secure = Boolean(app.get('trust proxy'));
  app.use(session({ secret: 'test', resave: false, saveUninitialized: false, cookie: { secure } }));
  const signIn = passport.authenticate('koompi', { session: false }) as RequestHandler;
  app.get(['/auth/login', '/auth/callback'], signIn, (req, res) => void res.json(req.user));
  app.use(((error: Body & { status?: number }, _req, res, _next) => {
    res.status(error.status ?? 500).json({ reason: error.reason, message: error.message });
  }) as express.ErrorRequestHandler);
  proxy = new Proxy(createServer(app));
  await proxy.listen();
}

const trusting: readonly (readonly [how: string, options: object, configure: (app: Express) => void])[] = [
  ['Express’ `trust proxy`', {}, (app) => void app.set('trust proxy', true)],
  ['Express’ `trust proxy` of one hop', {}, (app) => void app.set('trust proxy', 1)],
  ['Express’ `trust proxy` of loopback', {}, (app) => void app.set('trust proxy', 'loopback')],
  ['the option `proxy`', { proxy: true }, () => undefined],
  ['the option `proxy`, with allowedHosts', { proxy: true, allowedHosts: [host] }, () => undefined],
];

describe('behind a proxy where TLS ends', () => {
  test.each(trusting)('signs in with %s', async (_how, options, configure) => {
    await start(options, configure);
    const login = await proxy.open('/auth/login');
    expect(new URL(login.location).searchParams.get('redirect_uri')).toBe(callbackURL);
    expect(/; *secure/i.test(login.cookie)).toBe(!('proxy' in options));

    const callback = new URL(await emulator.koompi.authorize(login.location));
    expect(callback.origin + callback.pathname).toBe(callbackURL);
    const end = await proxy.open(callback.pathname + callback.search, login.cookie.split(';')[0]);
    expect(end).toMatchObject({
      status: 200,
      body: { provider: 'koompi', id: expect.any(String) as string },
    });
  });

  test('signs in without any trust when the callback URL is absolute', async () => {
    await start({ callbackURL });
    const login = await proxy.open('/auth/login');
    const callback = new URL(await emulator.koompi.authorize(login.location));
    const end = await proxy.open(callback.pathname + callback.search, login.cookie.split(';')[0]);
    expect(end.status).toBe(200);
  });

  test.each([
    ['says nothing', undefined],
    ['switches `trust proxy` off', false],
    ['trusts another address', '10.1.2.3'],
  ])('an application that %s gets an error that names the remedy', async (_what, trust) => {
    await start({}, (app) => void (trust === undefined ? undefined : app.set('trust proxy', trust)));
    const { status, location, body } = await proxy.open('/auth/login');
    expect({ status, location, reason: body.reason }).toEqual({
      status: 500,
      location: '',
      reason: 'callback_url_insecure',
    });
    expect(body.message).toMatch(/proxy/);
    expect(emulator.koompi.requests).toHaveLength(0);
  });

  test('a proxy that forgets to say https is found out', async () => {
    await start({ proxy: true });
    proxy.says = {};
    expect((await proxy.open('/auth/login')).body.reason).toBe('callback_url_insecure');
  });

  test('another public name than the proxy was called by', async () => {
    await start({ proxy: true });
    proxy.says = { 'x-forwarded-proto': 'https', host: 'inner:8080', 'x-forwarded-host': host };
    const { location } = await proxy.open('/auth/login');
    expect(new URL(location).searchParams.get('redirect_uri')).toBe(callbackURL);
  });

  test('a name that is not allowed leads nowhere', async () => {
    await start({ proxy: true, allowedHosts: [host] });
    proxy.says = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };
    const { location, body } = await proxy.open('/auth/login');
    expect([location, body.reason]).toEqual(['', 'host_not_allowed']);
  });
});
