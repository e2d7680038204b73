import type { UserObject } from 'passport-oauth2-base';
import { json, reasonOf } from './support/replies';
import { eachTestHasService } from 'passport-strategy-contract/harness';
import { declare, makeClient, makeStrategy, type Declaration } from 'passport-strategy-contract/harness';
import { Visitor } from 'passport-strategy-contract/harness';

const service = eachTestHasService();
type Mapping = Declaration['profile'];
const mapping = (profile: Mapping): Declaration => declare(service(), { profile });

describe('R57: identifiers', () => {
  const rows: readonly (readonly [json: string, id: string | undefined])[] = [
    ['"abc"', 'abc'],
    ['"0"', '0'],
    ['0', '0'],
    ['-0', '0'],
    ['12', '12'],
    ['1e3', '1000'],
    ['9007199254740991', '9007199254740991'],
    ['9007199254740992', undefined],
    ['9007199254740993', undefined],
    ['1.5', undefined],
    ['1e400', undefined],
    ['""', undefined],
    ['null', undefined],
    ['{}', undefined],
    ['[]', undefined],
    ['["abc"]', undefined],
    ['true', undefined],
    ['{"toString":"x"}', undefined],
    // UTF-8 writes every lone surrogate as the same character.
    ['"\\ud800"', undefined],
    ['"a\\udfff"', undefined],
    ['"\\ud83c\\udf3e"', '🌾'],
  ];
  test.each(rows)('R57: %s is %s', async (text, id) => {
    service().user = { body: `{"id":${text}}`, headers: json };
    for (const profile of [
      { map: (u) => ({ id: u.identifier('id') }) },
      { map: (u) => ({ id: u.json['id'] as string }) },
    ] satisfies Mapping[]) {
      const call = makeClient(mapping(profile)).userProfile('t');
      if (id === undefined) await expect(call).rejects.toMatchObject({ reason: 'profile_invalid' });
      else expect((await call).id).toBe(id);
    }
  });

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'an inherited %s is no identifier',
    async (member) => {
      const client = makeClient(mapping({ map: (u) => ({ id: u.identifier(member) ?? u.text(member) }) }));
      expect(await reasonOf(client.userProfile('t'))).toBe('profile_invalid');
    },
  );

  test('the first member that can be one', async () => {
    service().user = { json: { a: '', b: 1.5, c: 7, d: 'x' } };
    const client = makeClient(mapping({ map: (u) => ({ id: u.identifier('missing', 'a', 'b', 'c', 'd') }) }));
    expect((await client.userProfile('t')).id).toBe('7');
  });

  describe('strictIdentifier', () => {
    const client = (): ReturnType<typeof makeClient> =>
      makeClient(mapping({ map: (u) => ({ id: u.strictIdentifier('a') ?? u.strictIdentifier('b') }) }));

    test.each([[{ b: 'x' }], [{ a: null, b: 'x' }], [{ a: '', b: 'x' }]])(
      'A67 %j: a missing member gives way to the next',
      async (user) => {
        service().user = { json: user };
        expect((await client().userProfile('t')).id).toBe('x');
      },
    );

    test.each([1.5, 2 ** 53, true, {}, [], '\ud800'])(
      'A67 %j never gives way, and the message names the member and not its value',
      async (a) => {
        service().user = { json: { a, b: 'x' } };
        await expect(client().userProfile('t')).rejects.toMatchObject({
          reason: 'profile_invalid',
          message: expect.stringMatching(/`a` is neither text nor an integer/) as string,
        });
      },
    );
  });

  test('what a mapping throws by itself is not quoted; what it says by invalid() is', async () => {
    const throwing = (error: (u: UserObject) => Error): Promise<unknown> =>
      makeClient(
        mapping({
          map: (u) => {
            throw error(u);
          },
        }),
      ).userProfile('t');
    await expect(throwing(() => new Error('secret of Ada'))).rejects.toMatchObject({
      reason: 'profile_invalid',
      message: expect.not.stringContaining('Ada') as string,
    });
    await expect(throwing((u) => u.invalid('`plan` is not a plan'))).rejects.toMatchObject({
      reason: 'profile_invalid',
      message: expect.stringContaining('`plan` is not a plan') as string,
    });
  });
});

describe('A46: e-mail addresses', () => {
  const rows: readonly (readonly [user: object, emails: unknown])[] = [
    [{ email: 'a@x.example', ok: true }, [{ value: 'a@x.example', verified: true }]],
    [{ email: 'a@x.example', ok: false }, [{ value: 'a@x.example', verified: false }]],
    ...[undefined, null, 'true', 1, {}, []].map(
      (ok) => [{ email: 'a@x.example', ok }, [{ value: 'a@x.example' }]] as const,
    ),
    [{ email: '', ok: true }, undefined],
    [{ email: ['a@x.example'], ok: true }, undefined],
    [{ ok: true }, undefined],
  ];
  test.each(rows)('A46: %j', async (user, emails) => {
    service().user = { json: { id: '1', ...user } };
    const profile = await makeClient(
      mapping({ map: (u) => ({ id: '1', emails: u.emails('email', 'ok') }) }),
    ).userProfile('t');
    expect(profile.emails).toEqual(emails);
    expect('emails' in profile).toBe(emails !== undefined);
  });
});

