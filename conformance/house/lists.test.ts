import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, providers } from '../../tools/packages.cjs';
import { providerNames } from 'passport-provider-emulator';
import { repository } from './imports';

interface Project {
  readonly references: readonly { readonly path: string }[];
}

test('tsconfig.test.json refers to every package, so that `tsc -b` compiles it', () => {
  const text = readFileSync(join(repository, 'tsconfig.test.json'), 'utf8');
  const { references } = JSON.parse(text) as Project;
  const paths = references.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(packages.map(({ folder }) => folder)));
});

/** Services that the emulator does not have: the package's own test describes them with `oauthService`. */
function describesItsService({ folder }: { readonly folder: string }): boolean {
  const contract = join(repository, folder, 'test', 'contract.test.ts');
  return existsSync(contract) && readFileSync(contract, 'utf8').includes('oauthService({');
}

test('every service of a package is emulated: by the emulator, or by the package’s contract test', () => {
  const emulated = providers.filter((provider) => !describesItsService(provider));
  expect([...providerNames].sort()).toEqual(emulated.map(({ provider }) => provider).sort());
});

describe.each(providers)('$name', ({ name, folder, title }) => {
  test('the description in package.json has the title that error messages have', () => {
    const exported = jest.requireActual<Readonly<Record<string, new (options: object) => unknown>>>(name);
    const [, Client] = Object.entries(exported).find(([key]) => key.endsWith('Client')) ?? [];
    expect(() => Client && new Client({})).toThrow(new RegExp(`^${title}: `));
  });

  test('has a README, a license and a test of the contract', () => {
    for (const file of ['README.md', 'LICENSE', 'test'])
      expect([file, existsSync(join(repository, folder, file))]).toEqual([file, true]);
  });
});
