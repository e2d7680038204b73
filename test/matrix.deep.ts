import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

test('docs/security-matrix.md is what a run of the tests says', async () => {
  const root = join(__dirname, '..');
  const options = { cwd: root, timeout: 500_000 };
  // Rejects with all that the tool said when the page is stale, a test failed, or a cell is empty.
  await promisify(execFile)(process.execPath, [join(root, 'tools/matrix.mjs'), '--check'], options);
});
