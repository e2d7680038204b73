import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const packages = ['koompi', 'konpro', 'komerza'].map((name) => `packages/passport-${name}`);

/** Runs the compiler; gives what it says. */
function tsc(...args: readonly string[]): string {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [compiler, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

test('what is published has the types that applications rely on', () => {
  expect(tsc('-b', ...packages)).toBe('');
  expect(tsc('-p', 'conformance/types')).toBe('');
}, 60_000);
