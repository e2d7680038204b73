/** The packages as users get them: packed, installed outside of this repository, compiled against, and run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PackageLab,
  filesBelow,
  measure,
  publishedNames,
  repository,
  strategyNames,
  type Finished,
  type Installed,
  type PackedPackage,
} from './lab';
import {
  addProjects,
  compileProjects,
  expectSuccess,
  peers,
  runJest,
  runProject,
  runnableProjects,
} from './projects';

/** Bytes that a package may have unpacked, README included: about a quarter more than at first. */
const byteBudgets: Readonly<Record<string, number>> = {
  'passport-oauth2-base': 600_000,
  'passport-provider-emulator': 640_000,
  'passport-strategy-contract': 240_000,
  'passport-coinpay': 80_000,
  'passport-komerza': 86_000,
  'passport-konpro': 72_000,
  'passport-kopokopo': 120_000,
};
/** For strategies that have no budget of their own. */
const strategyBudget = 95_000;

const strategyDependencies = ['passport-oauth2-base'];
const dependencies: Readonly<Record<string, readonly string[]>> = {
  'passport-oauth2-base': ['jose', 'passport-oauth2'],
  'passport-provider-emulator': ['express'],
  'passport-strategy-contract': [
    'express',
    'express-session',
    'passport',
    'passport-oauth2-base',
    'passport-oauth2-refresh',
    'passport-provider-emulator',
  ],
};

/** What lies beside `dist` in a package. */
function facesOf(name: string): string[] {
  return strategyNames.includes(name) ? ['index.mjs', 'index.d.mts'] : [];
}

/** Bytes of a fresh install of one strategy, with all that it depends on; about a quarter above the first measure. */
const installBudget = 1_000_000;

interface Lint {
  readonly publint: readonly string[];
  readonly types: string;
  readonly attw: readonly unknown[];
}

let lab: PackageLab;
let packed: readonly PackedPackage[];
let lint: Promise<Finished>;
let compiled: Promise<Finished>;
let alone: Promise<ReadonlyMap<string, Installed>>;
const ended = new Map<string, Promise<Finished>>();

const node = process.execPath;
const jestWithout = 'jest, plain';
const jestWith = 'jest, with its flag';

/** Begins everything; the tests wait for what they need. */
beforeAll(async () => {
  lab = new PackageLab();
  packed = await lab.pack();
  const installing = lab.install(lab.folder, [...packed.map(({ tarball }) => tarball), ...peers]);
  const begin = (run: () => Promise<Finished>): Promise<Finished> => installing.then(run);
  addProjects(lab);
  lint = lab.run(node, [
    join(repository, 'conformance', 'packages', 'projects', 'lint.mjs'),
    ...packed.map(({ tarball }) => tarball),
  ]);
  compiled = begin(() => compileProjects(lab));
  for (const project of runnableProjects) {
    const ready = /^(typescript|nestjs)/.test(project) ? compiled : installing;
    ended.set(
      project,
      ready.then(() => runProject(lab, node, project)),
    );
  }
  ended.set(
    jestWithout,
    begin(() => runJest(lab, node, [])),
  );
  ended.set(
    jestWith,
    begin(() => runJest(lab, node, ['--experimental-vm-modules'])),
  );
  alone = installAlone();
  // Each test tells what became of its own part.
  await Promise.allSettled([lint, compiled, alone, ...ended.values()]);
}, 120_000);

afterAll(() => lab.close());

/** Installs each strategy by itself, and passport-oauth2 to compare. */
async function installAlone(): Promise<ReadonlyMap<string, Installed>> {
  const tarballs = new Map(packed.map(({ name, tarball }) => [name, tarball]));
  const base = tarballs.get('passport-oauth2-base') ?? '';
  const installs = new Map([['passport-oauth2', ['passport-oauth2@1']]]);
  for (const name of strategyNames) installs.set(name, [tarballs.get(name) ?? '', base]);
  const measured = await Promise.all(
    [...installs].map(async ([name, specs]) => {
      const folder = join(lab.folder, 'alone', name);
      await lab.install(folder, specs);
      return [name, measure(join(folder, 'node_modules'))] as const;
    }),
  );
  return new Map(measured);
}

