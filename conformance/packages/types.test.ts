import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { providers } from '../../tools/packages.cjs';

const root = join(__dirname, '..', '..');
const packages = providers.map(({ folder }) => folder);

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

test("what is published names no type of Node's: it compiles with `types: []`, the default since TypeScript 6", () => {
  expect(tsc('-b', ...packages)).toBe('');
  expect(tsc('-p', 'conformance/types/bare')).toBe('');
}, 60_000);
