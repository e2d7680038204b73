import { type Emulator, type KoompiEmulator, faults, startEmulator } from '../src';
import { type Reply, address, json, reason, send, sendForm, sendJson } from './support/http';
import { koompiCalls } from './support/koompi';
import { matching } from './support/matchers';

const sokha = '0x52908400098527886E0F7030069857D2E4169EE7';
const dara = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const hash = matching(/^0x[0-9a-f]{64}$/);

let emulator: Emulator;
const { obtainTokens } = koompiCalls(() => emulator);
const koompi = (): KoompiEmulator => emulator.koompi;

beforeEach(async () => {
  emulator = await startEmulator({ providers: ['koompi'], now: () => 1_700_000_000_000 });
});
afterEach(() => emulator.close());

const url = (path: string): string => koompi().options.apiURL + path;

async function bearer(scope = 'wallet.transfer'): Promise<Record<string, string>> {
  return { Authorization: `Bearer ${(await obtainTokens(scope))['access_token']}` };
}

const order = (changes: object = {}): object => ({
  to_address: dara,
  token_address: koompi().tokens.rice.address,
  amount: '1000000000000000000',
  ...changes,
});

describe.each(['v2', 'kid'] as const)('a transfer under %s', (generation) => {
  beforeEach(() => {
    koompi().switches.generation = generation;
  });

  test('moves the tokens', async () => {
    const reply = await sendJson(url('/erc20/transfer'), order(), await bearer());
    expect([reply.status, json(reply)]).toEqual([200, { status: 'success', transaction_hash: hash }]);
    const { address: rice } = koompi().tokens.rice;
    expect(koompi().wallet.balanceOf(sokha, rice)).toBe('1000000000000000000');
    expect(koompi().wallet.balanceOf(dara.toLowerCase(), rice.toLowerCase())).toBe('1500000000000000000');
    expect(koompi().wallet.transfers).toEqual([
      {
        from: sokha,
        to: dara,
        token: rice,
        amount: '1000000000000000000',
        clientID: 'pk_test_emulator',
        transactionHash: json(reply)['transaction_hash'],
      },
    ]);
    expect(koompi().requests.at(-1)).toMatchObject({ endpoint: 'transfer', path: '/v2/erc20/transfer' });
  });

  test('without the scope', async () => {
    const reply = await sendJson(url('/erc20/transfer'), order(), await bearer('wallet.read'));
    expect([reply.status, json(reply)['error']]).toEqual([403, 'insufficient_scope']);
    expect(koompi().wallet.transfers).toEqual([]);
  });
});

describe('a transfer is refused', () => {
  test.each<[string, object]>([
    ['missing_to_address', { to_address: undefined }],
    ['missing_amount', { amount: undefined }],
    ['malformed_to_address', { to_address: sokha.slice(2) }],
    ['malformed_to_address', { to_address: `${dara}0` }],
    ['malformed_to_address', { to_address: `0X${dara.slice(2)}` }],
    ['malformed_token_address', { token_address: 7 }],
    ['malformed_amount', { amount: 1 }],
    ['malformed_amount', { amount: '0' }],
    ['malformed_amount', { amount: '-1' }],
    ['malformed_amount', { amount: '1.5' }],
    ['malformed_amount', { amount: '1e3' }],
    ['malformed_amount', { amount: '0x10' }],
    ['malformed_amount', { amount: ' 1' }],
    ['malformed_amount', { amount: '' }],
    ['malformed_amount', { amount: (1n << 256n).toString() }],
    ['unknown_member', { from_address: sokha }],
    ['unknown_member', { client_secret: 'sk_test_emulator_secret' }],
    ['insufficient_funds', { amount: '2000000000000000001' }],
    ['insufficient_funds', { token_address: dara, amount: '1' }],
  ])('%s: %j', async (expected, changes) => {
    const reply = await sendJson(url('/erc20/transfer'), order(changes), await bearer());
    expect([reply.status, reason(reply)]).toEqual([400, expected]);
    expect(koompi().wallet.transfers).toEqual([]);
    expect(koompi().wallet.balanceOf(sokha, koompi().tokens.rice.address)).toBe('2000000000000000000');
  });

  test('insufficient funds have a code of their own', async () => {
    const reply = await sendJson(url('/erc20/transfer'), order({ amount: '9'.repeat(30) }), await bearer());
    expect(json(reply)['error']).toBe('insufficient_funds');
  });

  test.each<[string, number, Record<string, string>]>([
    ['missing_token', 401, {}],
    ['unknown_token', 401, { Authorization: 'Bearer x' }],
    ['authorization_not_bearer', 401, { Authorization: 'Basic x' }],
    ['api_key_header', 400, { 'X-API-Key': 'sk_test_emulator_secret' }],
  ])('%s (%i)', async (expected, status, headers) => {
    const reply = await sendJson(url('/erc20/transfer'), order(), headers);
    expect([reply.status, reason(reply)]).toEqual([status, expected]);
  });

  test('a key beside the right token, a form, another method, a dead token', async () => {
    const headers = await bearer();
    const both = await sendJson(url('/erc20/transfer'), order(), { ...headers, 'X-API-Key': 'x' });
    const form = await sendForm(url('/erc20/transfer'), { amount: '1' }, headers);
    const method = await send('GET', url('/erc20/transfer'), headers);
    koompi().revokeUserGrant(0);
    const dead = await sendJson(url('/erc20/transfer'), order(), headers);
    expect([both, form, method, dead].map(reason)).toEqual([
      'api_key_header',
      'body_not_json',
      'method_not_allowed',
      'grant_revoked',
    ]);
    expect(koompi().wallet.transfers).toEqual([]);
  });

  test('strictWallet off: what does not belong is ignored', async () => {
    koompi().switches.strictWallet = false;
    const headers = { ...(await bearer()), 'X-API-Key': 'x' };
    expect((await sendJson(url('/erc20/transfer'), order({ memo: 'rice' }), headers)).status).toBe(200);
  });
});

