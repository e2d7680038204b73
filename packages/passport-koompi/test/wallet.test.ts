import { inspect } from 'node:util';
import type { TokenSet } from 'passport-oauth2-base';
import { KoompiClient, KoompiScope, Strategy, type KoompiProfile } from 'passport-koompi';
import { faults } from 'passport-provider-emulator';
import { rejection, useService } from 'passport-strategy-contract/harness';
import { everythingOf } from 'passport-strategy-contract/harness';

const koompi = useService<'koompi', KoompiProfile>('koompi', Strategy);
const secret = 'sk_test_emulator_secret';
const everyRequest = {
  host: expect.any(String) as string,
  connection: 'keep-alive',
  accept: 'application/json',
  'accept-encoding': 'identity',
  'user-agent': 'passport-koompi',
};
const done = { status: 'success', transaction_hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string };

let client: KoompiClient;
let rice: string;
let sokha: string;
let dara: string;
let tokens: TokenSet;

beforeAll(() => {
  const { tokens: rich, users } = koompi.service;
  rice = rich.rice.address;
  sokha = users[0]?.profile.wallet_address ?? '';
  dara = users[1]?.profile.wallet_address ?? '';
});
beforeEach(async () => {
  client = new KoompiClient(koompi.service.options);
  ({ tokens } = await koompi.login({ scope: [KoompiScope.profileBasic, KoompiScope.walletTransfer] }));
});

const transfer = (different: object = {}): { to: string; token: string; amount: bigint } => ({
  to: dara,
  token: rice,
  amount: 1n,
  ...different,
});
const mint = (different: object = {}): Parameters<KoompiClient['erc1155']['mint']>[0] => ({
  to: sokha,
  tokenId: 1,
  amount: 1,
  metadataURI: 'ipfs://bafy/1.json',
  ...different,
});
const burn = (different: object = {}): object => ({
  from_address: sokha,
  token_id: 1,
  amount: 1,
  ...different,
});
const balanceOf = (different: object = {}): Readonly<Record<string, unknown>> => ({
  address: sokha,
  token_address: rice,
  ...different,
});

/** The calls by name, with everything that they need. */
const calls: Readonly<Record<string, (by?: KoompiClient) => Promise<unknown>>> = {
  transfer: (by = client) => by.erc20.transfer(tokens, transfer()),
  'balance by POST': (by = client) => by.erc20.balance(balanceOf(), { method: 'POST' }),
  mint: (by = client) => by.erc1155.mint(mint()),
  burn: (by = client) => by.erc1155.burn({ ...burn() }),
  'balance by GET': (by = client) => by.erc20.balance(balanceOf()),
};
const endpointOf = (name: string): 'transfer' | 'balance' | 'mint' | 'burn' =>
  name.split(' ')[0] as 'transfer';

/** How many requests reach the service while something runs. */
async function counted(run: () => Promise<unknown>): Promise<number> {
  const before = koompi.service.requests.length;
  await run();
  return koompi.service.requests.length - before;
}

/** The call is refused before anything is sent, and says why. */
async function refusedUnsent(call: () => Promise<unknown>, words: RegExp): Promise<void> {
  let error: Readonly<Record<string, unknown>> = {};
  expect(await counted(async () => (error = await rejection(call())))).toBe(0);
  expect(error).toMatchObject({ name: 'ProviderError', reason: 'argument_invalid', retryable: false });
  expect(error['message']).toMatch(words);
}

