import { KoompiClient, Strategy, type KoompiProfile } from 'passport-koompi';
import { faults } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';

const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);
const scope = ['profile.basic', 'profile.contact', 'wallet.read'];

/** What becomes of a user object that userinfo answers. */
async function mapped(answer: unknown): Promise<Partial<KoompiProfile>> {
  koompi.service.fault('userProfile', faults.json(answer));
  const { provider, _raw, _json, ...profile } = await new KoompiClient(koompi.service.options).userProfile(
    'any',
  );
  expect(provider).toBe('koompi');
  expect(JSON.parse(_raw)).toEqual(_json);
  return profile;
}

test('the user inside the token response is the profile', async () => {
  const { profile } = await koompi.login({ scope });
  const user = {
    _id: '507f1f77bcf86cd799439011',
    fullname: 'Sokha Núñez 🌾',
    email: 'sokha@example-business.com',
    wallet_address: '0x52908400098527886E0F7030069857D2E4169EE7',
  };
  expect(profile).toStrictEqual({
    provider: 'koompi',
    id: user._id,
    displayName: user.fullname,
    emails: [{ value: user.email }],
    walletAddress: user.wallet_address,
    _json: user,
    _raw: JSON.stringify(user),
  });
});

test("profileSource: 'userinfo' asks the endpoint, which knows more", async () => {
  const { profile } = await koompi.login({ scope, profileSource: 'userinfo' });
  const { _json, _raw, ...fields } = profile;
  expect(fields).toStrictEqual({
    provider: 'koompi',
    id: '507f1f77bcf86cd799439011',
    displayName: 'Sokha Núñez 🌾',
    username: 'sokha',
    emails: [{ value: 'sokha@example-business.com' }],
    photos: [{ value: 'https://example-business.com/pictures/sokha.png' }],
    walletAddress: '0x52908400098527886E0F7030069857D2E4169EE7',
    telegramId: '123456789',
    createdAt: '2024-01-15T10:30:00Z',
  });
  expect(_json).not.toHaveProperty('status');
  expect(JSON.parse(_raw)).toEqual(_json);
});

test('userinfo gives the members of the official starter, too', async () => {
  koompi.service.switches.extraMembers = true;
  const { profile } = await koompi.login({ scope, profileSource: 'userinfo' });
  expect(profile).toMatchObject({
    name: { givenName: 'Sokha', familyName: 'Núñez 🌾' },
    phone: '+85512345678',
  });
});

test('what was not granted is missing, not empty', async () => {
  const { profile } = await koompi.login({ scope: 'profile.basic', profileSource: 'userinfo' });
  for (const name of ['emails', 'telegramId', 'walletAddress', 'phone', 'name']) {
    expect(profile).not.toHaveProperty(name);
  }
});

test('userinfo is asked when the token response has no user', async () => {
  koompi.service.switches.omitUser = true;
  const { profile, sent } = await koompi.login();
  expect(profile).toMatchObject({ id: '507f1f77bcf86cd799439011', username: 'sokha' });
  expect(sent.map(({ endpoint }) => endpoint)).toEqual(['authorization', 'token', 'userProfile']);
});

test('userinfo is asked when the user of the token response is null', async () => {
  koompi.service.fault(
    'token',
    faults.transform((body) => ({ ...(body as object), user: null })),
  );
  expect((await koompi.login()).profile.username).toBe('sokha');
});