describe('a balance', () => {
  const asked = (): { address: string; token_address: string } => ({
    address: sokha,
    token_address: koompi().tokens.lotus.address,
  });

  test('is open, by query and by JSON', async () => {
    const expected = { status: 'success', ...asked(), balance: '1500000' };
    expect(json(await send('GET', address(url('/erc20/balance'), asked())))).toEqual(expected);
    expect(json(await sendJson(url('/erc20/balance'), asked()))).toEqual(expected);
    const unknown = address(url('/erc20/balance'), { ...asked(), token_address: dara });
    expect(json(await send('GET', unknown))['balance']).toBe('0');
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['missing_address', { address: undefined }],
    ['missing_token_address', { token_address: undefined }],
    ['malformed_address', { address: 'sokha' }],
    ['malformed_token_address', { token_address: '0x12' }],
    ['unknown_member', { wallet_address: sokha }],
    ['unknown_member', { access_token: 'x' }],
  ])('%s: %j', async (expected, changes) => {
    const query = address(url('/erc20/balance'), { ...asked(), ...changes });
    const replies = [
      await send('GET', query),
      await sendJson(url('/erc20/balance'), { ...asked(), ...changes }),
    ];
    expect(replies.map(reason)).toEqual([expected, expected]);
  });

  test('a credential is refused, genuine or not', async () => {
    for (const headers of [await bearer(), { Authorization: 'Basic x' }]) {
      const reply = await send('GET', address(url('/erc20/balance'), asked()), headers);
      expect([reply.status, reason(reply)]).toEqual([400, 'authorization_header']);
    }
    const key = { 'X-API-Key': 'sk_test_emulator_secret' };
    expect(reason(await sendJson(url('/erc20/balance'), asked(), key))).toBe('api_key_header');
  });

  test('balanceMethods leaves one method', async () => {
    koompi().switches.balanceMethods = 'post';
    const query = address(url('/erc20/balance'), asked());
    expect((await send('GET', query)).status).toBe(405);
    koompi().switches.balanceMethods = 'get';
    expect((await sendJson(url('/erc20/balance'), asked())).status).toBe(405);
    expect((await send('GET', query)).status).toBe(200);
  });
});