describe('transfer', () => {
  test('moves what the user holds; what KOOMPI answers comes back as it is', async () => {
    const before = BigInt(koompi.service.wallet.balanceOf(dara, rice));
    expect(await client.erc20.transfer(tokens, transfer({ amount: 1_000n }))).toEqual(done);
    expect(BigInt(koompi.service.wallet.balanceOf(dara, rice)) - before).toBe(1_000n);
    expect(koompi.service.wallet.transfers.at(-1)).toMatchObject({ from: sokha, to: dara, amount: '1000' });
  });

  test('sends the documented request, with the token in its header and nothing beside it', async () => {
    const [request] = await koompi.received('transfer', () =>
      client.erc20.transfer(tokens.accessToken, transfer({ amount: 1_000_000n })),
    );
    const { method, path, query, headers, rawBody } = request ?? ({} as never);
    expect({ method, path, query }).toEqual({ method: 'POST', path: '/v2/erc20/transfer', query: {} });
    expect(headers).toEqual({
      ...everyRequest,
      authorization: `Bearer ${tokens.accessToken}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(rawBody)),
    });
    expect(rawBody).toBe(`{"to_address":"${dara}","token_address":"${rice}","amount":"1000000"}`);
  });

  test.each<[string, unknown, string]>([
    ['one', 1n, '1'],
    ['decimal digits', '1000000000000000000', '1000000000000000000'],
    ['a bigint beyond every number', 123456789012345678901234567890n, '123456789012345678901234567890'],
    ['the largest that a contract can hold', 2n ** 256n - 1n, String(2n ** 256n - 1n)],
    ['the same as digits', String(2n ** 256n - 1n), String(2n ** 256n - 1n)],
  ])('the amount %s arrives as its digits', async (_what, amount, digits) => {
    koompi.service.fault('transfer', faults.json({ status: 'success' }));
    const [request] = await koompi.received('transfer', () =>
      client.erc20.transfer(tokens, transfer({ amount })),
    );
    expect(request?.body).toMatchObject({ amount: digits });
  });

  test.each<[string, unknown]>([
    ['a number', 1],
    ['a number that is safe', 1_000_000],
    ['a float', 0.5],
    ['NaN', NaN],
    ['scientific notation', '1e18'],
    ['hexadecimal digits', '0x10'],
    ['a decimal point', '1.0'],
    ['a comma', '1,000'],
    ['an underscore', '1_000'],
    ['a minus', '-1'],
    ['a plus', '+1'],
    ['nothing', ''],
    ['a space before', ' 1'],
    ['a space behind', '1 '],
    ['a line end behind', '1\n'],
    ['a zero before', '01'],
    ['zero', '0'],
    ['zero as a bigint', 0n],
    ['less than zero as a bigint', -1n],
    ['2 to the 256', 2n ** 256n],
    ['2 to the 256 as digits', String(2n ** 256n)],
    ['a thousand digits', '9'.repeat(1_000)],
    ['digits of another script', '١'],
    ['a full-width digit', '\uff11'],
    ['a bigint with its n', '1n'],
    ['a word', 'all'],
    ['undefined', undefined],
    ['null', null],
    ['true', true],
    ['a list', ['1']],
    ['an object that says it is text', { toString: () => '1' }],
    ['a String object', Object('1')],
  ])('the amount %s is refused, and nothing is sent', async (_what, amount) => {
    await refusedUnsent(() => client.erc20.transfer(tokens, transfer({ amount })), /`amount`.*bigint/);
  });

  const badAddresses: readonly (readonly [string, unknown])[] = [
    ['39 digits', `0x${'a'.repeat(39)}`],
    ['41 digits', `0x${'a'.repeat(41)}`],
    ['no 0x', 'a'.repeat(40)],
    ['an upper-case 0X', `0X${'a'.repeat(40)}`],
    ['a letter that is no digit', `0x${'a'.repeat(39)}g`],
    ['a space before', ` 0x${'a'.repeat(40)}`],
    ['a line end behind', `0x${'a'.repeat(40)}\n`],
    ['two addresses', `0x${'a'.repeat(40)},0x${'b'.repeat(40)}`],
    ['a name', 'sokha.eth'],
    ['nothing', ''],
    ['undefined', undefined],
    ['null', null],
    ['a number', 0xaaaa],
    ['a list', [`0x${'a'.repeat(40)}`]],
  ];
  describe.each(['to', 'token'])('`%s`', (member) => {
    test.each(badAddresses)('that is %s is refused, and nothing is sent', async (_what, address) => {
      const call = (): Promise<unknown> => client.erc20.transfer(tokens, transfer({ [member]: address }));
      await refusedUnsent(call, new RegExp(`\`${member}\` must be an address: 0x and 40`));
    });

    test('that is the zero address is refused, and nothing is sent', async () => {
      const call = (): Promise<unknown> =>
        client.erc20.transfer(tokens, transfer({ [member]: `0x${'0'.repeat(40)}` }));
      await refusedUnsent(call, new RegExp(`\`${member}\` is the zero address`));
    });

    test.each<[string, (address: string) => string]>([
      ['lower case', (address) => address.toLowerCase()],
      ['upper case', (address) => `0x${address.slice(2).toUpperCase()}`],
    ])('A80 in %s is sent as it is: it has no checksum', async (_what, spell) => {
      const address = spell(member === 'to' ? dara : rice);
      const [request] = await koompi.received('transfer', () =>
        client.erc20.transfer(tokens, transfer({ [member]: address })),
      );
      expect(request?.body).toMatchObject({ [`${member}_address`]: address });
      expect(request?.status).toBe(200);
    });
  });

  test("to the token's own contract is refused, however it is spelt", async () => {
    for (const to of [rice, rice.toLowerCase()]) {
      await refusedUnsent(() => client.erc20.transfer(tokens, transfer({ to })), /own contract/);
    }
  });

  test.each([undefined, null, 'x', 7, {}])('of %p is refused', async (nothing) => {
    await refusedUnsent(() => client.erc20.transfer(tokens, nothing as never), /`to` must be an address/);
  });

  test('what the wallet does not hold: api_refused, with what KOOMPI says', async () => {
    const error = await rejection(client.erc20.transfer(tokens, transfer({ amount: 2n ** 256n - 1n })));
    expect(error).toMatchObject({
      reason: 'api_refused',
      code: 'insufficient_funds',
      responseStatus: 400,
      endpoint: 'api',
      retryable: false,
      data: expect.stringContaining('The wallet holds') as string,
    });
  });
});

