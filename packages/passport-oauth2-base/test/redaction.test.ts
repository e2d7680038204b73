import { inspect } from 'node:util';
import { type TokenSet } from 'passport-oauth2-base';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy, oauth2Of } from 'passport-strategy-contract/harness';
import { everythingOf, Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();

/** A login whose token request fails with what `echo` makes of the form that was sent. */
async function errorOf(
  echo: (sent: URLSearchParams, authorization: string) => string,
  { code = 'code-canary/with+signs=', secret = 'secret-canary/with+signs&more', different = {} } = {},
): Promise<string> {
  service().token = (res, { body, headers }) =>
    res
      .writeHead(400, { 'content-type': 'application/json' })
      .end(echo(new URLSearchParams(body), headers.authorization ?? ''));
  const strategy = makeStrategy(declare(service(), different), { clientSecret: secret });
  const { error, kind } = await new Visitor().login(strategy, { code });
  expect(kind).toBe('error');
  return everythingOf(error);
}

const php = (value: unknown): string => JSON.stringify(value).replaceAll('/', '\\/');
const dotnet = (value: unknown): string =>
  JSON.stringify(value).replace(/[+&<>']/g, (c) => `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`);

describe('A43: a service that echoes what it was sent', () => {
  const held: readonly [name: string, echo: (sent: URLSearchParams, authorization: string) => string][] = [
    ['as text', (s) => `no such code ${s.get('code')} for ${s.get('client_secret')}`],
    [
      'as JSON',
      (s) => JSON.stringify({ error: 'x', error_description: `${s.get('code')} ${s.get('client_secret')}` }),
    ],
    ['as a form', (s) => `error=x&${s.toString()}`],
    ['in the error code', (s) => JSON.stringify({ error: s.get('code') })],
    [
      'in error_uri',
      (s) =>
        JSON.stringify({ error: 'x', error_uri: `https://x/?c=${encodeURIComponent(s.get('code') ?? '')}` }),
    ],
    ['the verifier', (s) => JSON.stringify({ error: 'x', error_description: s.get('code_verifier') })],
    ['in a page', (s) => `<p>${s.get('code')}</p>`],
    ['as a list', (s) => JSON.stringify([s.get('code'), s.get('client_secret')])],
  ];
  test.each(held)('A43: %s', async (_name, echo) => {
    let verifier = '';
    const text = await errorOf((sent, authorization) => {
      verifier = sent.get('code_verifier') ?? '';
      return echo(sent, authorization);
    });
    expect(text).not.toContain('canary');
    expect(text).not.toContain(verifier);
  });

  test.each([
    ['PHP', php],
    ['.NET', dotnet],
  ] as const)('A43: in JSON as %s escapes it', async (_name, spell) => {
    const text = await errorOf((s) =>
      spell({ error: 'x', error_description: `no ${s.get('code')} ${s.get('client_secret')}` }),
    );
    expect(text).not.toContain('canary');
  });

  test.each([
    [
      'lower-case percent-encoding',
      (v: string) => encodeURIComponent(v).replace(/%../g, (c) => c.toLowerCase()),
    ],
    ['HTML', (v: string) => v.replaceAll('&', '&amp;').replaceAll('+', '&#43;')],
    ['base64', (v: string) => Buffer.from(v).toString('base64')],
  ])('A43: in %s', async (_name, spell) => {
    let spelt = '';
    const text = await errorOf((s) => `bad ${(spelt = spell(s.get('client_secret') ?? ''))}`);
    expect(text).not.toContain(spelt);
  });

  test('A43: the Basic header', async () => {
    const text = await errorOf((_s, authorization) => JSON.stringify({ message: `got ${authorization}` }), {
      different: { clientAuthentication: 'client_secret_basic' },
    });
    expect(text).not.toContain(Buffer.from('client-1:secret').toString('base64').slice(0, 15));
  });

  test('A43: tokens in an answer that is refused', async () => {
    const jwt = `eyJhbGciOiJub25lIn0.${'a'.repeat(40)}.${'b'.repeat(40)}`;
    const text = await errorOf(
      () => `{"access_token":"canary-1","refresh_token":"canary-2","x":"${jwt}","error":"x"}`,
    );
    expect(text).not.toMatch(/canary|a{40}|b{40}/);
  });

  test('A43: the access token at the profile endpoint', async () => {
    service().user = {
      status: 401,
      json: { error: 'invalid_token', error_description: 'opaque-access-token is old' },
    };
    const { error } = await new Visitor().login(makeStrategy(declare(service())));
    expect(error).toMatchObject({ reason: 'profile_refused' });
    expect(everythingOf(error)).not.toContain('opaque-access-token');
  });

  test('A43: the access token of _oauth2.get', async () => {
    service().other = {
      status: 401,
      json: { error: 'invalid_token', error_description: 'opaque-canary is old' },
    };
    const error = await new Promise((resolve) =>
      oauth2Of(makeStrategy(declare(service()))).get(`${service().origin}/api`, 'opaque-canary', resolve),
    );
    expect(everythingOf(error)).not.toContain('opaque-canary');
  });

  test('A43: one secret that is the beginning of another', async () => {
    const text = await errorOf((s) => `no ${s.get('code')}`, { secret: 'abcdef', code: 'abcdef-canary' });
    expect(text).not.toContain('canary');
  });
});

describe('regular expressions under attack', () => {
  const size = 60_000;
  const repeated = (unit: string): string => unit.repeat(Math.ceil(size / unit.length));
  const linear = [
    '"data":"',
    '"code"   ',
    'Bearer ',
    'Basic\t',
    'code=',
    '\\"',
    '"token":"\\',
    '\u202e',
    '[redacted]',
    '{"error":',
    ' ',
    'a_',
  ];
  const timed = async (body: string): Promise<number> => {
    service().token = { status: 400, body };
    const client = makeClient(declare(service()));
    const before = performance.now();
    await client.exchange({ code: 'the-code', callbackURL: 'https://a.example/' }).catch(() => undefined);
    return performance.now() - before;
  };

  test.each(linear)('an error body of %j, a megabyte long, is read at once', async (unit) => {
    expect(await timed(unit.repeat(Math.floor(1_000_000 / unit.length)))).toBeLessThan(1_000);
  });

  test('an error body of "eyJ-" is read at once', async () => {
    expect(await timed(repeated('eyJ-'))).toBeLessThan(500);
  });
});

describe('R85: what is printed', () => {
  const secrets = ['client-secret-canary', 'opaque-access-token', 'refresh-canary', 'header-canary'];
  test('of strategy, client and tokens holds no secret', async () => {
    service().token = {
      json: { access_token: 'opaque-access-token', token_type: 'Bearer', refresh_token: 'refresh-canary' },
    };
    const strategy = makeStrategy(declare(service()), { customHeaders: { 'X-Key': 'header-canary' } });
    const tokens: TokenSet = await strategy.client.exchange({ code: 'c', callbackURL: 'https://a.example/' });
    for (const value of [strategy, strategy.client, strategy._oauth2, tokens]) {
      const shown = inspect(value, { depth: 20, showHidden: true });
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
    expect(JSON.stringify(strategy.client)).not.toContain('canary');
    expect(JSON.parse(JSON.stringify(tokens))).toMatchObject({ refreshToken: 'refresh-canary' });
  });

  test('as JSON of a strategy holds no custom header', () => {
    const strategy = makeStrategy(declare(service()), {
      customHeaders: { Authorization: 'Basic header-canary' },
    });
    expect(JSON.stringify(strategy)).not.toContain('header-canary');
  });

  test('as JSON of a strategy holds no client secret', () => {
    expect(JSON.stringify(makeStrategy(declare(service())))).not.toContain('canary');
  });
});
