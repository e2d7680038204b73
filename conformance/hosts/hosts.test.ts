/** One host, on the packages as they are built here. `npm run test:deep` plays all of them, from packed packages. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../packages/lab';
import { addApps } from './apps';
import { describeHost } from './play';

let folder: string;

beforeAll(() => {
  const compiler = join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-b', 'packages/passport-koompi'], {
    cwd: repository,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  folder = mkdtempSync(join(tmpdir(), 'passport-hosts-'));
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
  addApps(folder);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeHost({ name: 'Express 5, express-session', errors: 'page', main: 'express.cjs' }, () => folder);
