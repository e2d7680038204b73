import { Linter } from 'eslint';
import { parser, plugin } from 'typescript-eslint';
import type * as Rooms from '../../tools/rooms.mjs' with { 'resolution-mode': 'import' };
import { providers } from '../../tools/packages.cjs';
import { importsOf, readImports, writtenFiles } from './imports';

const base = 'packages/passport-oauth2-base/src';
let rooms: typeof Rooms;

beforeAll(async () => {
  rooms = await import('../../tools/rooms.mjs');
});

/** The imports of a text that the table forbids where the text is that file. */
function forbidden(file: string, text: string): string[] {
  return readImports(text).flatMap((imported) => rooms.refusalReason(file, imported) ?? []);
}

/** The same, by ESLint. */
function linted(file: string, text: string): string[] {
  const language = { languageOptions: { parser }, plugins: { '@typescript-eslint': plugin } };
  const linter = new Linter({ configType: 'flat' });
  const config = [{ files: ['**/*.ts'], ...language }, ...rooms.eslintRooms] as Linter.Config[];
  return linter.verify(text, config, file).map(({ message }) => message);
}

test('every import of this repository keeps to the table', () => {
  const broken = writtenFiles().flatMap((file) =>
    importsOf(file).flatMap((imported) => {
      const reason = rooms.refusalReason(file, imported);
      return reason === undefined ? [] : `${file}:${imported.line} imports ${imported.path}: ${reason}`;
    }),
  );
  expect(broken).toEqual([]);
});

test('every file of a package, an example and conformance has a row', () => {
  const compiled = writtenFiles().filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  expect(compiled.filter((file) => rooms.rowOf(file) === undefined)).toEqual([]);
});

type Planted = readonly [file: string, forbidden: string, allowed: string];

const strategies = providers.map(({ name, folder }): [string, Planted] => [
  name,
  [`${folder}/src/client.ts`, 'express', 'passport-oauth2-base/oidc'],
]);

/** For each row a file, an import that is forbidden there, and one that is allowed. */
const planted: Readonly<Record<string, Planted>> = {
  'passport-oauth2-base/lib': [`${base}/lib/json.ts`, '../errors/catalogue', './url'],
  'passport-oauth2-base/errors': [`${base}/errors/redaction.ts`, '../http/response', '../lib/json'],
  'passport-oauth2-base/http': [`${base}/http/connection.ts`, '../api/call', '../errors/redaction'],
  'passport-oauth2-base/state': [`${base}/state/cookie-store.ts`, '../http/response', '../lib/json'],
  'passport-oauth2-base/token': [`${base}/token/response.ts`, '../state/session-store', '../http/response'],
  'passport-oauth2-base/api': [`${base}/api/call.ts`, '../profile/map', '../token/token-set'],
  'passport-oauth2-base/oidc': [`${base}/oidc/discovery.ts`, '../options/check', '../pkce'],
  'passport-oauth2-base/profile': [`${base}/profile/reader.ts`, '../client', '../api/call'],
  'passport-oauth2-base/options': [`${base}/options/check.ts`, '../errors/catalogue', '../lib/url'],
  'passport-oauth2-base/tokens': [`${base}/tokens/keeper.ts`, '../state/session-store', '../client'],
  'passport-oauth2-base/login': [`${base}/login/finish.ts`, '../index', '../client'],
  'passport-oauth2-base': [`${base}/client.ts`, 'passport-koompi', './api/call'],
  'passport-oauth2-base/passport': [`${base}/passport/index.ts`, 'passport-koompi', '../index'],
  ...Object.fromEntries(strategies),
  'passport-provider-emulator': [
    'packages/passport-provider-emulator/src/services/koompi/provider.ts',
    'passport-oauth2-base',
    '../../provider-base',
  ],
  'passport-strategy-contract': [
    'packages/passport-strategy-contract/src/world.ts',
    'passport-koompi',
    'passport-provider-emulator',
  ],
  'sources of examples': [
    'examples/express-login/src/app.ts',
    'passport-koompi/dist/client',
    'passport-koompi',
  ],
  'tests of packages': [
    'packages/passport-konpro/test/contract.test.ts',
    '../../passport-oauth2-base/test/support/world',
    '../src/provider',
  ],
  'tests of examples': ['examples/express-login/test/login.test.ts', 'passport-koompi/src', '../src/app'],
  conformance: [
    'conformance/matrix/rows.test.ts',
    '../../packages/passport-koompi/src/client',
    '../../tools/matrix.mjs',
  ],
};

test('each row has a planted violation', () => {
  expect(Object.keys(planted)).toEqual(rooms.rows.map(({ name }) => name));
});

describe('a planted violation is found, and an allowed import is not', () => {
  test.each(Object.entries(planted))('%s', (row, [file, bad, good]) => {
    expect(rooms.rowOf(file)?.name).toBe(row);
    for (const find of [forbidden, linted]) {
      expect(find(file, `import { a } from '${bad}';`)).toHaveLength(1);
      expect(find(file, `import { a } from '${good}';`)).toEqual([]);
    }
  });

  test.each([
    [`${base}/lib/json.ts`, '../errors/catalogue'],
    ['packages/passport-konpro/src/client.ts', 'passport-koompi'],
  ])('in every form: %s', (file, path) => {
    const statements = [
      `import '${path}';`,
      `import a from '${path}';`,
      `import * as a from '${path}';`,
      `import type { A } from '${path}';`,
      `export * from '${path}';`,
      `export { a } from '${path}';`,
      `import a = require('${path}');`,
    ];
    const calls = [
      `void import('${path}');`,
      `const a = require('${path}');`,
      `type A = import('${path}').A;`,
    ];
    for (const text of statements) {
      expect([text, linted(file, text).length]).toEqual([text, 1]);
      expect([text, forbidden(file, text).length]).toEqual([text, 1]);
    }
    // ESLint's rule reads statements only.
    for (const text of calls) expect([text, forbidden(file, text).length]).toEqual([text, 1]);
  });

  test('of the shared terms, rooms import the types', () => {
    const file = `${base}/lib/url.ts`;
    for (const find of [forbidden, linted]) {
      expect(find(file, "import type { ProviderDeclaration } from '../declaration';")).toEqual([]);
      expect(find(file, "import { type ProviderDeclaration } from '../declaration';")).toEqual([]);
      expect(find(file, "import { defineProvider } from '../declaration';")).toHaveLength(1);
      expect(find(file, "import { defineProvider, type A } from '../declaration';")).toHaveLength(1);
      expect(find(file, "import { type Fetch } from '../http/messages';")).toEqual([]);
      expect(find(file, "import { type HttpRequest } from '../http/messages';")).toHaveLength(1);
      expect(find(file, "import { type Fetch } from '../http/transport';")).toHaveLength(1);
    }
  });
});
