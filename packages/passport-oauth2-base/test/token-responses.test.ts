import { json } from './support/replies';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeStrategy, type Declaration } from 'passport-strategy-contract/harness';
import { Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
const good = { access_token: 't-1', token_type: 'Bearer' };

/** A whole login with this token response; the reason, or what verify was given. */
async function loginWith(response: unknown, different: Partial<Declaration> = {}, options: object = {}) {
  service().token = typeof response === 'string' ? { body: response, headers: json } : { json: response };
  let tokens: Record<string, unknown> | undefined;
  const strategy = makeStrategy(declare(service(), different), {
    verify: (login: { tokens: object }) => {
      tokens = login.tokens as Record<string, unknown>;
      return { id: 1 };
    },
    ...options,
  });
  const outcome = await new Visitor().login(strategy);
  return { reason: outcome.reason ?? outcome.kind, tokens, outcome };
}

describe('A38: types and values of a token response', () => {
  const bad: readonly (readonly [response: object, reason: string])[] = [
    ...[123, {}, [], null, true, '', ['t']].map(
      (access_token) => [{ ...good, access_token }, 'token_response_invalid'] as const,
    ),
    ...[123, {}, [], true].map((token_type) => [{ ...good, token_type }, 'token_response_invalid'] as const),
    ...['mac', 'DPoP', 'N_A', 'bearer ', ' Bearer', 'Bearer x'].map(
      (token_type) => [{ ...good, token_type }, 'token_type_unsupported'] as const,
    ),
    ...[undefined, null, ''].map(
      (token_type) => [{ ...good, token_type }, 'token_response_invalid'] as const,
    ),
    ...[1, {}, [], true, false].flatMap((value) => [
      [{ ...good, refresh_token: value }, 'token_response_invalid'] as const,
      [{ ...good, id_token: value }, 'token_response_invalid'] as const,
    ]),
    [{ ...good, error: 'invalid_grant' }, 'error'],
    [{ ...good, error: 1 }, 'error'],
    [{ ...good, success: false }, 'token_refused'],
    [{ ...good, status: 'error' }, 'token_refused'],
    [{ data: good }, 'token_response_invalid'],
    [{ constructor: good, prototype: good }, 'token_response_invalid'],
  ].map(
    ([response, reason]) =>
      [response as object, reason === 'error' ? 'token_refused' : (reason as string)] as const,
  );
  test.each(bad)('A38: %j is %s', async (response, reason) => {
    const { outcome, reason: actual } = await loginWith(response);
    expect(outcome.kind).toBe('error');
    expect(actual).toBe(reason);
    expect(service().at('/user')).toHaveLength(0);
  });

  const fine: readonly (readonly [response: object, tokens: object, different?: Partial<Declaration>])[] = [
    [{ ...good, token_type: 'bEaReR' }, { tokenType: 'bEaReR' }],
    [{ access_token: 't' }, { tokenType: 'Bearer' }, { tokenResponse: { optionalTokenType: true } }],
    [{ ...good, scope: 'a b' }, { scope: ['a', 'b'] }],
    [{ ...good, scope: 'a  b ' }, { scope: ['a', 'b'] }],
    [{ ...good, scope: ['a', 1, '', 'b'] }, { scope: ['a', 'b'] }],
    [{ ...good, scope: 'a,b' }, { scope: ['a', 'b'] }, { scopeSeparator: ',' }],
    [{ ...good, scope: 'a,b' }, { scope: ['a', 'b'] }],
    [{ ...good, scope: 'a, b,c,' }, { scope: ['a', 'b', 'c'] }],
    [{ ...good, scope: 'a,b c' }, { scope: ['a,b', 'c'] }],
    [{ ...good, scope: 'a b' }, { scope: ['a', 'b'] }, { scopeSeparator: ',' }],
    [{ ...good, scope: 'a,b;c' }, { scope: ['a,b', 'c'] }, { scopeSeparator: ';' }],
    [{ ...good, scope: '' }, { scope: [] }],
    [{ ...good, refresh_token: null, id_token: '' }, { scope: [] }],
    [
      { data: { token: good } },
      { accessToken: 't-1' },
      { tokenResponse: { unwrap: (answer) => answer.data!.token } },
    ],
  ];
  test.each(fine.map(([response, tokens, different = {}]) => ({ response, tokens, different })))(
    'A38: $response is understood',
    async ({ response, tokens, different }) => {
      const result = await loginWith(response, different);
      expect(result.reason).toBe('success');
      expect(result.tokens).toMatchObject(tokens);
    },
  );

  test.each([3600, 0.5, '3600', ' 3600\n', '0003600'])(
    'A38: expires_in %j becomes a time',
    async (expires_in) => {
      const { tokens } = await loginWith({ ...good, expires_in });
      const expected = Date.now() + Number(expires_in) * 1000;
      expect(Math.abs((tokens?.['expiresAt'] as Date).getTime() - expected)).toBeLessThan(2_000);
    },
  );

  const meaningless = ['', ' ', '0', '-1', '1e3', '0x10', '3600s', '3600.5', '9'.repeat(10), '9'.repeat(400)];
  test.each([undefined, null, 0, -1, 1e99, {}, [], true, [3600], ...meaningless])(
    'A38: expires_in %j says nothing, and the login succeeds',
    async (expires_in) => {
      const { reason, tokens } = await loginWith({ ...good, expires_in });
      expect(reason).toBe('success');
      expect(tokens).not.toHaveProperty('expiresAt');
    },
  );

  test.each([null, ''])(
    'a token_type of %j is as good as missing where it may be missing',
    async (token_type) => {
      const { reason } = await loginWith(
        { ...good, token_type },
        { tokenResponse: { optionalTokenType: true } },
      );
      expect(reason).toBe('success');
    },
  );
});

describe('R39: a scope that is not answered is the one that was asked for', () => {
  const rows: readonly (readonly [name: string, options: object, request: object, scope: string[]])[] = [
    ['nothing asked', {}, {}, []],
    ['of the strategy', { scope: 'a b' }, {}, ['a', 'b']],
    ['a list of the strategy', { scope: ['a', 'b'], scopeSeparator: ',' }, {}, ['a', 'b']],
    ['of the request', { scope: 'a' }, { scope: ['x', 'y'] }, ['x', 'y']],
  ];
  test.each(rows)('R39: %s', async (_name, options, request, scope) => {
    let granted: unknown;
    const verify = (login: { tokens: { scope: unknown } }) => ((granted = login.tokens.scope), { id: 1 });
    const strategy = makeStrategy(declare(service()), { ...options, verify });
    const visitor = new Visitor();
    const state = (await visitor.start(strategy, request)).searchParams.get('state');
    expect((await visitor.finish(strategy, { code: 'c', state })).kind).toBe('success');
    expect(granted).toEqual(scope);
  });
});

describe('A39: members that would change a prototype', () => {
  afterEach(() => expect(Object.keys(Object.prototype)).toEqual([]));
  const evil = '{"polluted":1}';
  const spellings = ['__proto__', '\\u005f_proto__', '__proto\\u005F_'];
  const bodies = spellings.map(
    (name) =>
      `{"access_token":"t","token_type":"Bearer","${name}":${evil},"user":{"id":"1","${name}":${evil}}}`,
  );

  test.each(bodies)('A39: %s', async (body) => {
    const { tokens } = await loginWith(body, {
      profile: { fromTokenResponse: (r) => r['user'], map: (u) => ({ id: u.identifier('id') }) },
    });
    expect(protoMembers(tokens?.['raw'])).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each(['__\\u0070roto__', '__prot\\u006f__'])('A39: spelt %s', async (name) => {
    const { tokens } = await loginWith(
      `{"access_token":"t","token_type":"Bearer","${name}":${evil},"a":{"${name}":${evil}}}`,
    );
    expect(protoMembers(tokens?.['raw'])).toEqual([]);
  });

  test('A39: `constructor.prototype` stays data', async () => {
    const { reason } = await loginWith({ ...good, constructor: { prototype: { polluted: 1 } } });
    expect(reason).toBe('success');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

/** Where in a value an own `__proto__` member stands. */
function protoMembers(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.getOwnPropertyNames(value).flatMap((name) => [
    ...(name === '__proto__' ? [path] : []),
    ...protoMembers(Object.getOwnPropertyDescriptor(value, name)?.value, `${path}/${name}`),
  ]);
}
