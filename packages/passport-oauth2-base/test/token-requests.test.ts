import { eachTestHasService, type Received } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy, type Declaration } from 'passport-strategy-contract/harness';
import { stateOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const callbackURL = 'https://app.example/callback';

async function exchange(
  different: Partial<Declaration>,
  options: object = {},
  code = 'the-code',
): Promise<Received> {
  service().other = service().token;
  const client = makeClient(declare(service(), different), options);
  await client.exchange({ code, callbackURL, codeVerifier: 'v'.repeat(43) });
  return service().requests[0] as Received;
}
const formOf = ({ body }: Received): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

describe('client authentication', () => {
  test('client_secret_post', async () => {
    const sent = await exchange({ clientAuthentication: 'client_secret_post' });
    expect(formOf(sent)).toMatchObject({ client_id: 'client-1', client_secret: 'client-secret-canary' });
    expect(sent.headers).not.toHaveProperty('authorization');
  });

  const pairs = [
    ['client', 'secret'],
    ['a:b', 'c:d'],
    ['100%', '%3A%zz'],
    ['with space', ' lead and trail '],
    ['žluť', '🦊 ünïcode'],
    ['a+b&c=d', '"\'`~!*()'],
    ['{code}', '$& $1 $$'],
  ] as const;
  test.each(pairs)('A58: client_secret_basic with %j and %j', async (clientID, clientSecret) => {
    const sent = await exchange({ clientAuthentication: 'client_secret_basic' }, { clientID, clientSecret });
    const [scheme, encoded = ''] = sent.headers.authorization?.split(' ') ?? [];
    const [id = '', secret = '', ...rest] = Buffer.from(encoded, 'base64').toString('latin1').split(':');
    expect([scheme, rest]).toEqual(['Basic', []]);
    expect([decode(id), decode(secret)]).toEqual([clientID, clientSecret]);
    expect(sent.body).not.toMatch(/client_secret|client_id/);
  });

  test('R32: none', async () => {
    const sent = await exchange(
      { clientAuthentication: 'none', pkce: 'required' },
      { clientSecret: undefined },
    );
    expect(formOf(sent)).toMatchObject({ client_id: 'client-1', code_verifier: 'v'.repeat(43) });
    expect(`${sent.body}${JSON.stringify(sent.headers)}`).not.toMatch(/secret|"authorization"/i);
  });

  test('a header', async () => {
    const sent = await exchange({ clientAuthentication: { header: 'X-Client-Secret' } });
    expect(sent.headers['x-client-secret']).toBe('client-secret-canary');
    expect(sent.body).not.toContain('canary');
  });

  test.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'ž'])(
    'a secret of %j in a header reaches nobody',
    async (clientSecret) => {
      await expect(exchange({ clientAuthentication: { header: 'X-S' } }, { clientSecret })).rejects.toThrow(
        /`clientSecret` contains a line end|Invalid character in header/,
      );
      expect(service().requests).toHaveLength(0);
    },
  );

  test('R43: an access token with a line end reaches nobody as a header', async () => {
    await expect(makeClient(declare(service())).userProfile('t\r\nX-Evil: 1')).rejects.toMatchObject({
      reason: 'network_error',
    });
    expect(service().requests).toHaveLength(0);
  });

  test('R85: an Authorization among customHeaders goes to the token endpoint only', async () => {
    const customHeaders = { authorization: 'Basic custom', 'X-Other': '1', 'User-Agent': 'mine' };
    await new Visitor().login(makeStrategy(declare(service()), { customHeaders }));
    const [token, user] = service().requests;
    expect(token?.headers).toMatchObject({
      authorization: 'Basic custom',
      'x-other': '1',
      'user-agent': 'mine',
    });
    expect(user?.headers).toMatchObject({ authorization: 'Bearer opaque-access-token', 'x-other': '1' });
  });
});

