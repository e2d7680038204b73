import { KomerzaClient } from 'passport-komerza';
import { identityContract } from 'passport-strategy-contract';

const rows = identityContract({
  members: ['id'],
  response: (user) => ({ success: true, data: { userName: '42', ...user } }),
  client: (fetch) => new KomerzaClient({ clientID: 'abc123', clientSecret: 's3cret', fetch }),
});

test.each(rows)('$title', ({ run }) => run());
