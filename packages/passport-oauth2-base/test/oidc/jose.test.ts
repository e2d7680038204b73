import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

test('jose is loaded by the first id_token, and by nothing before', async () => {
  const script = join(__dirname, 'support/jose-process.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(JSON.parse(stdout)).toEqual({
    constructed: [],
    // With discovery.
    started: [],
    // A login that did not ask for `openid`: without an id_token and, here, without a profile.
    without: 'profile_invalid',
    withoutIdToken: [],
    user: { sub: 'ada' },
    withIdToken: ['jose/jws/compact/verify', 'jose/jwks/local'],
  });
});