describe('a missing scope', () => {
  const asked = { scope: [KoompiScope.profileBasic, KoompiScope.walletBalance] };

  test('is known of a TokenSet, and nothing is sent', async () => {
    const { tokens: poor } = await koompi.login(asked);
    const sent = await counted(async () => {
      const error = await rejection(client.erc20.transfer(poor, transfer()));
      expect(error).toMatchObject({ reason: 'permission_missing', fault: 'configuration' });
      expect(error['message']).toContain('`wallet.transfer`');
      expect(error['hint']).toContain('`wallet.transfer`');
      expect(error).not.toHaveProperty('responseStatus', expect.any(Number));
    });
    expect(sent).toBe(0);
  });

  test('is what KOOMPI says of a bare token: 403', async () => {
    const { tokens: poor } = await koompi.login(asked);
    const sent = await counted(async () => {
      const error = await rejection(client.erc20.transfer(poor.accessToken, transfer()));
      expect(error).toMatchObject({
        reason: 'permission_missing',
        responseStatus: 403,
        code: 'insufficient_scope',
        retryable: false,
      });
      expect(error['message']).toContain('`wallet.transfer`');
      expect(everythingOf(error)).not.toContain(poor.accessToken);
    });
    expect(sent).toBe(1);
  });

  test('is not presumed of stored tokens whose scope nobody kept', async () => {
    const { accessToken } = tokens;
    expect(await client.erc20.transfer({ accessToken, scope: [] }, transfer())).toEqual(done);
  });

  test('a TokenSet that was stored as JSON will do', async () => {
    const stored = JSON.parse(JSON.stringify(tokens)) as TokenSet;
    expect(await client.erc20.transfer(stored, transfer())).toEqual(done);
  });
});

test('a token that KOOMPI does not accept: access_token_refused', async () => {
  const error = await rejection(client.erc20.transfer('no-such-token-canary', transfer()));
  expect(error).toMatchObject({ reason: 'access_token_refused', responseStatus: 401, fault: 'user' });
  expect(everythingOf(error)).not.toContain('canary');
});

test('a token after the user withdrew the consent: access_token_refused', async () => {
  koompi.service.revokeUserGrant();
  expect((await rejection(client.erc20.transfer(tokens, transfer())))['reason']).toBe('access_token_refused');
});

