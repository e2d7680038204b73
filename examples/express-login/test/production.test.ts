import type { Express } from 'express';
import request from 'supertest';
import { announcement } from '../src/announcement';
import { createApp } from '../src/app';
import { startEmulators, type Emulators } from '../src/emulators';
import { openServices } from '../src/open-services';
import { services as known } from '../src/services';
import { comeBack, startExample, textOf, type Example, type Reply } from './support/example';

const https = 'https://example-business.com';
const http = 'http://localhost:3000';
const titles = ['CoinPay', 'KOOMPI', 'KonPro', 'Komerza', 'Kopo Kopo'];

describe('emulators in production', () => {
  test.each([
    [{ NODE_ENV: 'production' }, http],
    [{ NODE_ENV: 'production' }, https],
    [{}, https],
    [{ ALLOW_EMULATORS: '' }, https],
    [{ ALLOW_EMULATORS: '0' }, http],
  ])('A64 a service without its variables is left out: %j at %s', async (environment, baseURL) => {
    const none = await openServices(environment, baseURL);
    expect([none.services, none.kopokopo, none.leftOut.map(({ title }) => title)]).toEqual([
      [],
      undefined,
      titles,
    ]);
    await none.close();
    const koompi = { KOOMPI_CLIENT_ID: 'pk_live_1', KOOMPI_CLIENT_SECRET: 's' };
    const one = await openServices({ ...environment, ...koompi }, baseURL);
    expect(one.services.map(({ name, isEmulated }) => [name, isEmulated])).toEqual([['koompi', false]]);
    expect(one.leftOut.map(({ title }) => title)).toEqual(titles.filter((title) => title !== 'KOOMPI'));
    await one.close();
  });

  test.each([
    [{ NODE_ENV: 'production', ALLOW_EMULATORS: '1' }, http],
    [{ NODE_ENV: 'production', ALLOW_EMULATORS: '1' }, https],
    [{ ALLOW_EMULATORS: '1' }, https],
    [{ NODE_ENV: 'development' }, http],
    [{}, http],
  ])('A64 the emulators run: %j at %s', async (environment, baseURL) => {
    const open = await openServices(environment, baseURL);
    expect(open.services.map(({ name }) => name)).toEqual(known.map(({ name }) => name));
    expect(open.services.every(({ isEmulated }) => isEmulated)).toBe(true);
    expect([open.kopokopo?.isEmulated, open.leftOut]).toEqual([true, []]);
    await open.close();
  });

  test('A64 another value of ALLOW_EMULATORS is an error that names it', async () => {
    const open = openServices({ ALLOW_EMULATORS: 'yes' }, http);
    await expect(open).rejects.toThrow('ALLOW_EMULATORS must be 0 or 1, not "yes"');
  });

  test('A64 the log and the home page say so, and the URLs of the service are not there', async () => {
    const open = await openServices({ KONPRO_CLIENT_ID: 'k' }, https);
    const log = announcement(https, open);
    expect(log).toMatch(/Real services: +KonPro\n/);
    expect(log).toContain('KOOMPI: set KOOMPI_CLIENT_ID, KOOMPI_CLIENT_SECRET');
    expect(log).toContain('ALLOW_EMULATORS=1');
    const agent = request.agent(createApp({ ...open, baseURL: https, sessionSecret: 'test' }));
    const home = await agent.get('/');
    expect(textOf(home)).toContain('Not set up on this site: CoinPay, KOOMPI, Komerza and Kopo Kopo.');
    expect(home.text.match(/href="\/api\/auth\/login\/[^"]*"/g)).toEqual(['href="/api/auth/login/konpro"']);
    for (const path of [
      '/api/auth/login/koompi',
      '/api/auth/callback/koompi',
      '/koompi/wallet',
      '/kopokopo',
    ]) {
      expect([path, (await agent.get(path)).status]).toEqual([path, 404]);
    }
    expect((await agent.post('/api/webhooks/kopokopo')).status).toBe(404);
    await open.close();
  });

  test('A64 where nothing is left out, nothing is said', async () => {
    const example = await startExample();
    const { services, kopokopo } = example;
    expect(announcement(http, { services, kopokopo, leftOut: [] })).not.toContain('Left out');
    expect(textOf(await example.agent().get('/'))).not.toContain('Not set up');
    await example.close();
  });
});

describe('the session cookie on https', () => {
  let emulators: Emulators;
  let app: Express;
  const logged: unknown[] = [];

  beforeAll(async () => {
    emulators = await startEmulators(['koompi', 'kopokopo', ...known.map(({ name }) => name)]);
    const open = await openServices({ ALLOW_EMULATORS: '1' }, https, emulators);
    app = createApp({ ...open, baseURL: https, sessionSecret: 'test', log: (error) => logged.push(error) });
  });
  afterAll(() => emulators.close());

  /** A request as the proxy in front forwards it. */
  function get(path: string, cookies: readonly string[] = [], protocol = 'https'): request.Test {
    return request(app).get(path).set('X-Forwarded-Proto', protocol).set('Cookie', cookies.join('; '));
  }

  /** The cookies that a browser keeps of a response. */
  function cookiesOf({ headers }: request.Response): string[] {
    return [headers['set-cookie'] ?? []].flat().map((cookie) => cookie.split(';')[0] ?? '');
  }

  /** Goes to KOOMPI and decides there; gives the session of the start, and the path to come back to. */
  async function start(user: number): Promise<{ session: string[]; callback: string }> {
    const response = await get('/api/auth/login/koompi');
    const { pathname, search } = new URL(
      await emulators.main.koompi.authorize(response.headers['location'] ?? '', { user }),
    );
    return { session: cookiesOf(response), callback: pathname + search };
  }

  test('A63 has the name that browsers accept from this host only, and HSTS goes with every response', async () => {
    const login = await get('/api/auth/login/koompi');
    expect(login.headers['set-cookie']).toEqual([
      expect.stringMatching(/^__Host-express-login=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
    for (const path of ['/', '/style.css', '/icon.svg', '/nowhere', '/api/auth/login/koompi']) {
      const { headers } = await get(path);
      expect([path, headers['strict-transport-security']]).toEqual([path, 'max-age=31536000']);
    }
  });

  test('A63 is not sent without TLS', async () => {
    expect((await get('/api/auth/login/koompi', [], 'http')).headers['set-cookie']).toBeUndefined();
  });

  test('A63 a cookie that another subdomain planted signs nobody in: the own session counts', async () => {
    const attacker = await start(1);
    const attackersSession = cookiesOf(await get(attacker.callback, attacker.session));
    const planted = attackersSession.map((cookie) => cookie.replace('__Host-', ''));
    expect((await get('/account', attackersSession)).status).toBe(200);
    expect((await get('/account', planted)).status).toBe(303);

    const own = await start(0);
    const finish = await get(own.callback, [...planted, ...own.session]);
    expect([finish.status, finish.headers['location']]).toEqual([303, '/account']);
    const account = await get('/account', [...planted, ...cookiesOf(finish)]);
    expect(textOf(account)).toContain(emulators.main.koompi.users[0]?.id);
    // Without the own cookie the login is refused: the planted session did not begin it.
    const other = await start(0);
    expect((await get(other.callback, planted)).status).toBe(403);
    expect(logged).toMatchObject([{ reason: 'state_unknown' }]);
  });
});

describe('the session cookie on http', () => {
  let example: Example;

  beforeAll(async () => {
    example = await startExample();
  });
  afterAll(() => example.close());

  test('A63 has no prefix, and there is no HSTS', async () => {
    const login = await example.agent().get('/api/auth/login/koompi');
    expect(login.headers['set-cookie']?.[0]).toMatch(/^express-login=/);
    expect(login.headers['strict-transport-security']).toBeUndefined();
  });

  test('A63 a login that comes back with a planted session first is refused', async () => {
    const cookieOf = (response: Reply): string => response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const planted = cookieOf(await comeBack(example, example.agent(), 'koompi', { user: 1 }));
    const start = await example.agent().get('/api/auth/login/koompi');
    const { pathname, search } = new URL(
      await example.emulator.koompi.authorize(start.headers['location'] ?? ''),
    );
    const finish = await request(example.baseURL)
      .get(pathname + search)
      .set('Cookie', `${planted}; ${cookieOf(start)}`);
    expect(finish.status).toBe(403);
    expect(textOf(finish)).toContain('session_regenerated');
  });
});