function packageOf(name: string): PackedPackage {
  const found = packed.find((pack) => pack.name === name);
  if (!found) throw new Error(`${name} was not packed`);
  return found;
}

/** What a child process was asked to do, or all that it said. */
async function output(process: Promise<Finished> | undefined): Promise<string> {
  const { code, stdout, stderr } = (await process) ?? { code: 1, stdout: '', stderr: 'was not started' };
  if (code !== 0) throw new Error(stdout + stderr);
  return stdout;
}

describe('what is packed', () => {
  test.each(publishedNames)(
    '%s: each source compiled, its faces, README and LICENSE, and nothing else',
    (name) => {
      const source = join(repository, 'packages', name, 'src');
      const built = filesBelow(source)
        .filter((path) => !path.endsWith('.d.ts'))
        .flatMap((path) => ['.js', '.d.ts'].map((extension) => `dist/${path.replace(/\.ts$/, extension)}`));
      const expected = [...built, ...facesOf(name), 'LICENSE', 'README.md', 'package.json'];
      const paths = packageOf(name).files.map(({ path }) => path);
      const stale = paths.filter((path) => path.startsWith('dist/') && !built.includes(path));
      if (stale.length > 0) {
        const left = stale.join(', ');
        throw new Error(
          `Left by an older build, and would be published: ${left}. Delete packages/${name}/dist.`,
        );
      }
      expect(paths.sort()).toEqual(expected.sort());
    },
  );

  test.each(publishedNames)('%s: no more bytes than its budget', (name) => {
    expect(packageOf(name).unpackedSize).toBeLessThanOrEqual(byteBudgets[name] ?? strategyBudget);
  });

  test.each(publishedNames)('%s: depends on what the design says', (name) => {
    const manifest = JSON.parse(
      readFileSync(join(lab.folder, 'node_modules', name, 'package.json'), 'utf8'),
    ) as Record<string, object | undefined>;
    expect(Object.keys(manifest['dependencies'] ?? {}).sort()).toEqual(
      dependencies[name] ?? strategyDependencies,
    );
    for (const other of ['peerDependencies', 'optionalDependencies', 'bundleDependencies', 'scripts']) {
      expect(manifest).not.toHaveProperty(other);
    }
  });

  test('publint and attw find nothing', async () => {
    const told = JSON.parse(await output(lint)) as Record<string, Lint>;
    const clean: Lint = { publint: [], types: 'included', attw: [] };
    expect(told).toEqual(Object.fromEntries(publishedNames.map((name) => [name, clean])));
  });
});

describe('what is installed', () => {
  /** A strategy, the base and jose, besides what passport-oauth2 brings. */
  const ours = (name: string): string[] => [name, 'passport-oauth2-base', 'jose'];

  test.each(strategyNames)('%s alone: passport-oauth2, the base, jose and itself', async (name) => {
    const installs = await alone;
    const { packages = [], bytes } = installs.get(name) ?? {};
    const oauth2 = installs.get('passport-oauth2')?.packages ?? [];
    expect(packages).toEqual([...oauth2, ...ours(name)].sort());
    expect(bytes).toBeLessThanOrEqual(installBudget);
  });

  test('packages and bytes of each', async () => {
    const rows = [...(await alone)].map(([name, { packages, bytes }]) =>
      [name.padEnd(20), String(packages.length).padStart(3), bytes.toLocaleString('en').padStart(10)].join(
        ' ',
      ),
    );
    process.stderr.write(`\nA fresh install: packages and bytes\n${rows.join('\n')}\n`);
    expect(rows).toHaveLength(strategyNames.length + 1);
  });
});

describe('projects of users', () => {
  test('TypeScript (commonjs, node16, nodenext, bundler) and NestJS compile', async () => {
    expect(await output(compiled)).toBe('');
    expect(existsSync(join(lab.folder, 'nestjs', 'main.js'))).toBe(true);
  });

  test.each(runnableProjects)('%s', async (project) => {
    expectSuccess(project, await ended.get(project)!);
  });

  test('Jest without --experimental-vm-modules: CoinPay says so', async () => {
    expect(await output(ended.get(jestWithout))).toBe('');
  });

  test('Jest with --experimental-vm-modules: CoinPay signs in', async () => {
    expect(await output(ended.get(jestWith))).toBe('');
  });
});
