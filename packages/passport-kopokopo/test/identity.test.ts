import { AccountStrategy, KopoKopoClient } from 'passport-kopokopo';
import { identityContract } from 'passport-strategy-contract';

const credentials = { clientID: 'abc123', clientSecret: 's3cret' };

describe('the application', () => {
  const rows = identityContract({
    members: ['uid'],
    response: (application) => ({ resource_owner_id: '42', application }),
    client: (fetch) => new KopoKopoClient({ ...credentials, fetch }),
  });
  test.each(rows)('$title', ({ run }) => run());
});

describe('an account', () => {
  const rows = identityContract({
    members: ['resource_owner_id'],
    response: (owner) => ({ application: { uid: '42' }, ...owner }),
    client: (fetch) =>
      new AccountStrategy(
        {
          ...credentials,
          authorizationURL: 'https://example-business.com/authorize',
          callbackURL: '/cb',
          fetch,
        },
        () => undefined,
      ).client,
  });
  test.each(rows)('$title', ({ run }) => run());
});
