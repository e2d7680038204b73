import { CoinPayClient } from 'passport-coinpay';
import { identityContract } from 'passport-strategy-contract';

const rows = identityContract({
  members: ['sub'],
  response: (user) => ({ preferred_username: '42', email: '42', ...user }),
  client: (fetch) => new CoinPayClient({ clientID: 'abc123', clientSecret: 's3cret', fetch }),
});

test.each(rows)('$title', ({ run }) => run());
