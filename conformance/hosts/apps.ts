import { cpSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readme } from '../documents/readme-snippets';

/** What the applications need besides our packages, and the compilers. */
export const hostPeers: readonly string[] = [
  'express@5',
  'express-4@npm:express@4',
  'passport@0.7',
  'express-session@1',
  'cookie-session@2',
  '@nestjs/common@11',
  '@nestjs/core@11',
  '@nestjs/platform-express@11',
  '@nestjs/passport@11',
  'reflect-metadata@0.2',
  'rxjs@7',
  'fastify@5',
  '@fastify/passport@3',
  '@fastify/cookie@11',
  '@fastify/session@11',
  '@fastify/secure-session@8',
  '@types/node@20',
  '@types/express@5',
  '@types/express-session@1',
  '@types/cookie-session@2',
  '@types/passport@1',
];

/** The compilers that must take the declarations, by the names that they are installed under. */
export const compilers: readonly string[] = ['5.4', '5.9', '6.0', '7.0'];

/** As npm installs several versions of a package. */
export const compilerSpecs: readonly string[] = compilers.map(
  (version) => `typescript-${version}@npm:typescript@${version}`,
);

/** What the READMEs say, as modules of the applications. */
function readmeModules(): Readonly<Record<string, string>> {
  const base = new Readme('packages/passport-oauth2-base/README.md');
  const koompi = new Readme('packages/passport-koompi/README.md');
  const given = (names: string, code: string): string => `module.exports = (${names}) => {\n${code}\n};\n`;
  return {
    'readme-cookie-session-shim.cjs': base.snippet('cookie-session-shim'),
    'readme-cookie-session-shim.d.cts': [
      "import type { RequestHandler } from 'express';",
      'declare const shim: RequestHandler;',
      'export = shim;\n',
    ].join('\n'),
    'readme-errors.cjs': given('app, passport', koompi.snippet('errors')),
    'readme-fastify-errors.cjs': given('app', base.snippet('fastify-errors')),
  };
}

const compilerOptions = {
  target: 'es2022',
  lib: ['es2022'],
  module: 'node16',
  strict: true,
  // Every declaration is checked, but for TypeScript's own, which take longer than all others together.
  skipLibCheck: false,
  skipDefaultLibCheck: true,
  esModuleInterop: true,
  types: ['node'],
};

/** The applications in TypeScript, with what is particular about compiling them. */
export const typescriptProjects: Readonly<Record<string, object>> = {
  'express-app': {},
  'nestjs-app': { experimentalDecorators: true, emitDecoratorMetadata: true },
  // @fastify/passport takes in two packages whose declarations contradict each other (TS2717).
  'fastify-app': { skipLibCheck: true },
};

/** Puts the applications into a folder. Those in TypeScript are not yet compiled. */
export function addApps(folder: string): void {
  mkdirSync(folder, { recursive: true });
  cpSync(join(__dirname, 'apps'), folder, { recursive: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts.txt'))) {
    renameSync(join(folder, file), join(folder, file.replace('.ts.txt', '-app.ts')));
  }
  for (const [name, text] of Object.entries(readmeModules())) writeFileSync(join(folder, name), text);
  for (const [project, options] of Object.entries(typescriptProjects)) {
    const text = JSON.stringify({
      compilerOptions: { ...compilerOptions, ...options },
      files: [`${project}.ts`],
    });
    writeFileSync(join(folder, `tsconfig.${project}.json`), text);
  }
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
}
