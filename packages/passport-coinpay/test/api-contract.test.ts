import { CoinPayClient, CoinPayScope } from 'passport-coinpay';
import { apiContract, type ApiClientOptions } from 'passport-strategy-contract';

const client = (options: ApiClientOptions): CoinPayClient => new CoinPayClient(options);

const calls = {
  'wallets()': apiContract({
    client,
    call: (coinpay, accessToken) => coinpay.wallets(accessToken),
    safe: true,
    permission: CoinPayScope.walletRead,
    success: { json: { success: true, wallets: [] } },
  }),
  'registration()': apiContract({
    client,
    call: (coinpay) => coinpay.registration(),
    safe: true,
    credential: 'none',
  }),
};

describe.each(Object.entries(calls))('%s', (_name, rows) => {
  test.each(rows)('$title', ({ run }) => run());
});
