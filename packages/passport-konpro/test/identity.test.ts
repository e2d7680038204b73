import { KonProClient } from 'passport-konpro';
import { identityContract, type IdentityContractOptions } from 'passport-strategy-contract';
import { rejection } from 'passport-strategy-contract/harness';

type Fetch = Parameters<IdentityContractOptions['client']>[0];

const clientWith =
  (options: object) =>
  (fetch: Fetch): KonProClient =>
    new KonProClient({ clientID: 'abc123', fetch, ...options });

const inSection = (user: object): object => ({ code: 100, data: { user, id: 7, user_id: 7 } });
const flat = (user: object): object => ({ ...user });

const identities: Readonly<Record<string, IdentityContractOptions>> = {
  'account.get': {
    members: ['user_id', 'id', 'username'],
    response: inSection,
    client: clientWith({}),
  },
  'user/me': {
    members: ['user_id', 'id', 'username'],
    response: flat,
    client: clientWith({ profileSource: 'user/me' }),
  },
  "idMember: 'id'": { members: ['id'], response: inSection, client: clientWith({ idMember: 'id' }) },
  "idMember: 'username'": {
    members: ['username'],
    response: inSection,
    client: clientWith({ idMember: 'username' }),
  },
  'an e-mail address as id': {
    members: ['user_id', 'email'],
    response: inSection,
    client: clientWith({ dangerouslyUseEmailAsId: true }),
  },
};

describe.each(Object.entries(identities))('%s', (_name, options) => {
  test.each(identityContract(options))('$title', ({ run }) => run());
});

const answered =
  (body: object): Fetch =>
  () =>
    Promise.resolve(Response.json(body));

test.each<[string, object, object, string]>([
  ['user_id, unchanged', {}, { user_id: 'a', id: 'b', username: 'c' }, 'a'],
  ['a number as user_id', {}, { user_id: 42 }, '42'],
  ['id, with its name', {}, { user_id: null, id: 42, username: '42' }, 'id:42'],
  ['username, with its name', {}, { id: '', username: '42' }, 'username:42'],
  ['a username that imitates an id', {}, { username: 'id:42' }, 'username:id:42'],
  ['idMember: user_id', { idMember: 'user_id' }, { user_id: 'id:42', id: 'b' }, 'id:42'],
  ['idMember: id', { idMember: 'id' }, { user_id: 'a', id: 42 }, '42'],
  ['idMember: username', { idMember: 'username' }, { user_id: {}, username: 'c' }, 'c'],
  [
    'the e-mail address, only if it may be',
    { dangerouslyUseEmailAsId: true },
    { email: 'a@b.c' },
    'email:a@b.c',
  ],
])('A67 the id is %s', async (_what, options, user, id) => {
  const client = clientWith(options)(answered({ data: { user } }));
  expect((await client.userProfile('any')).id).toBe(id);
});

test.each<[string, object, unknown, RegExp]>([
  [
    'a user_id with the prefix of an id',
    {},
    { user: { user_id: 'id:42' } },
    /`user_id` begins with a prefix/,
  ],
  [
    'a user_id with that of a username',
    {},
    { user: { user_id: 'username:a' } },
    /`user_id` begins with a prefix/,
  ],
  [
    'a user_id with that of an e-mail',
    {},
    { user: { user_id: 'email:a@b.c' } },
    /`user_id` begins with a prefix/,
  ],
  ['a fraction', {}, { user: { user_id: 0.5, username: 'c' } }, /`user_id` is neither text nor an integer/],
  [
    'a user of its own without the pinned member',
    { idMember: 'user_id' },
    { user: { id: 'b' } },
    /no identifier/,
  ],
  ['a user section that is a list', {}, { user: [], id: 7 }, /`user` is not an object/],
  ['a user section that is null', {}, { user: null, id: 7 }, /`user` is not an object/],
])('A67 %s: profile_invalid, and the message says why', async (_what, options, data, message) => {
  const client = clientWith(options)(answered({ code: 100, data }));
  expect(await rejection(client.userProfile('any'))).toMatchObject({
    reason: 'profile_invalid',
    message: expect.stringMatching(message) as string,
  });
});

test('idMember names the only member: not together with dangerouslyUseEmailAsId', () => {
  const options = { clientID: 'abc123', idMember: 'id', dangerouslyUseEmailAsId: true } as const;
  expect(() => new KonProClient(options)).toThrow(
    /`idMember`.*`dangerouslyUseEmailAsId`.*Remove one of them/,
  );
  expect(() => new KonProClient({ ...options, dangerouslyUseEmailAsId: false })).not.toThrow();
  expect(() => new KonProClient({ clientID: 'abc123', idMember: 'email' as never })).toThrow(/`idMember`/);
});
