import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy } from 'passport-strategy-contract/harness';
import { authenticate, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

/** Where a login on this request wants the service to send the user back to, or why there is no login. */
async function redirectURI(request: object, options: object = {}, perRequest: object = {}): Promise<unknown> {
  const strategy = makeStrategy(declare(service()), { callbackURL: '/callback', ...options });
  const { url, reason, kind } = await authenticate(strategy, new Visitor().request(request), perRequest);
  return url === undefined ? (reason ?? kind) : new URL(url).searchParams.get('redirect_uri');
}

const secure = { socket: { encrypted: true } };

describe('A44: on an encrypted connection', () => {
  const rows: readonly (readonly [headers: object, expected: string])[] = [
    [{ host: 'app.example' }, 'https://app.example/callback'],
    [{ host: 'app.example:8443' }, 'https://app.example:8443/callback'],
    [
      { host: 'app.example', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'evil.example' },
      'https://app.example/callback',
    ],
    [{ host: 'user@app.example' }, 'callback_url_insecure'],
    [{ host: 'user:word@app.example' }, 'callback_url_insecure'],
    [{ host: 'app.example:port' }, 'callback_url_insecure'],
    [{ host: 'a b' }, 'callback_url_insecure'],
    [{ host: '[::1' }, 'callback_url_insecure'],
    [{ host: ['app.example', 'evil.example'] }, 'https://app.example/callback'],
  ];
  test.each(rows)('A44: %j gives %s', async (headers, expected) => {
    expect(await redirectURI({ ...secure, headers })).toBe(expected);
  });

  test('the older name of the socket counts as well', async () => {
    expect(await redirectURI({ connection: { encrypted: true }, headers: { host: 'app.example' } })).toBe(
      'https://app.example/callback',
    );
  });

  test.each([{}, { host: '' }, { host: ' ' }, { host: ',' }])('A44: %j is no host', async (headers) => {
    expect(await redirectURI({ ...secure, headers, url: '/login' })).toBe('callback_url_insecure');
  });
});

describe('plain connections', () => {
  test.each(['app.example', '0.0.0.0', 'localhost.evil.example', '[::ffff:127.0.0.1]', '', '192.168.1.1'])(
    'Host %s is refused',
    async (host) => {
      expect(await redirectURI({ headers: { host } })).toBe('callback_url_insecure');
    },
  );
  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])('Host %s is this machine', async (host) => {
    expect(await redirectURI({ headers: { host } })).toBe(`http://${host}/callback`);
  });
});

describe('callbackURL of one request', () => {
  const rows: readonly (readonly [callbackURL: unknown, expected: string])[] = [
    ['https://tenant.example/callback', 'https://tenant.example/callback'],
    ['/other', 'https://app.example/other'],
    [undefined, 'https://app.example/callback'],
    ['http://tenant.example/callback', 'callback_url_insecure'],
    ['javascript:alert(1)', 'callback_url_insecure'],
    [' javascript:alert(1)', 'callback_url_insecure'],
    ['https://a:b@tenant.example/', 'callback_url_insecure'],
    ['https://', 'callback_url_insecure'],
    ['data:text/html,x', 'callback_url_insecure'],
  ];
  test.each(rows)('R12: %s gives %s', async (callbackURL, expected) => {
    expect(await redirectURI({ ...secure, headers: { host: 'app.example' } }, {}, { callbackURL })).toBe(
      expected,
    );
  });

  test.each(['https://tenant.example/#x', '/other#x'])('R11: %s is refused', async (callbackURL) => {
    expect(await redirectURI({ ...secure, headers: { host: 'app.example' } }, {}, { callbackURL })).toBe(
      'callback_url_insecure',
    );
  });
});