test.each<[string, object, Partial<KoompiProfile>]>([
  ['_id', {}, {}],
  ['fullname', { fullname: 'A B' }, { displayName: 'A B' }],
  ['name', { name: 'A' }, { displayName: 'A' }],
  ['username', { username: 'a' }, { username: 'a', displayName: 'a' }],
  [
    'fullname before name before username',
    { username: 'c', name: 'b', fullname: 'a' },
    { username: 'c', displayName: 'a' },
  ],
  ['an empty fullname', { fullname: '', username: 'a' }, { username: 'a', displayName: 'a' }],
  ['first_name', { first_name: 'A' }, { displayName: 'A', name: { givenName: 'A' } }],
  ['last_name', { last_name: 'B' }, { displayName: 'B', name: { familyName: 'B' } }],
  ['email', { email: 'a@b.c' }, { emails: [{ value: 'a@b.c' }] }],
  [
    'email_verified: true',
    { email: 'a@b.c', email_verified: true },
    { emails: [{ value: 'a@b.c', verified: true }] },
  ],
  [
    'email_verified: false',
    { email: 'a@b.c', email_verified: false },
    { emails: [{ value: 'a@b.c', verified: false }] },
  ],
  ['email_verified as text', { email: 'a@b.c', email_verified: 'true' }, { emails: [{ value: 'a@b.c' }] }],
  ['email_verified without email', { email_verified: true }, {}],
  ['profile', { profile: 'https://x/p' }, { photos: [{ value: 'https://x/p' }] }],
  ['picture', { picture: 'https://x/q' }, { photos: [{ value: 'https://x/q' }] }],
  ['avatar', { avatar: 'https://x/r' }, { photos: [{ value: 'https://x/r' }] }],
  [
    'profile before picture',
    { picture: 'https://x/q', profile: 'https://x/p' },
    { photos: [{ value: 'https://x/p' }] },
  ],
  ['wallet_address', { wallet_address: '0xA' }, { walletAddress: '0xA' }],
  ['telegram_id as number', { telegram_id: 123 }, { telegramId: '123' }],
  ['telegram_id as text', { telegram_id: '123' }, { telegramId: '123' }],
  ['phone', { phone: '+1' }, { phone: '+1' }],
  ['created_at', { created_at: '2024-01-15T10:30:00Z' }, { createdAt: '2024-01-15T10:30:00Z' }],
  ['an unknown member', { constructor: 'x', __v: 1 }, {}],
  [
    'given_name and family_name',
    { given_name: 'A', family_name: 'B' },
    { displayName: 'A B', name: { givenName: 'A', familyName: 'B' } },
  ],
  [
    'members of another type',
    {
      fullname: 1,
      username: {},
      email: ['a'],
      profile: false,
      wallet_address: 7,
      telegram_id: 1.5,
      phone: 12,
      created_at: 5,
    },
    {},
  ],
])('maps %s', async (_case, members, expected) => {
  const user = { _id: 'u1', ...members };
  expect(await mapped({ user, status: 'success' })).toStrictEqual({ id: 'u1', ...expected });
  // A user that is not wrapped is understood as well.
  expect(await mapped(user)).toStrictEqual({ id: 'u1', ...expected });
});

test('a numeric _id becomes text', async () => {
  expect((await mapped({ user: { _id: 42 } })).id).toBe('42');
});

test.each<[string, unknown]>([
  ['no _id, although there is an id, a sub and an e-mail', { id: 'x', sub: 'y', email: 'a@b.c' }],
  ['an empty _id', { _id: '' }],
  ['_id null', { _id: null }],
  ['_id true', { _id: true }],
  ['an _id that is an object', { _id: { $oid: '507f' } }],
  ['an _id beyond the safe integers', { _id: 2 ** 60 }],
  ['an _id that is no whole number', { _id: 1.5 }],
  ['a user that is a list', [{ _id: 'x' }]],
  ['a user that is text', 'x'],
])('%s: profile_invalid', async (_case, user) => {
  koompi.service.fault('userProfile', faults.json({ user, status: 'success' }));
  const error = await rejection(new KoompiClient(koompi.service.options).userProfile('any'));
  expect(error).toMatchObject({ name: 'ProviderError', reason: 'profile_invalid', endpoint: 'user_profile' });
});

describe('a user inside the token response', () => {
  const embed = (user: unknown): void =>
    koompi.service.fault(
      'token',
      faults.transform((body) => ({ ...(body as object), user })),
    );

  test.each([{}, { email: 'a@b.c' }, { _id: null }, { _id: '', fullname: 'A' }, { sub: 'u1' }])(
    'A67 without an _id, %j: userinfo is asked',
    async (user) => {
      embed(user);
      const { profile, sent } = await koompi.login();
      expect(profile.id).toBe('507f1f77bcf86cd799439011');
      expect(sent.map(({ endpoint }) => endpoint)).toContain('userProfile');
    },
  );

  test.each([{ _id: 1.5 }, { _id: {} }, { _id: true }, { _id: 2 ** 60 }, 'x', []])(
    'A67 with an _id that cannot be held, %j: profile_invalid, and nobody else is asked',
    async (user) => {
      embed(user);
      const { outcome, sent } = await koompi.login();
      expect([outcome.kind, outcome.reason]).toEqual(['error', 'profile_invalid']);
      expect(sent.map(({ endpoint }) => endpoint)).not.toContain('userProfile');
    },
  );
});