describe('shapes', () => {
  test('members that are undefined are left out, empty names too; `_json` and `_raw` are the user alone', async () => {
    service().user = { json: { data: { id: '1', password: 'x' }, token: 'canary' } };
    const profile = await makeClient(
      mapping({
        fromEndpoint: (answer) => answer['data'],
        map: (u) => ({
          id: u.text('id'),
          username: undefined,
          name: { givenName: undefined },
          photos: u.photos('no'),
        }),
        keep: (u) => u.pick(['id', 'missing', '__proto__']),
      }),
    ).userProfile('t');
    expect(profile).toEqual({ provider: 'acme', id: '1', _json: { id: '1' }, _raw: '{"id":"1"}' });
  });

  test('a mapping cannot name another provider or raw data', async () => {
    const odd = { provider: 'evil', _raw: 'evil', _json: { evil: 1 } };
    const profile = await makeClient(mapping({ map: (u) => ({ id: u.text('id'), ...odd }) })).userProfile(
      't',
    );
    expect(profile).toMatchObject({ _json: { id: 'u-1' }, _raw: expect.stringContaining('u-1') as string });
  });

  test('a mapping cannot name another provider', async () => {
    const profile = await makeClient(
      mapping({ map: () => ({ id: '1', provider: 'evil' }) as never }),
    ).userProfile('t');
    expect(profile.provider).toBe('acme');
  });

  const faulty: readonly (readonly [name: string, profile: Mapping])[] = [
    [
      'map throws',
      {
        map: () => {
          throw new TypeError('mapping');
        },
      },
    ],
    ['map gives nothing', { map: () => undefined as never }],
    [
      'keep throws',
      {
        map: () => ({ id: '1' }),
        keep: () => {
          throw new TypeError('keep');
        },
      },
    ],
    [
      'fromEndpoint throws',
      {
        fromEndpoint: () => {
          throw new TypeError('from');
        },
        map: () => ({ id: '1' }),
      },
    ],
    [
      'fromTokenResponse throws',
      {
        fromTokenResponse: () => {
          throw new TypeError('from');
        },
        map: () => ({ id: '1' }),
      },
    ],
    [
      'fromEndpoint reads a member that is missing',
      { fromEndpoint: (answer) => answer.data!.user, map: (user) => ({ id: user.text('id') }) },
    ],
    [
      'keep gives a circle',
      {
        map: () => ({ id: '1' }),
        keep: () => {
          const o: Record<string, unknown> = {};
          return (o['o'] = o);
        },
      },
    ],
  ];
  test.each(faulty)(
    '%s: the login ends in `profile_invalid`, and nothing crashes',
    async (_name, profile) => {
      expect(await new Visitor().login(makeStrategy(mapping(profile)))).toMatchObject({
        kind: 'error',
        reason: 'profile_invalid',
      });
    },
  );

  test('members are read at any depth without a cast; one that is missing ends in `profile_invalid`', async () => {
    const nested = mapping({
      fromEndpoint: (answer) => answer.data!.user,
      map: (user) => ({ id: user.text('id') }),
    });
    service().user = { json: { data: { user: { id: 'nested' } } } };
    expect((await makeClient(nested).userProfile('t')).id).toBe('nested');
    service().user = { json: {} };
    await expect(makeClient(nested).userProfile('t')).rejects.toMatchObject({ reason: 'profile_invalid' });
  });

  test('a user of 200,000 levels ends with a reason', async () => {
    service().user = {
      headers: json,
      body: `{"id":"1","deep":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    };
    expect((await new Visitor().login(makeStrategy(declare(service())))).reason).toEqual(expect.any(String));
  });

  test('no endpoint and no user in the token response', async () => {
    const declaration = declare(service(), {
      endpoints: { authorization: `${service().origin}/a`, token: `${service().origin}/token` },
    });
    expect((await new Visitor().login(makeStrategy(declaration))).reason).toBe('profile_invalid');
  });

  test('a user in the token response spares a request, and null is none', async () => {
    const profile: Mapping = { fromTokenResponse: (r) => r['user'], map: (u) => ({ id: u.text('id') }) };
    const good = { access_token: 't', token_type: 'Bearer' };
    service().token = { json: { ...good, user: { id: 'inside' } } };
    expect((await new Visitor().login(makeStrategy(mapping(profile)))).user).toMatchObject({ id: 'inside' });
    expect(service().at('/user')).toHaveLength(0);
    service().token = { json: { ...good, user: null } };
    expect((await new Visitor().login(makeStrategy(mapping(profile)))).user).toMatchObject({ id: 'u-1' });
    service().token = { json: { ...good, user: 'text' } };
    expect((await new Visitor().login(makeStrategy(mapping(profile)))).reason).toBe('profile_invalid');
  });
});
