import { connect } from 'node:net';
import { later } from 'passport-strategy-contract';
import { App, type Answer } from './support/app';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
let app: App;
afterEach(() => app.close());

async function start(options: object = {}, sessions?: 'express-session' | 'cookie-session'): Promise<void> {
  app = await new App().listen(
    (origin) => makeStrategy(declare(service()), { callbackURL: `${origin}/callback`, ...options }),
    sessions,
  );
}

function redirectURI({ location }: Answer): string | null {
  return location?.searchParams.get('redirect_uri') ?? null;
}

describe.each(['express-session', 'cookie-session'] as const)('with %s', (sessions) => {
  const begin = () => start({}, sessions);

  test('signs in by GET and by form post', async () => {
    await begin();
    for (const method of ['GET', 'POST']) {
      const state = (await app.open('/login')).location?.searchParams.get('state') ?? '';
      const form = new URLSearchParams({ code: 'c', state }).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer =
        method === 'GET'
          ? await app.open(`/callback?${form}`)
          : await app.open('/callback', { method, headers, body: form });
      expect(answer.body).toMatchObject({ kind: 'success', user: { id: 'u-1' } });
    }
  });

  test('A54: a form post without its cookie', async () => {
    await begin();
    const state = (await app.open('/login')).location?.searchParams.get('state') ?? '';
    app.forgetCookies();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.open('/callback', { method: 'POST', headers, body: `code=c&state=${state}` });
    expect(answer.body.info?.reason).toBe('session_cookie_missing');
  });

  test('A12: fifty starts leave a small cookie, and the last one works', async () => {
    await begin();
    let state = '';
    for (let i = 0; i < 50; i++) state = (await app.open('/login')).location?.searchParams.get('state') ?? '';
    expect(app.cookieBytes()).toBeLessThan(3_000);
    expect((await app.open(`/callback?code=c&state=${state}`)).body.kind).toBe('success');
  });

  test('A12: logins at four providers leave a cookie below 4,096 bytes, and expired ones leave', async () => {
    await begin();
    const emitted = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const returnTo = `/${'x'.repeat(511)}`;
    for (const name of ['one', 'two', 'three', 'four']) {
      const strategy = makeStrategy(declare(service(), { name }), {
        callbackURL: `${app.origin}/callback`,
      });
      app.addLogin(`/login/${name}`, strategy, { returnTo });
    }
    for (let i = 0; i < 20; i++) {
      await app.open(`/login/${['one', 'two', 'three', 'four'][i % 4] ?? ''}`);
      expect(app.largestCookie()).toBeLessThan(4_096);
    }
    expect(emitted).not.toHaveBeenCalled();
    emitted.mockRestore();
    await later(660_000, () => app.open('/login'));
    expect(app.largestCookie()).toBeLessThan(500);
  });

  test.each([
    'code=a&code=b',
    'code[]=a',
    'code[x]=a',
    'code=a&state[]=s',
    'code=a&state=b&state=c',
    '__proto__[code]=x&code=a',
    'code=a&constructor[prototype][x]=1',
  ])('A40: %s', async (query) => {
    await begin();
    await app.open('/login');
    const { body, status } = await app.open(`/callback?${query}`);
    expect(body.kind ?? status).not.toBe('success');
    expect(service().at('/token')).toHaveLength(0);
  });
});

test('a lone surrogate in a JSON callback crashes nothing', async () => {
  await start();
  const state = (await app.open('/login')).location?.searchParams.get('state') ?? '';
  const body = `{"code":"a\\ud800","state":"${state}"}`;
  const answer = await app.open('/callback', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.body).toMatchObject({ kind: 'fail' });
});

describe('A44: a relative callbackURL', () => {
  const forged = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };
  const own = (): string => `${app.origin}/callback`;

  test('follows the host of the request, and no forwarding header', async () => {
    await start({ callbackURL: '/callback' });
    expect(redirectURI(await app.open('/login', { headers: forged }))).toBe(own());
    expect(
      redirectURI(
        await app.open('/login', { headers: { ...forged, forwarded: 'host=evil.example;proto=https' } }),
      ),
    ).toBe(own());
  });

  test.each(['the option `proxy`', 'Express’ `trust proxy`'])(
    'follows forwarding headers under %s',
    async (how) => {
      await start({ callbackURL: '/callback', ...(how.includes('option') ? { proxy: true } : {}) });
      if (!how.includes('option')) app.express.set('trust proxy', true);
      const open = (headers: Record<string, string>) => app.open('/login', { headers }).then(redirectURI);
      expect(await open({ 'x-forwarded-proto': 'https', 'x-forwarded-host': 'app.example' })).toBe(
        'https://app.example/callback',
      );
      expect(
        await open({ 'x-forwarded-proto': 'HTTPS, http', 'x-forwarded-host': 'app.example, inner' }),
      ).toBe('https://app.example/callback');
      expect(await open({ 'x-forwarded-proto': 'http', 'x-forwarded-host': 'app.example' })).toBeNull();
      expect(await open({ 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'app.example' })).toBeNull();
      expect(await open({})).toBe(own());
    },
  );

  test.each(['10.1.2.3', 'uniquelocal', ['192.0.2.0/24']])(
    'A44: `trust proxy` of %j does not trust everybody',
    async (trusted) => {
      await start({ callbackURL: '/callback' });
      app.express.set('trust proxy', trusted);
      expect(redirectURI(await app.open('/login', { headers: forged }))).toBe(own());
    },
  );

  test('of one request', async () => {
    await start({ callbackURL: 'relative' });
    expect(redirectURI(await app.open('/login'))).toBe(`${app.origin}/relative`);
  });

  const hosts = [
    'evil.example/path',
    'evil.example?',
    'evil.example#',
    'a@b',
    'a:b@127.0.0.1',
    '127.0.0.1@evil.example',
    'evil.example\\@127.0.0.1',
    '',
    ' ',
    'a b',
    '127.0.0.1:99999',
    '[::1',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
  ];
  test.each(hosts)('A44: Host "%s" leads nowhere', async (host) => {
    await start({ callbackURL: '/callback' });
    const answer = await rawGet(app.origin, `Host: ${host}\r\n`);
    expect(answer).not.toMatch(/^location:/im);
  });

  test('A44: a request line with a whole address leads nowhere', async () => {
    await start({ callbackURL: '/callback' });
    const answer = await rawGet(app.origin, 'Host: 127.0.0.1\r\n', 'http://evil.example/login');
    expect(answer).not.toMatch(/redirect_uri=http[^&]*evil/i);
  });
});

/** A request that no HTTP client would send. */
function rawGet(origin: string, headers: string, target = '/login'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    let answer = '';
    socket.on('error', reject);
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('end', () => resolve(answer));
    socket.write(`GET ${target} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  });
}
