import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/**
 * What every provider package exports, for `require` and for `import`.
 *
 * @param of - `more`: further values, in the order of `index.mjs`
 */
export function exportContract({
  name,
  client,
  more = [],
}: {
  readonly name: string;
  readonly client: string;
  readonly more?: readonly string[];
}): void {
  const values = [client, ...more];
  type Exports = Record<string, unknown> & { readonly prototype: object };
  const folder = join(root, 'packages', name);
  const face = readFileSync(join(folder, 'index.mjs'), 'utf8');

  test('the module is the class, and its own `Strategy`', () => {
    const required = jest.requireActual<Exports>(name);
    expect(typeof required).toBe('function');
    expect(required['Strategy']).toBe(required);
    expect(required['default']).toBeUndefined();
    expect(required[client]).toHaveProperty('name', client);
  });

  test('exports the class, the client and what is named, and nothing else', () => {
    expect(Object.keys(jest.requireActual<Exports>(name)).sort()).toEqual([...values, 'Strategy'].sort());
  });

  test('the face for `import` has the same names', () => {
    expect(face).toContain("import Strategy from './dist/index.js';");
    expect(face).toContain(`export const { ${values.join(', ')} } = Strategy;`);
    expect(face).toContain('export { Strategy, Strategy as default };');
    const types = readFileSync(join(folder, 'index.d.mts'), 'utf8');
    for (const value of values) expect(types).toContain(`export import ${value} = Strategy.${value};`);
    expect(types).toContain('export { Strategy, Strategy as default };');
  });

  const built = existsSync(join(folder, 'dist', 'index.js')) ? test : test.skip;
  built('every way to load the built package gives the same class', () => {
    const script = `
      import X, { Strategy, ${client} } from '${name}';
      import * as all from '${name}';
      import { createRequire } from 'node:module';
      const required = createRequire(import.meta.url)('${name}');
      console.log(JSON.stringify([Object.keys(all), X === Strategy, X === required,
        required === required.Strategy, ${client} === required.${client}]));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const names = [...values, 'Strategy', 'default'].sort();
    expect(JSON.parse(stdout)).toEqual([names, true, true, true, true]);
  });
}
