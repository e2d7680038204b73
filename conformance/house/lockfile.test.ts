import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './imports';

interface Entry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Lockfile = Readonly<Record<string, Entry>>;

/**
 * Optional dependencies without an entry of their own. npm leaves out those of other platforms when it installs before
 * it writes the lockfile, and `npm ci` then refuses the lockfile on those platforms.
 */
function missingEntries(packages: Lockfile): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesOf(path, name).some((place) => Object.hasOwn(packages, place)))
      .map((name) => `${name}, an optional dependency of ${path === '' ? 'the root' : path}`),
  );
}

/** Where Node looks for a package, beginning beside the one that needs it. */
function placesOf(path: string, name: string): string[] {
  const folders = path === '' ? [] : path.split('/');
  return Array.from({ length: folders.length + 1 }, (_, dropped) =>
    [...folders.slice(0, folders.length - dropped), 'node_modules', name].join('/'),
  );
}

test('every optional dependency has an entry in package-lock.json', () => {
  const { packages } = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as {
    packages: Lockfile;
  };
  expect(Object.keys(packages).length).toBeGreaterThan(500);
  expect(missingEntries(packages)).toEqual([]);
});

test('a planted gap is found', () => {
  const parent = { version: '1.0.0', optionalDependencies: { '@x/linux': '1.0.0', '@x/darwin': '1.0.0' } };
  const whole = {
    '': {},
    'node_modules/x': parent,
    'node_modules/x/node_modules/@x/linux': { version: '1.0.0' },
    'node_modules/@x/darwin': { version: '1.0.0' },
  };
  expect(missingEntries(whole)).toEqual([]);
  const { 'node_modules/@x/darwin': _gap, ...rest } = whole;
  expect(missingEntries(rest)).toEqual(['@x/darwin, an optional dependency of node_modules/x']);
});