describe('balance', () => {
  test.each([
    ['by default', undefined, 'GET'],
    ["with method 'GET'", { method: 'GET' }, 'GET'],
    ["with method 'POST'", { method: 'POST' }, 'POST'],
  ] as const)('%s travels without any credential, and comes back as it is', async (_how, options, method) => {
    koompi.service.switches.balanceMethods = method === 'GET' ? 'get' : 'post';
    let answer: unknown;
    const [request] = await koompi.received('balance', async () => {
      answer = await client.erc20.balance(
        balanceOf({ address: dara, token_address: `0x${'1'.repeat(40)}` }),
        options,
      );
    });
    expect(answer).toEqual({
      status: 'success',
      address: dara,
      token_address: `0x${'1'.repeat(40)}`,
      balance: '0',
    });
    expect(request).toMatchObject({ method, path: '/v2/erc20/balance' });
    expect(request?.headers).toEqual({
      ...everyRequest,
      ...(method === 'GET'
        ? {}
        : {
            'content-type': 'application/json',
            'content-length': String(request?.rawBody.length),
          }),
    });
    const parameters = { address: dara, token_address: `0x${'1'.repeat(40)}` };
    expect(method === 'GET' ? request?.query : request?.body).toEqual(parameters);
    expect(method === 'GET' ? request?.rawBody : request?.query).toEqual(method === 'GET' ? '' : {});
  });

  test('passes parameters through that nobody has documented, percent-encoded', async () => {
    koompi.service.switches.strictWallet = false;
    const more = { chain: 'a b&c=d/ñ', page: 2, all: true, left_out: undefined };
    const [request] = await koompi.received('balance', () => client.erc20.balance(balanceOf(more)));
    expect(request?.query).toEqual({ ...balanceOf(), chain: 'a b&c=d/ñ', page: '2', all: 'true' });
  });

  test('says that a method is the wrong one', async () => {
    koompi.service.switches.balanceMethods = 'post';
    expect(await rejection(client.erc20.balance(balanceOf()))).toMatchObject({
      responseStatus: 405,
      reason: 'api_refused',
    });
  });

  test.each(['DELETE', 'PUT', 'get', '', null])('the method %p is refused', async (method) => {
    await refusedUnsent(() => client.erc20.balance(balanceOf(), { method: method as never }), /`method`/);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', sokha],
    ['a list', [sokha]],
    ['a number', 7],
    ['a bigint', { amount: 1n }],
    ['NaN', { amount: NaN }],
    ['a number that has been rounded', { amount: 2 ** 60 }],
  ])('parameters that are or hold %s are refused by both methods', async (_what, parameters) => {
    for (const method of ['GET', 'POST'] as const) {
      await refusedUnsent(() => client.erc20.balance(parameters as never, { method }), /parameters|`amount`/);
    }
  });

  test.each([{}, [], null, () => 1])(
    'a query with %p in it is refused: it would not be sent',
    async (odd) => {
      await refusedUnsent(
        () => client.erc20.balance({ odd }),
        /`odd` in `query` must be a string, a number or a boolean/,
      );
    },
  );
});

/** An object that holds itself. */
function endless(): object {
  const it: Record<string, unknown> = { token_id: 1 };
  it['it'] = it;
  return it;
}

/** Says something else when it is read again. */
function changing(): object {
  let times = 0;
  return {
    token_id: 8,
    get amount() {
      times += 1;
      return times === 1 ? 1 : 2 ** 60;
    },
  };
}

