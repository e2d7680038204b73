import { KoompiClient } from 'passport-koompi';
import { rejection } from 'passport-strategy-contract/harness';

/** The examples of EIP-55. */
const capitalsOnly = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
];
const lowerOnly = [
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
];
const mixed = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];
const good = [...capitalsOnly, ...lowerOnly, ...mixed, `0x${'1'.repeat(40)}`];

/** Every mistake of one letter's case, and of one digit, in the mixed examples. */
const wrong = mixed.flatMap((address) =>
  Array.from({ length: 40 }, (_item, at) => at + 2).flatMap((at) => {
    const digit = address.charAt(at);
    const turned = digit === digit.toLowerCase() ? digit.toUpperCase() : digit.toLowerCase();
    const others = [turned, digit === '9' ? '8' : '9'].filter((other) => other !== digit);
    return others.map((other) => address.slice(0, at) + other + address.slice(at + 1));
  }),
);

let sent: string[];
const client = new KoompiClient({
  clientID: 'abc123',
  clientSecret: 's3cret',
  fetch: (url) => {
    sent.push(url);
    return Promise.resolve(Response.json({}));
  },
});
beforeEach(() => {
  sent = [];
});

const other = '0x52908400098527886E0F7030069857D2E4169EE7'.toLowerCase();
const mint = { tokenId: 1, amount: 1, metadataURI: 'ipfs://bafy/1.json' };

const calls: readonly (readonly [string, (address: string) => Promise<unknown>])[] = [
  ['transfer: to', (to) => client.erc20.transfer('token', { to, token: `0x${'b'.repeat(40)}`, amount: 1n })],
  [
    'transfer: token',
    (token) => client.erc20.transfer('token', { to: `0x${'b'.repeat(40)}`, token, amount: 1n }),
  ],
  ['mint: to', (to) => client.erc1155.mint({ to, ...mint })],
  ['burn: from_address', (from_address) => client.erc1155.burn({ from_address, token_id: 1, amount: 1 })],
  ['burn, in a list', (address) => client.erc1155.burn({ holders: [{ address }] })],
  ['balance: address', (address) => client.erc20.balance({ address, token_address: other })],
  ['balance by POST', (address) => client.erc20.balance({ address }, { method: 'POST' })],
];

describe.each(calls)('A80 %s', (_name, call) => {
  test.each(good)('%s is sent', async (address) => {
    await call(address);
    expect(sent).toHaveLength(1);
  });

  test('every wrong digit and every turned letter is refused before anything is sent', async () => {
    for (const address of wrong) {
      const error = await rejection(call(address));
      expect([address, error['reason']]).toEqual([address, 'argument_invalid']);
      expect(error['message']).toMatch(/EIP-55/);
    }
    expect(sent).toEqual([]);
  });
});
