import { KoompiClient } from 'passport-koompi';
import { identityContract } from 'passport-strategy-contract';

const credentials = { clientID: 'abc123', clientSecret: 's3cret' };
const withoutDiscovery = { discovery: false, jwksURL: 'https://example-business.com/keys' };

describe.each([
  [{ preset: 'v2' }, '_id', 'sub'],
  [{ preset: 'v1' }, '_id', 'sub'],
  [{ preset: 'kid', ...withoutDiscovery }, 'sub', '_id'],
] as const)('%j', (options, member, other) => {
  const rows = identityContract({
    members: [member],
    response: (user) => ({ user: { [other]: '42', kid: '42', username: '42', ...user } }),
    client: (fetch) => new KoompiClient({ ...credentials, ...options, fetch }),
  });
  test.each(rows)('$title', ({ run }) => run());
});