describe('mint and burn', () => {
  test('burn sends what was checked, not what is read later', async () => {
    koompi.service.fault('burn', faults.json({}));
    const [request] = await koompi.received('burn', () => client.erc1155.burn(changing() as never));
    expect(request?.body).toEqual({ token_id: 8, amount: 1 });
  });

  test('mint sends the documented request, with the client secret as key and no Authorization', async () => {
    let answer: unknown;
    const [request] = await koompi.received('mint', async () => {
      answer = await client.erc1155.mint(mint({ tokenId: 7, amount: 3 }));
    });
    expect(answer).toEqual(done);
    expect(request).toMatchObject({ method: 'POST', path: '/v2/erc1155/mint', query: {} });
    expect(request?.headers).toEqual({
      ...everyRequest,
      'x-api-key': secret,
      'content-type': 'application/json',
      'content-length': String(request?.rawBody.length),
    });
    expect(JSON.parse(request?.rawBody ?? '')).toEqual({
      to_address: sokha,
      token_id: 7,
      amount: 3,
      metadata_uri: 'ipfs://bafy/1.json',
    });
    expect(koompi.service.wallet.nfts.at(-1)).toMatchObject({ owner: sokha, tokenID: 7, amount: 3 });
  });

  test('burn passes everything through, under the same key', async () => {
    await client.erc1155.mint(mint({ tokenId: 8, amount: 2 }));
    let answer: unknown;
    const [request] = await koompi.received('burn', async () => {
      answer = await client.erc1155.burn({ ...burn({ token_id: 8 }) });
    });
    expect(answer).toEqual(done);
    expect(request).toMatchObject({ method: 'POST', path: '/v2/erc1155/burn', query: {} });
    expect(request?.headers['x-api-key']).toBe(secret);
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.body).toEqual(burn({ token_id: 8 }));
    expect(koompi.service.wallet.nfts.find(({ tokenID }) => tokenID === 8)?.amount).toBe(1);
  });

  test('burn: members of every form arrive as they are', async () => {
    koompi.service.fault('burn', faults.json([1, 'two', { three: null }]));
    const odd = { owner: { id: 'x' }, token_ids: [1, 2], flag: false, none: null, text: 'ñ"\\', amount: 0.5 };
    let answer: unknown;
    const [request] = await koompi.received('burn', async () => (answer = await client.erc1155.burn(odd)));
    expect(request?.body).toEqual(odd);
    expect(answer).toEqual([1, 'two', { three: null }]);
  });

  test('apiKey stands instead of the client secret, and only there', async () => {
    const own = new KoompiClient({ ...koompi.service.options, apiKey: 'sk_test_other_secret' });
    for (const name of ['mint', 'burn']) {
      const [request] = await koompi.received(endpointOf(name), () => Promise.resolve(calls[name]?.(own)));
      expect(request?.headers['x-api-key']).toBe('sk_test_other_secret');
      expect(JSON.stringify(request?.headers) + request?.rawBody).not.toContain(secret);
    }
    const [request] = await koompi.received('transfer', () => own.erc20.transfer(tokens, transfer()));
    expect(request?.headers).not.toHaveProperty('x-api-key');
  });

  test.each([
    ['a wrong key', 'wrong-key-canary', 'wrong_api_key'],
    ['the key of an application that is switched off', 'sk_test_inactive_secret', 'inactive_client'],
  ])('%s: api_refused, not a refused token', async (_what, apiKey, reason) => {
    const own = new KoompiClient({ ...koompi.service.options, apiKey });
    const [request] = await koompi.received('mint', async () => {
      const error = await rejection(own.erc1155.mint(mint()));
      expect(error).toMatchObject({ reason: 'api_refused', responseStatus: 401, code: 'invalid_client' });
      expect(everythingOf(error)).not.toContain(apiKey);
    });
    expect(request?.reason).toBe(reason);
  });

  test.each<[string, object, RegExp]>([
    ['tokenId as text', { tokenId: '1' }, /`tokenId`.*safe integer/],
    ['tokenId as a bigint', { tokenId: 1n }, /`tokenId`.*safe integer/],
    ['tokenId below zero', { tokenId: -1 }, /`tokenId`/],
    ['tokenId with a fraction', { tokenId: 1.5 }, /`tokenId`/],
    ['tokenId beyond the safe integers', { tokenId: 2 ** 53 }, /`tokenId`/],
    ['tokenId NaN', { tokenId: NaN }, /`tokenId`/],
    ['tokenId Infinity', { tokenId: Infinity }, /`tokenId`/],
    ['no tokenId', { tokenId: undefined }, /`tokenId`/],
    ['amount zero', { amount: 0 }, /`amount`.*above zero/],
    ['amount below zero', { amount: -1 }, /`amount`/],
    ['amount with a fraction', { amount: 0.5 }, /`amount`/],
    ['amount as text', { amount: '1' }, /`amount`/],
    ['amount as a bigint', { amount: 1n }, /`amount`/],
    ['amount beyond the safe integers', { amount: 2 ** 53 }, /`amount`/],
    ['no amount', { amount: undefined }, /`amount`/],
    ['no metadataURI', { metadataURI: undefined }, /`metadataURI`.*ipfs/],
    ['an empty metadataURI', { metadataURI: '' }, /`metadataURI`/],
    ['a metadataURI that is a path', { metadataURI: '/1.json' }, /`metadataURI`/],
    ['a metadataURI with a space before', { metadataURI: ' ipfs://bafy' }, /`metadataURI`/],
    ['a metadataURI with a line end', { metadataURI: 'ipfs://bafy\n' }, /`metadataURI`/],
    ['a metadataURI that is a URL object', { metadataURI: new URL('ipfs://bafy') }, /`metadataURI`/],
    ['to a name', { to: 'sokha.eth' }, /`to` must be an address/],
    ['to the zero address', { to: `0x${'0'.repeat(40)}` }, /zero address/],
  ])('mint with %s is refused, and nothing is sent', async (_what, different, words) => {
    await refusedUnsent(() => client.erc1155.mint(mint(different)), words);
  });

  test.each([undefined, null, 'x', 7])('mint of %p is refused', async (nothing) => {
    await refusedUnsent(() => client.erc1155.mint(nothing as never), /`to` must be an address/);
  });

  test.each([
    'ipfs://bafy/{id}.json',
    'https://example-business.com/{id}',
    'data:application/json,{}',
    'ar://x',
  ])('mint takes the metadata address %s as it is', async (metadataURI) => {
    const [request] = await koompi.received('mint', () => client.erc1155.mint(mint({ metadataURI })));
    expect(request?.body).toMatchObject({ metadata_uri: metadataURI });
  });

  test.each([0, Number.MAX_SAFE_INTEGER])('mint takes the token id %p', async (tokenId) => {
    expect(await client.erc1155.mint(mint({ tokenId }))).toEqual(done);
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', undefined, /must be an object/],
    ['null', null, /must be an object/],
    ['text', 'all', /must be an object/],
    ['a list', [1], /must be an object/],
    ['a token_id as text', { token_id: '1' }, /`token_id`.*safe integer/],
    ['a token_id as a bigint', { token_id: 1n }, /`token_id`/],
    ['a token_id beyond the safe integers', { token_id: 2 ** 53 }, /`token_id`/],
    ['a token_id below zero', { token_id: -1 }, /`token_id`/],
    ['a token_id undefined', { token_id: undefined }, /`token_id`/],
    ['an amount that has been rounded', { token_id: 1, amount: 1e21 }, /`amount`.*text/],
    ['an amount that is a bigint', { token_id: 1, amount: 1n }, /`amount`.*text/],
    ['an amount that is NaN', { token_id: 1, amount: NaN }, /`amount`.*text/],
    ['a bigint deep inside', { tokens: [{ id: 1n }] }, /JSON/],
    ['a member that is undefined', { token_id: 1, amount: undefined }, /`amount`/],
    ['a rounded number in a list', { token_ids: [2 ** 53] }, /`token_ids`.*text/],
    ['a number in an object', { token_id: 1, amount: new Number(2 ** 60) }, /`amount`/],
    ['a date', { token_id: 1, at: new Date(0) }, /`at`/],
    ['a body of its own', { token_id: 1, toJSON: () => ({ token_id: 2 ** 53 }) }, /`toJSON`/],
    ['a form without end', endless(), /JSON/],
  ])('burn with %s is refused, and nothing is sent', async (_what, parameters, words) => {
    await refusedUnsent(() => client.erc1155.burn(parameters as never), words);
  });
});

