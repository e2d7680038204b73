import { join } from 'node:path';
import ts from 'typescript';
import { Readme } from './readme-snippets';

const root = join(__dirname, '..', '..');

/** The types whose members the table of options in a package's README lists. */
const packages = [
  {
    name: 'passport-oauth2-base',
    file: 'options/options.ts',
    types: ['ProviderStrategyOptions', 'OpenIDOptions', 'ProviderStateOptions'],
  },
  { name: 'passport-koompi', file: 'options.ts', types: ['KoompiStrategyOptions'] },
  { name: 'passport-coinpay', file: 'options.ts', types: ['CoinPayStrategyOptions'] },
  { name: 'passport-konpro', file: 'options.ts', types: ['KonProStrategyOptions'] },
  { name: 'passport-komerza', file: 'options.ts', types: ['KomerzaStrategyOptions'] },
  { name: 'passport-kopokopo', file: 'options.ts', types: ['KopoKopoStrategyOptions'] },
];

/** Options that every strategy accepts and that change nothing at the service, so that its table leaves them out. */
const withoutEffect: Readonly<Record<string, readonly string[]>> = {
  'passport-konpro': ['scopeSeparator'],
  'passport-komerza': ['scopeSeparator', 'refreshURL', 'dangerouslyCallerManagedState'],
  'passport-kopokopo': ['scopeSeparator', 'refreshURL', 'authorizationURL', 'issuer'],
};

const fileOf = (name: string, file: string): string => join(root, 'packages', name, 'src', file);

const program = ts.createProgram(
  packages.map(({ name, file }) => fileOf(name, file)),
  {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    target: ts.ScriptTarget.ES2022,
    paths: { 'passport-oauth2-base': [fileOf('passport-oauth2-base', 'index.ts')] },
  },
);
const checker = program.getTypeChecker();

/** The members of an exported type that can be set to anything. */
function optionsOf(file: string, type: string): readonly string[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find(({ name }) => name === type);
  if (!symbol) throw new Error(`${file} does not export ${type}`);
  return checker
    .getDeclaredTypeOfSymbol(symbol)
    .getProperties()
    .filter((member) => {
      const allowed = checker.getNonNullableType(checker.getTypeOfSymbol(member));
      return (allowed.flags & ts.TypeFlags.Never) === 0;
    })
    .map(({ name }) => name);
}

test.each(packages)('the README of $name names every option, and no other', ({ name, file, types }) => {
  const ignored = withoutEffect[name] ?? [];
  const options = types.flatMap((type) => optionsOf(fileOf(name, file), type));
  expect(options.length).toBeGreaterThan(15);
  expect(options).toEqual(expect.arrayContaining([...ignored]));
  const documented = new Readme(`packages/${name}/README.md`).firstColumn('Options');
  expect([...new Set(documented)].sort()).toEqual(
    ['verify', ...new Set(options)].filter((option) => !ignored.includes(option)).sort(),
  );
});
