/** Every host from packed packages, installed by npm outside of this repository. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PackageLab, repository } from '../packages/lab';
import { addApps, compilers, compilerSpecs, hostPeers, typescriptProjects } from './apps';
import type { HostSettings } from './host';
import { describeHost } from './play';

let lab: PackageLab;
/** Has no package of `@types` at all. */
let bare: PackageLab;

beforeAll(async () => {
  lab = new PackageLab();
  bare = new PackageLab();
  const packed = await lab.pack();
  const tarballs = packed.map(({ tarball }) => tarball);
  const published = packed
    .filter(({ name }) => !/emulator|contract/.test(name))
    .map(({ tarball }) => tarball);
  await Promise.all([
    lab.install(lab.folder, [...tarballs, ...hostPeers, ...compilerSpecs]),
    bare.install(bare.folder, published),
  ]);
  addApps(join(lab.folder, 'javascript'));
  for (const version of compilers) addApps(join(lab.folder, version));
});

afterAll(() => {
  lab.close();
  bare.close();
});

const compilerOf = (version: string): string => join(lab.folder, 'node_modules', `typescript-${version}`);

const production = { NODE_ENV: 'production' };

const inJavaScript: readonly HostSettings[] = [
  ...['express-4', 'express'].flatMap((EXPRESS): HostSettings[] => [
    { name: EXPRESS, errors: 'page', main: 'express.cjs', env: { EXPRESS } },
    {
      name: `${EXPRESS}, cookie-session`,
      errors: 'page',
      main: 'express.cjs',
      env: { EXPRESS, SESSIONS: 'cookie-session' },
    },
    {
      name: `${EXPRESS} in production`,
      errors: 'express',
      main: 'express.cjs',
      env: { EXPRESS, ...production },
    },
  ]),
  { name: 'express', errors: 'express', main: 'express.cjs' },
  { name: 'express, cookieStore', errors: 'page', main: 'express.cjs', env: { PENDING: 'cookie' } },
  { name: '@fastify/session', errors: 'page', main: 'fastify.cjs', env: { SESSIONS: '@fastify/session' } },
  { name: '@fastify/secure-session', errors: 'page', main: 'fastify.cjs' },
  { name: '@fastify/secure-session', errors: 'fastify', main: 'fastify.cjs' },
];

const inTypeScript: readonly HostSettings[] = [
  { name: 'express', errors: 'page', main: 'express-app.js' },
  {
    name: 'express, cookie-session',
    errors: 'page',
    main: 'express-app.js',
    env: { SESSIONS: 'cookie-session' },
  },
  { name: 'nestjs', errors: 'nestjs', main: 'nestjs-app.js' },
  { name: 'nestjs in production', errors: 'nestjs', main: 'nestjs-app.js', env: production },
  { name: 'fastify', errors: 'fastify', main: 'fastify-app.js' },
];

describe('JavaScript', () => {
  for (const settings of inJavaScript) describeHost(settings, () => join(lab.folder, 'javascript'));
});

describe.each(compilers)('TypeScript %s', (version) => {
  test.each(Object.keys(typescriptProjects))('%s compiles', async (project) => {
    const config = join(lab.folder, version, `tsconfig.${project}.json`);
    const { stdout } = await lab.compile(['-p', config], compilerOf(version));
    expect(stdout).toBe('');
  });

  for (const settings of inTypeScript) describeHost(settings, () => join(lab.folder, version));

  test('the tests of the types compile', async () => {
    const folder = join(lab.folder, 'types');
    mkdirSync(folder, { recursive: true });
    const tests = join(repository, 'conformance', 'types');
    const files = readdirSync(tests).filter((name) => /\.c?ts$/.test(name));
    for (const file of files) cpSync(join(tests, file), join(folder, file));
    const { stdout } = await lab.compile(typesProject(folder, files, ['node']), compilerOf(version));
    expect(stdout).toBe('');
  });

  test('the packages compile where there is no package of @types', async () => {
    cpSync(join(repository, 'conformance', 'types', 'bare', 'main.ts'), join(bare.folder, 'main.ts'));
    const { stdout } = await bare.compile(typesProject(bare.folder, ['main.ts'], []), compilerOf(version));
    expect(stdout).toBe('');
  });
});

/** A project whose declarations are all checked; gives the compiler's arguments. */
function typesProject(folder: string, files: readonly string[], types: readonly string[]): readonly string[] {
  const compilerOptions = {
    target: 'es2022',
    module: 'node16',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    esModuleInterop: true,
    noEmit: true,
    types,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  return ['-p', folder];
}
