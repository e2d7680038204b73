/**
 * Who may import whom, in one table. ESLint applies it to every import statement (`no-restricted-imports`);
 * conformance/house/rooms.test.ts applies it to `import()`, `require()` and `import('…').Type` as well.
 *
 * A row has `files` (a glob) and `patterns`. A pattern is what `no-restricted-imports` takes: `regex` finds a
 * forbidden path, `message` says why, `allowTypeImports` lets types through, `allowImportNames` lets these names
 * through. A file belongs to one row at most, because the last configuration of an ESLint rule replaces the others.
 */
import { providers } from './packages.cjs';

/** The rooms of the base, and the rooms and files of its `src` that each may import. */
const rooms = {
  lib: [],
  errors: ['lib'],
  http: ['lib', 'errors'],
  state: ['lib', 'errors'],
  token: ['lib', 'errors', 'http'],
  api: ['lib', 'errors', 'http', 'token'],
  oidc: ['lib', 'errors', 'pkce'],
  profile: ['lib', 'errors', 'http', 'token', 'api', 'oidc'],
  options: ['lib', 'pkce'],
};
rooms.tokens = ['lib', 'errors', 'http', 'token', 'client'];
rooms.login = [
  ...Object.keys(rooms).filter((room) => room !== 'tokens'),
  'client',
  'pkce',
  'passport-oauth2',
];

/** Files whose types every room may import: the terms that the rooms share. The type `Fetch` is one more. */
const vocabulary = ['declaration', 'endpoints', 'options/options', 'oidc/types', 'pkce', 'passport-oauth2'];

const otherFolder = {
  regex: '^\\.{1,2}/(?:.*/)?(?:packages|examples|conformance|passport-[a-z0-9-]+)/',
  message: 'Import another package by its name: its folder is not there once this package is installed.',
};
/** Inside of conformance, `../packages/` is a folder of its own. */
const otherFolderOfConformance = {
  ...otherFolder,
  regex: otherFolder.regex.replace('^', '^(?!\\.\\./packages/lab$)'),
};
const behindTheFace = {
  regex: '^passport-[a-z0-9-]+/(?:src|test|dist)(?:/|$)',
  message: 'Import the public face of a package: everything behind it may change without notice.',
};
const tests = {
  regex: '^(?:\\.\\./)+test/',
  message: 'Sources do not import tests: tests are not published.',
};
const everySource = [otherFolder, behindTheFace, tests];

/** Matches `x` and `x/y` for each of the names. */
const within = (names) => `(?:${names.join('|')})(?:/|$)`;
/** Matches exactly these paths. */
const exactly = (names) => `(?:${names.join('|')})$`;

function roomOfBase([room, allowed]) {
  const own = within([room, ...allowed]);
  const stands = allowed.length === 0 ? 'no other room' : allowed.join(', ');
  const message = `${room}/ may import ${stands}. Move what both need into a room that both may import.`;
  const typesOnly = vocabulary.filter((file) => !new RegExp(`^${own}`).test(file));
  const fetchOnly = {
    regex: '^\\.\\./http/messages$',
    message: `${message} The type Fetch is allowed.`,
    allowImportNames: ['Fetch'],
  };
  return {
    name: `passport-oauth2-base/${room}`,
    files: `packages/passport-oauth2-base/src/${room}/**/*.ts`,
    patterns: [
      { regex: `^\\.\\./(?!${own}|${exactly(vocabulary)}|http/messages$)`, message },
      {
        regex: `^\\.\\./${exactly(typesOnly)}`,
        message: `${message} Its types are allowed.`,
        allowTypeImports: true,
      },
      ...(new RegExp(`^${own}`).test('http/') ? [] : [fetchOnly]),
      ...baseSource,
    ],
  };
}

const baseSource = [
  ...everySource,
  {
    regex: '^passport-(?!oauth2$)',
    message: 'The base imports no other package of this repository: all of them stand on it.',
  },
];

/** The table. */
export const rows = [
  ...Object.entries(rooms).map(roomOfBase),
  { name: 'passport-oauth2-base', files: 'packages/passport-oauth2-base/src/*.ts', patterns: baseSource },
  {
    // The face passport-oauth2-base/passport: types for applications.
    name: 'passport-oauth2-base/passport',
    files: 'packages/passport-oauth2-base/src/passport/**/*.ts',
    patterns: baseSource,
  },
  ...providers.map(({ name, folder }) => ({
    name,
    files: `${folder}/src/**/*.ts`,
    patterns: [
      ...everySource,
      {
        regex: '^(?!\\.|node:|passport-oauth2-base(?:/|$))',
        message:
          'A strategy imports only passport-oauth2-base: what others need as well belongs into the base.',
      },
    ],
  })),
  {
    name: 'passport-provider-emulator',
    files: 'packages/passport-provider-emulator/src/**/*.ts',
    patterns: [
      ...everySource,
      {
        regex: '^passport(?:-|$)',
        message:
          'The emulator follows the documents of the services. With code of a strategy or of the base it would share their mistakes.',
      },
    ],
  },
  {
    name: 'passport-strategy-contract',
    files: 'packages/passport-strategy-contract/src/**/*.ts',
    patterns: [
      ...everySource,
      {
        regex: `^${within(providers.map(({ name }) => name))}`,
        message: 'The contract holds for every strategy: the test of a strategy hands it its class.',
      },
    ],
  },
  { name: 'sources of examples', files: 'examples/*/src/**/*.ts', patterns: everySource },
  { name: 'tests of packages', files: 'packages/*/test/**/*.ts', patterns: [otherFolder, behindTheFace] },
  { name: 'tests of examples', files: 'examples/*/test/**/*.ts', patterns: [otherFolder, behindTheFace] },
  { name: 'conformance', files: 'conformance/**/*.ts', patterns: [otherFolderOfConformance, behindTheFace] },
];

/** The table as configurations of ESLint. */
export const eslintRooms = rows.map(({ name, files, patterns }) => ({
  name: `rooms/${name}`,
  files: [files],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
}));

/** A glob with `*` and `**` as a regular expression. */
function globPattern(glob) {
  const parts = glob.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    return part === '*' ? '[^/]*' : part.replaceAll('.', '\\.');
  });
  return new RegExp(`^${parts.join('')}$`);
}

/** The row of a file, given by its path in the repository with slashes; `undefined` for a file without rules. */
export function rowOf(file) {
  return rows.find(({ files }) => globPattern(files).test(file));
}

/**
 * Why a file may not import something; `undefined` if it may. `names` are the imported names, `undefined` where all
 * are imported; `typesOnly` says that the import leaves nothing behind in the compiled file.
 */
export function refusalReason(file, { path, names, typesOnly }) {
  const broken = rowOf(file)?.patterns.find((pattern) => {
    if (!new RegExp(pattern.regex, 'iu').test(path)) return false;
    if (pattern.allowTypeImports && typesOnly) return false;
    return !names?.every((name) => pattern.allowImportNames?.includes(name));
  });
  return broken?.message;
}