describe('a response of any form', () => {
  test.each(Object.keys(calls))('%s: comes back as it is', async (name) => {
    for (const [fault, answer] of [
      [faults.body('', 'application/json'), undefined],
      [faults.body('0xabc', 'text/plain'), '0xabc'],
      [faults.json([1, null]), [1, null]],
      [faults.json(null), null],
    ] as const) {
      koompi.service.fault(endpointOf(name), fault);
      expect(await calls[name]?.()).toEqual(answer);
    }
  });
});

describe('A43 secrets', () => {
  test('a key that no header can hold is refused, and nothing is sent', async () => {
    const own = new KoompiClient({ ...koompi.service.options, apiKey: 'ключ' });
    await refusedUnsent(() => own.erc1155.mint(mint()), /API key/);
  });

  test('nothing that is printed, copied or serialized of a client has its key', () => {
    const own = new KoompiClient({ ...koompi.service.options, apiKey: 'api-key-canary' });
    const strategy = new Strategy(
      { ...koompi.service.options, callbackURL: '/c', apiKey: 'api-key-canary' },
      () => undefined,
    );
    for (const value of [own, own.erc20, own.erc1155, strategy, { ...own }]) {
      const shown = inspect(value, { depth: 10, showHidden: true }) + JSON.stringify(value);
      expect(shown).not.toContain('api-key-canary');
      expect(shown).not.toContain(secret);
    }
    expect(Object.keys(own)).not.toEqual(expect.arrayContaining(['erc20']));
    expect(Object.keys(own)).not.toEqual(expect.arrayContaining(['erc1155']));
  });
});

