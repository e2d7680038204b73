import { CoinPayClient, Strategy, type CoinPayProfile } from 'passport-coinpay';
import { faults } from 'passport-provider-emulator';
import { only, rejection, useService } from 'passport-strategy-contract/harness';
import { published } from './support/published';

const coinpay = useService<'coinpay', CoinPayProfile>('coinpay', Strategy);
const scope = ['openid', 'profile', 'email', 'did', 'wallet:read'];
const userinfo = { scope, profileSource: 'userinfo' };

const id = '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d01';
const everywhere = {
  provider: 'coinpay',
  id,
  displayName: 'Sokha Núñez 🌾',
  emails: [{ value: 'sokha@example-business.com', verified: false }],
};
const fromUserinfo = {
  ...everywhere,
  updatedAt: '2025-03-01T08:00:00.000Z',
  did: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  wallets: [
    { address: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq', chain: 'BTC' },
    {
      address: '0x52908400098527886E0F7030069857D2E4169EE7',
      chain: 'ETH',
      label: 'Main',
      businessId: '3b1e5c77-52a0-4a86-8a0e-9f5f6a1d2c10',
    },
  ],
};

/** What becomes of a user that userinfo answers. */
async function mapped(answer: unknown): Promise<Partial<CoinPayProfile>> {
  coinpay.service.fault('userProfile', faults.json(answer));
  const client = new CoinPayClient(coinpay.service.options);
  const { provider, _raw, _json, ...profile } = await client.userProfile('any');
  expect(provider).toBe('coinpay');
  expect(JSON.parse(_raw)).toEqual(_json);
  expect(_json).toEqual(answer);
  return profile;
}

test('the verified id_token is the profile: no wallets and no DID, whatever was granted', async () => {
  const { profile, sent } = await coinpay.login({ scope });
  const { _json, _raw, ...fields } = profile;
  expect(fields).toStrictEqual(everywhere);
  expect(_json).toMatchObject({ sub: id, iss: coinpay.service.origins['api'], aud: 'cpc_emulator' });
  expect(JSON.parse(_raw)).toEqual(_json);
  expect(sent.map(({ endpoint }) => endpoint)).not.toContain('userProfile');
});

test("profileSource: 'userinfo' asks the endpoint, which knows more", async () => {
  const { profile, sent } = await coinpay.login(userinfo);
  const { _json, _raw, ...fields } = profile;
  expect(fields).toStrictEqual(fromUserinfo);
  expect(_json).toMatchObject({ sub: id, updated_at: 1_740_816_000 });
  expect(_json).not.toHaveProperty('iss');
  expect(JSON.parse(_raw)).toEqual(_json);
  expect(only(sent, 'userProfile').status).toBe(200);
});

test("preset: 'published' always asks the endpoint", async () => {
  coinpay.service.switches.server = 'published';
  for (const profileSource of ['id_token', 'userinfo', undefined]) {
    const { profile, sent } = await coinpay.login({ ...published, scope, profileSource });
    const { _json, _raw, ...fields } = profile;
    expect(fields).toStrictEqual(fromUserinfo);
    expect(only(sent, 'userProfile').status).toBe(200);
  }
});

test('the id is the same from both sources, and of each user another', async () => {
  const ids = new Set<string>();
  for (const options of [{ scope }, userinfo]) {
    for (const user of [0, 1]) ids.add((await coinpay.login(options, { person: { user } })).profile.id);
  }
  expect([...ids]).toEqual([id, '6f9b2f0e-1c1d-4d7e-9a53-0c4b8e2a7d02']);
});

test.each<[string, readonly string[]]>([
  ['did', ['did']],
  ['wallet:read', ['wallets']],
  ['profile', ['displayName', 'updatedAt']],
])('of the scope `%s` come %j, and nothing of the others', async (asked, members) => {
  const { profile } = await coinpay.login({ profileSource: 'userinfo', scope: ['openid', asked] });
  const { _json, _raw, provider: _provider, id: _id, ...fields } = profile;
  expect(Object.keys(fields).sort()).toEqual([...members].sort());
});

test.each([
  ['id_token', {}],
  ['userinfo', { profileSource: 'userinfo' }],
])('from %s: what was not granted is missing, not empty', async (_source, options) => {
  const { profile } = await coinpay.login({ scope: 'openid', ...options });
  const { _json, _raw, ...fields } = profile;
  expect(fields).toStrictEqual({ provider: 'coinpay', id });
  expect(JSON.parse(_raw)).toEqual(_json);
});

test('from the id_token: an e-mail that CoinPay does not vouch for is never verified', async () => {
  coinpay.service.switches.idToken = ({ header, claims: { email_verified: _, ...claims } }) => ({
    header,
    claims,
  });
  const { profile } = await coinpay.login();
  expect(profile.emails).toStrictEqual([{ value: 'sokha@example-business.com' }]);
});

test('a user without wallets has none', async () => {
  const { profile } = await coinpay.login(userinfo, { person: { user: 1 } });
  expect(profile.displayName).toBe('Dara Lim');
  expect(profile).not.toHaveProperty('wallets');
  expect(profile).not.toHaveProperty('did');
});

test.each<[string, object, Partial<CoinPayProfile>]>([
  ['sub', {}, {}],
  ['name', { name: 'A B' }, { displayName: 'A B' }],
  ['preferred_username', { preferred_username: 'ab' }, { username: 'ab', displayName: 'ab' }],
  ['email', { email: 'a@b.c' }, { displayName: 'a@b.c', emails: [{ value: 'a@b.c' }] }],
  [
    'name before preferred_username before email',
    { email: 'a@b.c', preferred_username: 'ab', name: 'A B' },
    { displayName: 'A B', username: 'ab', emails: [{ value: 'a@b.c' }] },
  ],
  ['an empty name', { name: '', preferred_username: 'ab' }, { displayName: 'ab', username: 'ab' }],
  [
    'given_name and family_name',
    { given_name: 'A', family_name: 'B' },
    { name: { givenName: 'A', familyName: 'B' } },
  ],
  ['picture', { picture: 'https://x/p' }, { photos: [{ value: 'https://x/p' }] }],
  [
    'email_verified: false',
    { email: 'a@b.c', email_verified: false },
    { displayName: 'a@b.c', emails: [{ value: 'a@b.c', verified: false }] },
  ],
  [
    'email_verified: true',
    { email: 'a@b.c', email_verified: true },
    { displayName: 'a@b.c', emails: [{ value: 'a@b.c', verified: true }] },
  ],
  [
    'email_verified as text',
    { email: 'a@b.c', email_verified: 'true' },
    { displayName: 'a@b.c', emails: [{ value: 'a@b.c' }] },
  ],
  ['email_verified without email', { email_verified: true }, {}],
  ['did', { did: 'did:key:z' }, { did: 'did:key:z' }],
  ['updated_at', { updated_at: 1_740_816_000 }, { updatedAt: '2025-03-01T08:00:00.000Z' }],
  ['updated_at with a fraction', { updated_at: 0.5 }, { updatedAt: '1970-01-01T00:00:00.500Z' }],
  ['updated_at beyond what a date holds', { updated_at: 8.65e12 }, {}],
  ['updated_at as text', { updated_at: '2025-03-01' }, {}],
  ['no wallets', { wallets: [] }, { wallets: [] }],
  [
    'wallets',
    { wallets: [{ address: 'a', chain: 'BTC', label: 'l', business_id: 'b', other: 1 }] },
    { wallets: [{ address: 'a', chain: 'BTC', label: 'l', businessId: 'b' }] },
  ],
  ['an unknown member', { merged_from: [1] }, {}],
  [
    'members of another type',
    { name: 1, email: ['a'], picture: false, preferred_username: {}, did: 7, wallets: 'BTC' },
    {},
  ],
])('maps %s', async (_case, members, expected) => {
  expect(await mapped({ sub: 'u1', ...members })).toEqual({ id: 'u1', ...expected });
});

test('what a wallet does not have is missing, not undefined', async () => {
  const { wallets } = await mapped({ sub: 'u1', wallets: [{ address: 'a', chain: 'BTC' }] });
  expect(wallets).toStrictEqual([{ address: 'a', chain: 'BTC' }]);
});

test('wallets that are no objects are left out', async () => {
  const { wallets } = await mapped({ sub: 'u1', wallets: [null, 'BTC', ['a'], { address: 5 }] });
  expect(wallets).toEqual([{}]);
});

test.each<[string, unknown]>([
  ['no sub, although there is an id and an e-mail', { id: 'x', email: 'a@b.c' }],
  ['an empty sub', { sub: '' }],
  ['sub null', { sub: null }],
  ['a sub that is an object', { sub: { id: 'x' } }],
])('%s: profile_invalid', async (_case, user) => {
  coinpay.service.fault('userProfile', faults.json(user));
  const error = await rejection(new CoinPayClient(coinpay.service.options).userProfile('any'));
  expect(error).toMatchObject({ name: 'ProviderError', reason: 'profile_invalid', endpoint: 'user_profile' });
});

test("preset: 'documented': userinfo of another user is refused, too", async () => {
  coinpay.service.fault(
    'userProfile',
    faults.transform((body) => ({ ...(body as object), sub: 'another' })),
  );
  expect((await coinpay.login(userinfo)).outcome.reason).toBe('subject_mismatch');
});

test('a token that the service does not accept: profile_refused', async () => {
  const client = new CoinPayClient(coinpay.service.options);
  expect(await rejection(client.userProfile('no-such-token'))).toMatchObject({
    reason: 'profile_refused',
    responseStatus: 401,
    code: 'invalid_token',
  });
});
