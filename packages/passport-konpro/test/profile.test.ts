import { KonProClient, Strategy, type KonProProfile } from 'passport-konpro';
import { faults } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';

const konpro = useService<'konpro', KonProProfile>('konpro', Strategy);

/** What becomes of an answer of `account.get`. */
async function mapped(answer: unknown, options: object = {}): Promise<Partial<KonProProfile>> {
  konpro.service.fault('userProfile', faults.json(answer));
  const client = new KonProClient({ ...konpro.service.options, ...options });
  const { provider, _raw, _json, ...profile } = await client.userProfile('any');
  expect(provider).toBe('konpro');
  expect(JSON.parse(_raw)).toEqual(_json);
  return profile;
}

test.each([
  ['inside `data`', false],
  ['without `data`', true],
])('account.get %s', async (_form, unwrapped) => {
  konpro.service.switches.unwrappedAccount = unwrapped;
  const { profile } = await konpro.login();
  const { account } = konpro.service.users[0] ?? {};
  expect(profile).toStrictEqual({
    provider: 'konpro',
    id: 'username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87',
    username: '3f9a1c0de4b24b7f8a6d5e2c1b0a9f87',
    displayName: 'Sokha Núñez 🌾',
    name: { givenName: 'Sokha', familyName: 'Núñez 🌾' },
    emails: [{ value: 'sokha@example-business.com' }],
    spaceInfo: account?.space_info,
    userPlan: account?.user_plan,
    features: account?.features,
    experiments: account?.experiments,
    _json: account,
    _raw: JSON.stringify(account),
  });
});

/** The source is an option; the address of the emulator's account.get would be another answer. */
const fromUserMe = { profileSource: 'user/me', userProfileURL: undefined };

test.each<[string, boolean, () => object]>([
  ['profileSource, flat', false, () => fromUserMe],
  ['profileSource, inside `data`', true, () => fromUserMe],
  ['userProfileURL', false, () => ({ userProfileURL: `${konpro.service.origins['api']}/v1/user/me` })],
])('user/me through %s: the username is the id', async (_form, wrapped, options) => {
  konpro.service.switches.wrappedUserMe = wrapped;
  const { profile, sent } = await konpro.login(options());
  expect(sent.map(({ endpoint }) => endpoint)).toEqual(['authorization', 'token', 'userMe']);
  expect(profile).toStrictEqual({
    provider: 'konpro',
    id: 'username:3f9a1c0de4b24b7f8a6d5e2c1b0a9f87',
    username: '3f9a1c0de4b24b7f8a6d5e2c1b0a9f87',
    displayName: 'Sokha Núñez 🌾',
    name: { givenName: 'Sokha', familyName: 'Núñez 🌾' },
    emails: [{ value: 'sokha@example-business.com' }],
    _json: konpro.service.users[0]?.me,
    _raw: JSON.stringify(konpro.service.users[0]?.me),
  });
});

test.each<[string, object, Partial<KonProProfile>]>([
  [
    'user_id before id before username',
    { user_id: 'a', id: 'b', username: 'c' },
    { id: 'a', username: 'c', displayName: 'c' },
  ],
  ['id before username', { id: 'b', username: 'c' }, { id: 'id:b', username: 'c', displayName: 'c' }],
  ['username', { username: 'c' }, { id: 'username:c', username: 'c', displayName: 'c' }],
  ['a number as user_id', { user_id: 7 }, { id: '7' }],
  ['an empty user_id', { user_id: '', id: 'b' }, { id: 'id:b' }],
  [
    'first and last name',
    { id: 'b', first_name: 'A', last_name: 'B', name: 'C' },
    { id: 'id:b', displayName: 'A B', name: { givenName: 'A', familyName: 'B' } },
  ],
  [
    'a first name alone',
    { id: 'b', first_name: 'A' },
    { id: 'id:b', displayName: 'A', name: { givenName: 'A' } },
  ],
  [
    'a last name alone',
    { id: 'b', last_name: 'B' },
    { id: 'id:b', displayName: 'B', name: { familyName: 'B' } },
  ],
  ['name', { id: 'b', name: 'C', username: 'd' }, { id: 'id:b', username: 'd', displayName: 'C' }],
  [
    'the e-mail as displayName',
    { id: 'b', email: 'a@b.c' },
    { id: 'id:b', displayName: 'a@b.c', emails: [{ value: 'a@b.c' }] },
  ],
  [
    'email_verified: true',
    { id: 'b', name: 'C', email: 'a@b.c', email_verified: true },
    { id: 'id:b', displayName: 'C', emails: [{ value: 'a@b.c', verified: true }] },
  ],
  [
    'email_verified: false',
    { id: 'b', name: 'C', email: 'a@b.c', email_verified: false },
    { id: 'id:b', displayName: 'C', emails: [{ value: 'a@b.c', verified: false }] },
  ],
  [
    'email_verified as text',
    { id: 'b', name: 'C', email: 'a@b.c', email_verified: 'yes' },
    { id: 'id:b', displayName: 'C', emails: [{ value: 'a@b.c' }] },
  ],
  ['avatar', { id: 'b', avatar: 'https://x/a' }, { id: 'id:b', photos: [{ value: 'https://x/a' }] }],
  ['picture', { id: 'b', picture: 'https://x/p' }, { id: 'id:b', photos: [{ value: 'https://x/p' }] }],
  [
    'avatar before picture',
    { id: 'b', picture: 'https://x/p', avatar: 'https://x/a' },
    { id: 'id:b', photos: [{ value: 'https://x/a' }] },
  ],
  [
    'members of another type',
    { id: 'b', username: 1, first_name: [], last_name: {}, name: 2, email: true, avatar: 3 },
    { id: 'id:b' },
  ],
])('maps %s', async (_case, user, expected) => {
  expect(await mapped({ code: 100, data: { user }, message: null })).toStrictEqual(expected);
  expect(await mapped({ user })).toStrictEqual(expected);
  expect(await mapped({ code: 100, data: user })).toStrictEqual(expected);
  expect(await mapped(user)).toStrictEqual(expected);
});

