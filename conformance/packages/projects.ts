import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, type PackageLab, repository } from './lab';

/** What the projects need besides our packages. One install has all of it; second versions have names of their own. */
export const peers: readonly string[] = [
  'express@5',
  'express-4@npm:express@4',
  'passport@0.7',
  'passport-0.6@npm:passport@0.6',
  'express-session@1',
  'cookie-session@2',
  '@nestjs/common@11',
  '@nestjs/core@11',
  '@nestjs/platform-express@11',
  '@nestjs/passport@11',
  'reflect-metadata@0.2',
  'rxjs@7',
  '@types/node@20',
  '@types/express@5',
  '@types/express-session@1',
  '@types/passport@1',
];

const compilerOptions = {
  target: 'es2022',
  lib: ['es2022'],
  strict: true,
  // Every declaration is checked, but for TypeScript's own, which take longer than all others together.
  skipLibCheck: false,
  skipDefaultLibCheck: true,
  esModuleInterop: true,
  types: ['node'],
};

/** The TypeScript projects by their names: module settings, and how the compiled file is run. */
const moduleSettings = {
  // The resolver of before 2022, which knows no `exports`.
  commonjs: {
    type: 'commonjs',
    module: 'commonjs',
    moduleResolution: 'node10',
    ignoreDeprecations: '6.0',
  },
  node16: { type: 'commonjs', module: 'node16' },
  'node16-esm': { type: 'module', module: 'node16' },
  nodenext: { type: 'commonjs', module: 'nodenext' },
  'nodenext-esm': { type: 'module', module: 'nodenext' },
  // With the browser's declarations beside Node's, as front ends have them.
  bundler: { type: 'module', module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] },
} as const;

/** The folders of the TypeScript projects. */
export const typescriptProjects: readonly string[] = Object.keys(moduleSettings).map(
  (name) => `typescript-${name}`,
);

/** The files of every project that can be run, and NestJS. */
export function addProjects(lab: PackageLab): void {
  lab.add({ name: 'support', source: 'support' });
  for (const name of ['commonjs', 'esm', 'combinations', 'jose']) lab.add({ name, source: name });
  lab.add({
    name: 'jest',
    source: 'jest',
    packageJson: { jest: { testMatch: ['**/*.spec.js'], transform: {}, haste: { retainAllFiles: true } } },
  });
  for (const [name, { type, ...settings }] of Object.entries(moduleSettings)) {
    lab.add({
      name: `typescript-${name}`,
      source: 'typescript',
      packageJson: { type },
      files: {
        'tsconfig.json': JSON.stringify({
          compilerOptions: { ...compilerOptions, ...settings },
          files: ['main.ts'],
        }),
      },
    });
  }
  lab.add({
    name: 'nestjs',
    source: 'nestjs',
    files: {
      'main.ts': readFileSync(
        join(repository, 'conformance', 'packages', 'projects', 'nestjs', 'main.ts.txt'),
        'utf8',
      ),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...compilerOptions,
          module: 'commonjs',
          moduleResolution: 'node10',
          ignoreDeprecations: '6.0',
          experimentalDecorators: true,
          emitDecoratorMetadata: true,
        },
        files: ['main.ts'],
      }),
    },
  });
}

/** Compiles NestJS and the TypeScript projects: two processes, each of which reads the declarations once. */
export async function compileProjects(lab: PackageLab): Promise<Finished> {
  const projects = [...typescriptProjects, 'nestjs'];
  const halves = [
    projects.filter((_, index) => index % 2 === 0),
    projects.filter((_, index) => index % 2 === 1),
  ];
  const finished = await Promise.all(halves.map((half) => lab.compile(['-b', ...half])));
  return finished.find(({ code }) => code !== 0) ?? finished[0]!;
}

const everyService = ['koompi', 'konpro', 'komerza', 'coinpay', 'kopokopo'];
const everyLogin = ['koompi', 'konpro', 'komerza', 'coinpay', 'coinpay-published', 'kopokopo'];

const combinations = ['express 4', 'express 5'].flatMap((express) =>
  ['passport 0.6', 'passport 0.7'].flatMap((passport) =>
    ['express-session', 'cookie-session'].map((sessions) => `${express}, ${passport}, ${sessions}`),
  ),
);

/** What each project that is run prints: its last line, as JSON. */
const expectations: Readonly<Record<string, readonly unknown[]>> = {
  commonjs: everyLogin,
  esm: everyLogin,
  ...Object.fromEntries(typescriptProjects.map((name) => [name, everyService])),
  nestjs: everyService,
  combinations,
  // What jose was resolved as: after the logins of all others, at CoinPay's callback, and after it.
  jose: [[], [], ['jose/jws/compact/verify', 'jose/jwks/local']],
};

/** The projects that are run on every Node. */
export const runnableProjects: readonly string[] = Object.keys(expectations);

const mainFiles: Readonly<Record<string, string>> = {
  commonjs: 'main.cjs',
  esm: 'main.mjs',
  combinations: 'main.cjs',
  jose: 'main.cjs',
};

/** Runs a project. */
export function runProject(lab: PackageLab, node: string, project: string): Promise<Finished> {
  const cwd = join(lab.folder, project);
  const watching = project === 'jose' ? ['--import', './watch.mjs'] : [];
  return lab.run(node, [...watching, mainFiles[project] ?? 'main.js'], {
    cwd,
    env: { JOSE_LOG: join(cwd, `jose-${process.hrtime.bigint()}.log`) },
  });
}

/** Checks how a project ended. */
export function expectSuccess(project: string, { code, stdout, stderr }: Finished): void {
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toEqual(expectations[project]);
}

/** Runs the tests of a user's CommonJS project with the Jest of this repository. */
export function runJest(lab: PackageLab, node: string, nodeOptions: readonly string[]): Promise<Finished> {
  const jest = join(repository, 'node_modules', 'jest', 'bin', 'jest.js');
  return lab.run(node, [...nodeOptions, jest, '--runInBand', '--no-cache'], {
    cwd: join(lab.folder, 'jest'),
  });
}