describe('how a token request is spelt', () => {
  test('form', async () => {
    const sent = await exchange({}, {}, 'a+b c&d=ž');
    expect(sent.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(formOf(sent)).toMatchObject({
      grant_type: 'authorization_code',
      code: 'a+b c&d=ž',
      redirect_uri: callbackURL,
    });
    expect(sent.headers).toMatchObject({
      'accept-encoding': 'identity',
      'user-agent': 'passport-acme',
      accept: 'application/json',
    });
  });

  test('JSON', async () => {
    const sent = await exchange({ tokenRequest: { encoding: 'json' } }, {}, 'a"b\u2028');
    expect(sent.headers['content-type']).toBe('application/json');
    expect(JSON.parse(sent.body)).toMatchObject({
      code: 'a"b\u2028',
      client_id: 'client-1',
      client_secret: 'client-secret-canary',
    });
  });

  const template = () => ({
    endpoints: {
      authorization: `${service().origin}/authorize`,
      token: `${service().origin}/apps/{client_id}/exchange/{code}?v=1`,
    },
    tokenRequest: { method: 'GET' as const },
    clientAuthentication: { header: 'X-Client-Secret' },
    pkce: 'unsupported' as const,
  });
  const codes = [
    'a/b',
    'a+b',
    'a=b',
    '100%',
    '%2e%2e%2f',
    '../../admin',
    '..%2fadmin',
    'a?b#c',
    'a\\b',
    'žluť',
    '🦊',
    'a b',
    '$&$1',
    '{code}',
    'a;b',
    "a'b",
  ];
  test.each(codes)('a code of %s is one segment of the path, encoded once', async (code) => {
    const { url, method, body } = await exchange(template(), { clientID: 'c/1' }, code);
    expect([method, body]).toEqual(['GET', '']);
    expect(url).toMatch(/^\/apps\/c%2F1\/exchange\/[^/?#]+\?v=1$/);
    expect(decodeURIComponent(url.split('/')[4]?.split('?')[0] ?? '')).toBe(code);
  });

  test.each(['.', '..'])('a code of %s does not change the path', async (code) => {
    await exchange(template(), {}, code).catch(() => undefined);
    const paths = service().requests.map(({ url }) => url.split('?')[0]);
    expect(paths).not.toContain('/apps/client-1/');
    expect(paths).not.toContain('/apps/client-1/exchange/');
  });

  test('a code that travels in the path of a POST is not sent in the body', async () => {
    const sent = await exchange({
      endpoints: { authorization: `${service().origin}/a`, token: `${service().origin}/x/{code}` },
    });
    expect(formOf(sent)).not.toHaveProperty('code');
  });

  test('half a surrogate pair in a code ends with a reason', async () => {
    service().token = { status: 400, json: { error: 'invalid_grant' } };
    const strategy = makeStrategy(declare(service()));
    const visitor = new Visitor();
    const state = stateOf(await visitor.start(strategy));
    const outcome = await visitor.finish(
      strategy,
      {},
      {},
      { method: 'POST', body: { code: 'ab\ud800cd', state } },
    );
    expect(outcome.reason).toEqual(expect.any(String));
  });
});

describe('R14: parameters of the application', () => {
  test('cannot replace the reserved ones of a token request', async () => {
    const strategy = makeStrategy(declare(service()));
    strategy.tokenParams = () => ({
      code: 'evil',
      client_id: 'evil',
      client_secret: 'evil',
      redirect_uri: 'evil',
      grant_type: 'evil',
      code_verifier: 'evil',
      audience: 'mine',
      object: {},
    });
    expect((await new Visitor().login(strategy)).kind).toBe('success');
    const sent = formOf(service().at('/token')[0] as Received);
    expect(Object.values(sent)).not.toContain('evil');
    expect(sent).toMatchObject({ audience: 'mine', code: 'the-code' });
    expect(sent).not.toHaveProperty('object');
  });

  test('cannot replace the reserved ones of an authorization request, whose own query stays', async () => {
    const authorizationURL = `${service().origin}/authorize?tenant=a%20b&x=1&x=2&state=fixed&client_id=evil`;
    const strategy = makeStrategy(declare(service()), { authorizationURL, scope: 'read' });
    strategy.authorizationParams = () => ({
      state: 'evil',
      client_id: 'evil',
      redirect_uri: 'evil',
      response_type: 'token',
      scope: 'evil',
      code_challenge: 'evil',
      code_challenge_method: 'plain',
      prompt: 'login',
    });
    const { searchParams } = await new Visitor().start(strategy);
    expect(searchParams.getAll('x')).toEqual(['1', '2']);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      tenant: 'a b',
      client_id: 'client-1',
      response_type: 'code',
      redirect_uri: callbackURL,
      scope: 'read',
      code_challenge_method: 'S256',
      prompt: 'login',
    });
    for (const name of ['state', 'client_id', 'code_challenge'])
      expect(searchParams.getAll(name)).toHaveLength(1);
    expect(searchParams.get('state')).toMatch(/^[\w-]{43}$/);
  });

  test('what the service does not know is not sent', async () => {
    const strategy = makeStrategy(
      declare(service(), { authorizationRequest: { omit: ['response_type', 'scope'] } }),
    );
    strategy.authorizationParams = () => ({ scope: 'b', response_type: 'token' });
    const { searchParams } = await new Visitor().start(strategy);
    expect([...searchParams.keys()].sort()).toEqual([
      'client_id',
      'code_challenge',
      'code_challenge_method',
      'redirect_uri',
      'state',
    ]);
  });
});

/** Undoes form-encoding, as a server does. */
function decode(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? '';
}