test('features and experiments may be lists', async () => {
  const account = { user: { id: 'b' }, features: ['a', 7], experiments: [] };
  expect(await mapped({ data: account })).toStrictEqual({ id: 'id:b', features: ['a', 7], experiments: [] });
});

test.each([
  ['first and last name', { first_name: 'A', last_name: 'B' }],
  ['an e-mail address', { email: 'a@b.c' }],
  ['nothing', {}],
])('user/me with %s and no username: profile_invalid', async (_case, me) => {
  for (const answer of [me, { code: 100, data: me }]) {
    konpro.service.fault('userMe', faults.json(answer));
    const { outcome } = await konpro.login(fromUserMe);
    expect([outcome.kind, outcome.reason]).toEqual(['error', 'profile_invalid']);
  }
});

test('user/me that does not answer fails the login, and account.get is not asked instead', async () => {
  konpro.service.fault('userMe', faults.status(503));
  const { outcome, sent } = await konpro.login(fromUserMe);
  expect([outcome.kind, outcome.reason]).toEqual(['error', 'provider_unavailable']);
  expect(sent.map(({ endpoint }) => endpoint)).toEqual(['authorization', 'token', 'userMe']);
});

test('sections that are no objects are left out', async () => {
  const account = { user: { id: 'b' }, space_info: 'x', user_plan: [1], features: null, experiments: 7 };
  expect(await mapped({ data: account })).toStrictEqual({ id: 'id:b' });
});

describe('the e-mail address is no identifier', () => {
  const user = { email: 'a@b.c' };

  test('without another one the login fails', async () => {
    konpro.service.fault('userProfile', faults.json({ data: { user } }));
    const { outcome } = await konpro.login();
    expect([outcome.kind, outcome.reason]).toEqual(['error', 'profile_invalid']);
  });

  test('unless dangerouslyUseEmailAsId says so, and there is no other', async () => {
    const options = { dangerouslyUseEmailAsId: true };
    expect((await mapped({ data: { user } }, options)).id).toBe('email:a@b.c');
    expect((await mapped({ data: { user: { ...user, username: 'c' } } }, options)).id).toBe('username:c');
  });
});

test.each<[string, unknown]>([
  ['no identifier', { data: { user: { first_name: 'A' } } }],
  ['no user', { data: { features: {} } }],
  ['data that is a list', { data: [] }],
  ['data that is text', { data: 'x' }],
  ['an identifier beyond the safe integers', { data: { user: { id: 2 ** 60 } } }],
  ['a boolean identifier', { data: { user: { user_id: true } } }],
  ['a user_id that is an object, beside an id', { data: { user: { user_id: {}, id: 'b' } } }],
])('%s: profile_invalid', async (_case, answer) => {
  konpro.service.fault('userProfile', faults.json(answer));
  expect(await rejection(new KonProClient(konpro.service.options).userProfile('any'))).toMatchObject({
    name: 'ProviderError',
    reason: 'profile_invalid',
    endpoint: 'user_profile',
  });
});
