import {
  hasPermission,
  KomerzaClient,
  KomerzaPermission,
  Strategy,
  type KomerzaProfile,
} from 'passport-komerza';
import { faults } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';

const komerza = useService<'komerza', KomerzaProfile>('komerza', Strategy);
const [riceAndRoses, nightMarket, teamShop] = [1, 2, 3].map(
  (store) => `5a1e0c3b-000${store}-4d6f-8e9a-00000000000${store}`,
);

/** What becomes of a user that `GET /user` answers. */
async function mapped(data: unknown, options: object = {}): Promise<KomerzaProfile> {
  komerza.service.fault('userProfile', faults.json({ success: true, message: null, code: null, data }));
  return new KomerzaClient({ ...komerza.service.options, ...options }).userProfile('any');
}

test('the profile of GET /user', async () => {
  const { profile } = await komerza.login({}, { person: { stores: [teamShop ?? ''] } });
  const { _json, _raw, ...fields } = profile;
  expect(fields).toEqual({
    provider: 'komerza',
    id: 'b0f1c7d2-8a43-4f0e-9c55-1d2e3f4a5b01',
    username: 'Sokha Núñez 🌾',
    displayName: 'Sokha Núñez 🌾',
    emails: [{ value: 'sokha@example-business.com' }],
    plan: 'Pro',
    dateCreated: '2025-01-09T07:45:00Z',
    stores: [
      {
        id: teamShop,
        name: 'Team Shop',
        url: 'team-shop',
        domain: 'team-shop.komerza.example-business.com',
        currencyCode: 'USD',
        isOwner: false,
        scopes: ['stores.view'],
      },
    ],
  });
  expect(JSON.parse(_raw)).toEqual(_json);
});

test('stores are those that the user chose; of his own, he is the owner and has no list of scopes', async () => {
  const person = { stores: [riceAndRoses ?? '', nightMarket ?? ''] };
  const { profile } = await komerza.login({}, { person });
  expect(profile.stores?.map(({ id, isOwner, scopes }) => [id, isOwner, scopes])).toEqual([
    [riceAndRoses, true, undefined],
    [nightMarket, true, undefined],
  ]);
  expect(profile._raw).not.toContain('Team Shop');
});

test('stores of the profile tell `hasPermission` what the user may, before and after a session', async () => {
  const { profile } = await komerza.login();
  const kept = JSON.parse(JSON.stringify(profile)) as KomerzaProfile;
  for (const { stores = [] } of [profile, kept]) {
    const answers = stores.map((store) => [
      hasPermission(store, KomerzaPermission.storesView),
      hasPermission(store, KomerzaPermission.storesOrdersRefund),
    ]);
    expect(answers).toEqual([
      [true, true],
      [true, true],
      [true, false],
    ]);
  }
});

test('no store chosen is an empty list', async () => {
  expect((await komerza.login({}, { person: { stores: [] } })).profile.stores).toEqual([]);
});

const sensitive = [
  'apiKeys',
  'stripeOptions',
  'paypalOptions',
  'discordWebhookUrl',
  'riskSignals',
  'riskLocked',
  'billingSuspended',
  'subscription',
  'lastPasswordUpdate',
  'twoFactorEnabled',
  'totpEnabled',
  'passkeyEnabled',
  'integrations',
];

test('keys, payment settings, webhooks and risk signals are left out', async () => {
  const { profile } = await komerza.login();
  expect(Object.keys(profile._json).sort()).toEqual([
    'dateCreated',
    'email',
    'id',
    'plan',
    'stores',
    'userName',
  ]);
  for (const name of sensitive) expect(profile._raw).not.toContain(name);
  expect(JSON.stringify(profile)).not.toContain('sensitive');
  for (const store of profile._json['stores'] as object[]) {
    expect(Object.keys(store).sort()).toEqual(
      ['currencyCode', 'dateCreated', 'domain', 'id', 'name', 'scopes', 'url'].sort(),
    );
  }
});