describe('where the calls go', () => {
  const given = { clientID: 'a', clientSecret: 'b' };

  test('v2 documents the address', () => {
    expect(new KoompiClient(given).endpoints.api).toBe('https://oauth.koompi.org/v2');
  });

  describe.each(['v1', 'kid'] as const)('preset %s documents none', (preset) => {
    test.each(Object.keys(calls))(
      '%s is a TypeError that names `apiURL`, and nothing is sent',
      async (name) => {
        const own = new KoompiClient({ ...given, preset });
        const sent = await counted(async () => {
          const error = await rejection(calls[name]?.(own) as Promise<unknown>);
          expect(error).toBeInstanceOf(TypeError);
          expect(error['message']).toMatch(/KOOMPI.*`apiURL`/);
        });
        expect(sent).toBe(0);
      },
    );

    test('apiURL is used, with a slash at its end or without', async () => {
      const { apiURL } = koompi.service.options;
      for (const url of [apiURL, `${apiURL}/`]) {
        const own = new KoompiClient({ ...given, preset, apiURL: url });
        const [request] = await koompi.received('balance', () => own.erc20.balance(balanceOf()));
        expect(request).toMatchObject({ path: '/v2/erc20/balance', status: 200 });
      }
    });
  });

  test('under KID, a transfer works with the tokens of a KID login, and asks for no discovery', async () => {
    koompi.service.switches.generation = 'kid';
    const { tokens: own } = await koompi.login({
      ...koompi.service.kidOptions,
      scope: ['openid', KoompiScope.walletTransfer],
    });
    const kid = new KoompiClient(koompi.service.kidOptions);
    const sent = await counted(async () => {
      expect(await kid.erc20.transfer(own, transfer())).toEqual(done);
    });
    expect(sent).toBe(1);
  });

  test("a strategy's client has the calls too", async () => {
    const strategy = new Strategy({ ...koompi.service.options, callbackURL: '/c' }, () => undefined);
    expect(await strategy.client.erc1155.mint(mint())).toEqual(done);
  });

  test('the calls cannot be replaced on a client', () => {
    expect(() => Object.assign(client, { erc20: {} })).toThrow(TypeError);
  });
});

test('the scopes are the documented ones', () => {
  expect(Object.values(KoompiScope).sort()).toEqual([
    'openid',
    'profile.basic',
    'profile.contact',
    'profile.telegram',
    'wallet.balance',
    'wallet.read',
    'wallet.transfer',
  ]);
});
