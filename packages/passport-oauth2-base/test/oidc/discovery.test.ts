import { HostedOP, metadataOf, start } from './support/hosted-op';
import { begin, finish, moveClock, TinyOP } from './support/tiny-op';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const issuer = 'https://op.example-business.com';

afterEach(() => moveClock());

describe('the document', () => {
  test.each([
    [issuer, `${issuer}/.well-known/openid-configuration`],
    [`${issuer}/`, `${issuer}/.well-known/openid-configuration`],
    [`${issuer}/tenant`, `${issuer}/tenant/.well-known/openid-configuration`],
  ])('R68: of %s is at %s', async (at, address) => {
    const op = new HostedOP(at);
    expect(await start(op.strategy())).toMatch(/^https:\/\/op\.example-business\.com\/.*authorize\?/);
    expect(op.asked).toEqual([address]);
  });

  test.each([
    ['somebody else', 'https://evil.example'],
    ['the same with a slash', `${issuer}/`],
    ['the same in capitals', 'https://OP.example-business.com'],
    ['http', 'http://op.example-business.com'],
    ['nobody', undefined],
    ['a list', [issuer]],
  ])('R67, A32: of the issuer %s stops the login before it begins', async (_whose, found) => {
    const op = new HostedOP(issuer, { json: { ...metadataOf(issuer), issuer: found } });
    expect(await start(op.strategy())).toBe('discovery_invalid');
  });

  test('R68: an issuer with a query is a TypeError', () => {
    expect(() => new HostedOP(`${issuer}?tenant=1`).strategy()).toThrow(TypeError);
  });

  test.each([
    ['HTML', () => new Response('<p>', { headers: { 'content-type': 'text/html' } }), 'response_not_json'],
    ['null', () => Response.json(null), 'discovery_invalid'],
    ['a list', () => Response.json([metadataOf(issuer)]), 'discovery_invalid'],
    ['404', () => Response.json({}, { status: 404 }), 'discovery_refused'],
    ['503', () => Response.json({}, { status: 503 }), 'provider_unavailable'],
    ['a redirect', () => Response.redirect('https://evil.example/', 302), 'redirect_refused'],
    ['2 MB', () => Response.json({ padding: 'x'.repeat(2_000_000) }), 'response_too_large'],
  ])('A33, A34, A37: %s is no document', async (_what, answer, reason) => {
    expect(await start(new HostedOP(issuer, answer).strategy())).toBe(reason);
  });

  test('A39: `__proto__` in it changes nothing', async () => {
    const text = JSON.stringify(metadataOf(issuer)).replace('{', '{"__proto__":{"polluted":true},');
    const headers = { 'content-type': 'application/json' };
    const op = new HostedOP(issuer, () => new Response(text, { headers }));
    expect(await start(op.strategy())).toMatch(/^https/);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('R71, A13: PKCE in the document', () => {
  test.each([
    [['plain'], 'pkce_unsupported'],
    [[], 'pkce_unsupported'],
    [['s256'], 'pkce_unsupported'],
  ])('%p: nothing weaker is used', async (methods, reason) => {
    const json = { ...metadataOf(issuer), code_challenge_methods_supported: methods };
    expect(await start(new HostedOP(issuer, { json }).strategy())).toBe(reason);
  });

  test.each([[['S256']], [['plain', 'S256']], [undefined]])('%p: S256', async (methods) => {
    const json = { ...metadataOf(issuer), code_challenge_methods_supported: methods };
    const url = new URL(await start(new HostedOP(issuer, { json }).strategy()));
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  });
});

describe('R69, A31: addresses in the document', () => {
  const members = [
    'authorization_endpoint',
    'token_endpoint',
    'userinfo_endpoint',
    'revocation_endpoint',
    'jwks_uri',
  ];
  const refused = [
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
    'http://127.0.0.1:8080/',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://[::1]/',
    'http://op.example-business.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:application/json,{}',
    'ftp://op.example-business.com/',
    '//op.example-business.com/',
    '/relative',
    'https://user:password@op.example-business.com/',
    'https://op.example-business.com/#fragment',
    'not an address',
  ];
  const play = async (member: string, address: unknown, at = issuer): Promise<[string, string[]]> => {
    const op = new HostedOP(at, { json: { ...metadataOf(at), [member]: address } });
    return [await start(op.strategy()), op.asked];
  };

  test.each(refused)('%s is refused wherever it stands, and not asked', async (address) => {
    for (const member of members) {
      const [result, asked] = await play(member, address);
      expect({ member, result, requests: asked.length }).toEqual({
        member,
        result: 'discovery_invalid',
        requests: 1,
      });
    }
  });

  test.each([
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.5/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://0.0.0.0/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://localhost./',
    'https://internal.localhost/',
  ])('%s is refused', async (address) => {
    expect((await play('jwks_uri', address))[0]).toBe('discovery_invalid');
  });

  test('other hosts are the provider’s business, and so is a query', async () => {
    const [result] = await play('authorization_endpoint', 'https://accounts.example.org/o/auth?tenant=1');
    expect(result).toMatch(/^https:\/\/accounts\.example\.org\/o\/auth\?tenant=1&response_type=code&/);
    expect((await play('jwks_uri', 'https://www.example.org/certs'))[0]).toMatch(/^https/);
  });

  test('an issuer on this machine may name this machine, but not the network', async () => {
    const local = 'http://127.0.0.1:4000';
    expect((await play('jwks_uri', 'http://localhost:4001/jwks', local))[0]).toMatch(/^http/);
    expect((await play('jwks_uri', 'http://169.254.169.254/', local))[0]).toBe('discovery_invalid');
  });

  test('an address that the application gave stands above the document, whatever that says', async () => {
    const json = { ...metadataOf(issuer), authorization_endpoint: 'http://169.254.169.254/' };
    const strategy = new HostedOP(issuer, { json }).strategy({ authorizationURL: 'https://mine.example/in' });
    expect(await start(strategy)).toMatch(/^https:\/\/mine\.example\/in\?/);
  });

  test('what the document does not name is as declared', async () => {
    const op = new HostedOP(issuer, { json: { issuer } });
    expect(await start(op.strategy())).toMatch(/^https:\/\/declared\.example\/authorize\?/);
  });
});

describe('the cache', () => {
  let op: TinyOP;
  beforeEach(async () => {
    op = await new TinyOP().listen();
  });
  afterEach(() => op.close());

  const down = { status: 503, json: {} };
  const startAt = async (strategy: ReturnType<TinyOP['strategy']>): Promise<string> =>
    (await start(strategy)).split('?')[0] ?? '';

  test('100 logins at once make one fetch; so do those of the next hour', async () => {
    const strategy = op.strategy({ discovery: true });
    await Promise.all(Array.from({ length: 100 }, () => begin(strategy)));
    moveClock(hour - second);
    expect(await op.login(strategy)).toBe('success');
    expect(op.discoveryFetches).toBe(1);
    moveClock(hour + second);
    expect(await op.login(strategy)).toBe('success');
    expect(op.discoveryFetches).toBe(2);
  });

  test('down at the start: the reason is told, nobody is redirected, and the next login works', async () => {
    const strategy = op.strategy({ discovery: true });
    op.discovery = down;
    expect(await Promise.all([start(strategy), start(strategy)])).toEqual([
      'provider_unavailable',
      'provider_unavailable',
    ]);
    expect(op.discoveryFetches).toBe(1);
    op.discovery = undefined;
    moveClock(1_100);
    expect(await op.login(strategy)).toBe('success');
  });

  test('a document of another issuer is tried again, too', async () => {
    const strategy = op.strategy({ discovery: true });
    op.metadata = { issuer: 'https://evil.example' };
    expect(await start(strategy)).toBe('discovery_invalid');
    op.metadata = {};
    moveClock(1_100);
    expect(await startAt(strategy)).toBe(`${op.issuer}/authorize`);
  });

  test('down later: what is known serves for a day more', async () => {
    const strategy = op.strategy({ discovery: true });
    expect(await op.login(strategy)).toBe('success');
    op.discovery = down;
    for (const later of [30 * minute, 2 * hour, 24 * hour]) {
      moveClock(later);
      expect(await startAt(strategy)).toBe(`${op.issuer}/authorize`);
    }
    moveClock(25 * hour + second);
    expect(await startAt(strategy)).toBe('provider_unavailable');
  });

  test('a hostile document later does not replace the good one', async () => {
    const strategy = op.strategy({ discovery: true });
    expect(await op.login(strategy)).toBe('success');
    op.metadata = { jwks_uri: 'http://169.254.169.254/' };
    moveClock(hour + second);
    const begun = await begin(strategy);
    expect(await finish(strategy, begun, op.idToken(begun))).toBe('success');
  });

  test('off: nobody asks', async () => {
    const strategy = op.strategy();
    expect(await startAt(strategy)).toBe(`${op.issuer}/declared/authorize`);
    expect(await op.login(strategy)).toBe('success');
    expect(op.discoveryFetches).toBe(0);
  });
});