test('dangerouslyKeepWholeUser keeps them', async () => {
  const { profile } = await komerza.login({ dangerouslyKeepWholeUser: true });
  for (const name of sensitive) expect(profile._json).toHaveProperty(name);
  expect(JSON.parse(profile._raw)).toEqual(profile._json);
  const { _json, _raw, ...fields } = profile;
  expect(JSON.stringify(fields)).not.toContain('sensitive');
});

test('a sensitive member that Komerza adds tomorrow is left out as well', async () => {
  const profile = await mapped({ id: 'u', newSecret: 'x', stores: [{ id: 's', newSecret: 'x' }] });
  expect(profile._raw).not.toContain('newSecret');
});

test.each<[string, object, object]>([
  ['nothing but an id', {}, {}],
  ['userName', { userName: 'a' }, { username: 'a', displayName: 'a' }],
  ['email', { email: 'a@b.c' }, { emails: [{ value: 'a@b.c' }] }],
  [
    'a verified flag, which Komerza does not document',
    { email: 'a@b.c', emailVerified: true },
    { emails: [{ value: 'a@b.c' }] },
  ],
  ['plan', { plan: 'Pro' }, { plan: 'Pro' }],
  ['dateCreated', { dateCreated: '2025-01-09T07:45:00Z' }, { dateCreated: '2025-01-09T07:45:00Z' }],
  ['a store with little in it', { stores: [{ id: 's' }] }, { stores: [{ id: 's' }] }],
  [
    'a store with everything of another type',
    { stores: [{ id: {}, name: 1, url: 2, domain: [], currencyCode: null, scopes: 'all' }] },
    { stores: [{}] },
  ],
  [
    'scopes that are not all text',
    { stores: [{ id: 's', scopes: ['a', 1, null] }] },
    { stores: [{ id: 's', isOwner: false, scopes: ['a'] }] },
  ],
  ['a store without scopes', { stores: [{ id: 's', name: 'S' }] }, { stores: [{ id: 's', name: 'S' }] }],
  ['scopes of the owner', { stores: [{ id: 's', scopes: null }] }, { stores: [{ id: 's', isOwner: true }] }],
  [
    'an empty list of scopes',
    { stores: [{ id: 's', scopes: [] }] },
    { stores: [{ id: 's', isOwner: false, scopes: [] }] },
  ],
  ['scopes: false', { stores: [{ id: 's', scopes: false }] }, { stores: [{ id: 's' }] }],
  ['scopes: an object', { stores: [{ id: 's', scopes: {} }] }, { stores: [{ id: 's' }] }],
  [
    'an isOwner that Komerza does not document: it makes nobody an owner',
    { stores: [{ id: 's', isOwner: true, scopes: [] }] },
    { stores: [{ id: 's', isOwner: false, scopes: [] }] },
  ],
  ['stores that are no objects', { stores: [null, 'x', 7] }, { stores: [] }],
  ['stores that are no list', { stores: { id: 's' } }, {}],
  ['members of another type', { userName: 1, email: {}, plan: [], dateCreated: 7 }, {}],
])('maps %s', async (_case, members, expected) => {
  const { provider, _json, _raw, ...fields } = await mapped({ id: 'u1', ...members });
  expect(provider).toBe('komerza');
  expect(fields).toEqual({ id: 'u1', ...expected });
});

test.each<[string, unknown]>([
  ['data null', null],
  ['data that is text', 'x'],
  ['data that is a list', [{ id: 'x' }]],
  ['no id', { userName: 'a', email: 'a@b.c' }],
  ['an empty id', { id: '' }],
  ['an id that is an object', { id: {} }],
  ['a boolean id', { id: true }],
])('%s: profile_invalid', async (_case, data) => {
  expect(await rejection(mapped(data))).toMatchObject({
    name: 'ProviderError',
    reason: 'profile_invalid',
    endpoint: 'user_profile',
  });
});

test('a user outside of the envelope is no user', async () => {
  komerza.service.fault('userProfile', faults.json({ id: 'u1', userName: 'a' }));
  expect((await komerza.login()).outcome.reason).toBe('profile_invalid');
});