describe('mint and burn', () => {
  const key = { 'X-API-Key': 'sk_test_emulator_secret' };
  const nft = { to_address: sokha, token_id: 0, amount: 3, metadata_uri: 'ipfs://rice' };
  const mint = (changes: object = {}, headers: Record<string, string> = key): Promise<Reply> =>
    sendJson(url('/erc1155/mint'), { ...nft, ...changes }, headers);
  const burn = (changes: object, headers: Record<string, string> = key): Promise<Reply> =>
    sendJson(url('/erc1155/burn'), { token_id: 0, amount: 1, ...changes }, headers);

  test('mint, mint again, burn some, burn the rest', async () => {
    const reply = await mint();
    expect([reply.status, json(reply)]).toEqual([200, { status: 'success', transaction_hash: hash }]);
    await mint({ to_address: sokha.toLowerCase(), amount: 1 });
    const held = { clientID: 'pk_test_emulator', tokenID: 0, metadataURI: 'ipfs://rice' };
    expect(koompi().wallet.nfts).toMatchObject([{ ...held, amount: 4 }]);
    expect((await burn({ from_address: sokha })).status).toBe(200);
    expect((await burn({ to_address: sokha })).status).toBe(200);
    expect(koompi().wallet.nfts).toMatchObject([{ ...held, amount: 2 }]);
    expect((await burn({ from_address: sokha, amount: 2 })).status).toBe(200);
    expect(koompi().wallet.nfts).toEqual([]);
  });

  test.each<[string, object]>([
    ['missing_to_address', { to_address: undefined }],
    ['missing_metadata_uri', { metadata_uri: undefined }],
    ['malformed_to_address', { to_address: 'sokha' }],
    ['malformed_token_id', { token_id: -1 }],
    ['malformed_token_id', { token_id: '1' }],
    ['malformed_token_id', { token_id: 1.5 }],
    ['malformed_amount', { amount: 0 }],
    ['malformed_amount', { amount: '1' }],
    ['malformed_amount', { amount: 2 ** 53 }],
    ['malformed_metadata_uri', { metadata_uri: 7 }],
    ['malformed_metadata_uri', { metadata_uri: '' }],
    ['unknown_member', { from_address: sokha }],
  ])('mint: %s: %j', async (expected, changes) => {
    const reply = await mint(changes);
    expect([reply.status, reason(reply)]).toEqual([400, expected]);
    expect(koompi().wallet.nfts).toEqual([]);
  });

  test.each<[string, object]>([
    ['missing_from_address', {}],
    ['missing_token_id', { from_address: sokha, token_id: undefined }],
    ['malformed_from_address', { from_address: '' }],
    ['malformed_amount', { from_address: sokha, amount: -1 }],
    ['two_owners', { from_address: sokha, to_address: dara }],
    ['unknown_member', { from_address: sokha, metadata_uri: 'ipfs://rice' }],
    ['insufficient_balance', { from_address: sokha, amount: 4 }],
    ['insufficient_balance', { from_address: sokha, token_id: 1 }],
    ['insufficient_balance', { from_address: dara }],
  ])('burn: %s: %j', async (expected, changes) => {
    await mint();
    const reply = await burn(changes);
    expect([reply.status, reason(reply)]).toEqual([400, expected]);
    expect(koompi().wallet.nfts).toMatchObject([{ amount: 3 }]);
  });

  test('the tokens of another application cannot be burnt', async () => {
    await mint();
    const other = await burn({ from_address: sokha }, { 'X-API-Key': 'sk_test_other_secret' });
    expect(reason(other)).toBe('insufficient_balance');
  });

  test.each<[string, number, Record<string, string>]>([
    ['missing_api_key', 401, {}],
    ['missing_api_key', 401, { 'X-API-Key': '' }],
    ['wrong_api_key', 401, { 'X-API-Key': 'sk_test_emulator_secre' }],
    ['wrong_api_key', 401, { 'X-API-Key': 'pk_test_emulator' }],
    ['inactive_client', 401, { 'X-API-Key': 'sk_test_inactive_secret' }],
    ['authorization_header', 400, { ...key, Authorization: 'Bearer x' }],
    ['authorization_header', 400, { Authorization: 'Bearer sk_test_emulator_secret' }],
  ])('%s (%i) for both', async (expected, status, headers) => {
    const replies = [await mint({}, headers), await burn({ from_address: sokha }, headers)];
    for (const reply of replies) expect([reply.status, reason(reply)]).toEqual([status, expected]);
    expect(koompi().wallet.nfts).toEqual([]);
  });
});

test.each([
  ['transfer', 'POST', '/erc20/transfer'],
  ['balance', 'GET', '/erc20/balance'],
  ['mint', 'POST', '/erc1155/mint'],
  ['burn', 'POST', '/erc1155/burn'],
] as const)('a fault at %s', async (endpoint, method, path) => {
  koompi().fault(endpoint, faults.rateLimited(3), { times: 1 });
  const reply = await send(method, url(path));
  expect([reply.status, reply.headers['retry-after']]).toEqual([429, '3']);
  expect((await send(method, url(path))).status).not.toBe(429);
});

test('every emulator has balances of its own', async () => {
  await sendJson(url('/erc20/transfer'), order(), await bearer());
  const another = await startEmulator({ providers: ['koompi'] });
  const { wallet, tokens } = another.koompi;
  expect(wallet.balanceOf(sokha, tokens.rice.address)).toBe('2000000000000000000');
  await another.close();
});
