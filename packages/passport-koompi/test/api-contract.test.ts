import { KoompiClient, KoompiScope } from 'passport-koompi';
import { apiContract, type ApiClientOptions } from 'passport-strategy-contract';

const to = `0x${'a'.repeat(40)}`;
const token = `0x${'b'.repeat(40)}`;
const client = (options: ApiClientOptions & { apiKey?: string }): KoompiClient => new KoompiClient(options);
/** The client holds the key of mint and burn. */
const withKey = (options: ApiClientOptions, apiKey: string): KoompiClient => client({ ...options, apiKey });

const calls = {
  'erc20.transfer()': apiContract({
    client,
    call: ({ erc20 }, accessToken) => erc20.transfer(accessToken, { to, token, amount: 1n }),
    safe: false,
    permission: KoompiScope.walletTransfer,
  }),
  'erc20.balance() by GET': apiContract({
    client,
    call: ({ erc20 }) => erc20.balance({ address: to }),
    safe: true,
    credential: 'none',
  }),
  'erc20.balance() by POST': apiContract({
    client,
    call: ({ erc20 }) => erc20.balance({ address: to }, { method: 'POST' }),
    safe: false,
    credential: 'none',
  }),
  'erc1155.mint()': apiContract({
    client: withKey,
    call: ({ erc1155 }) => erc1155.mint({ to, tokenId: 1, amount: 1, metadataURI: 'ipfs://bafy/1.json' }),
    safe: false,
    credential: 'apiKey',
  }),
  'erc1155.burn()': apiContract({
    client: withKey,
    call: ({ erc1155 }) => erc1155.burn({ token_id: 1 }),
    safe: false,
    credential: 'apiKey',
  }),
};

describe.each(Object.entries(calls))('%s', (_name, rows) => {
  test.each(rows)('$title', ({ run }) => run());
});
