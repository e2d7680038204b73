import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, strategyNames } from './lab';

type Exports = Record<string, unknown>;

/** What a package says that it exports: its face for `import` is written by hand. */
function faceOf(name: string): { folder: string; face: string; values: readonly string[] } {
  const folder = join(repository, 'packages', name);
  const face = readFileSync(join(folder, 'index.mjs'), 'utf8');
  const [, values = ''] = /export const \{ ([^}]+) \} = Strategy;/.exec(face.replace(/\s+/g, ' ')) ?? [];
  return { folder, face, values: values.split(',').flatMap((value) => value.trim() || []) };
}

describe.each(strategyNames)('%s', (name) => {
  const { folder, face, values } = faceOf(name);

  test('the module is the class, and its own `Strategy`', () => {
    const required = jest.requireActual<Exports>(name);
    expect(typeof required).toBe('function');
    expect(required['Strategy']).toBe(required);
    expect(required['default']).toBeUndefined();
    for (const value of values)
      if (typeof required[value] === 'function') expect(required[value]).toHaveProperty('name', value);
  });

  test('exports the class, the client and what the face for `import` names, and nothing else', () => {
    expect(values).toEqual([expect.stringMatching(/^[A-Za-z]/), ...values.slice(1)]);
    expect(values.some((value) => value.endsWith('Client'))).toBe(true);
    expect(Object.keys(jest.requireActual<Exports>(name)).sort()).toEqual([...values, 'Strategy'].sort());
  });

  test('the faces for `import` have the same names', () => {
    const types = readFileSync(join(folder, 'index.d.mts'), 'utf8');
    for (const text of [face, types]) {
      expect(text).toContain("import Strategy from './dist/index.js';");
      expect(text).toContain('export { Strategy, Strategy as default };');
    }
    for (const value of values) expect(types).toContain(`export import ${value} = Strategy.${value};`);
  });

  const built = existsSync(join(folder, 'dist', 'index.js')) ? test : test.skip;
  built('every way to load the built package gives the same things', () => {
    const script = `
      import X, { Strategy } from '${name}';
      import * as all from '${name}';
      import { createRequire } from 'node:module';
      const required = createRequire(import.meta.url)('${name}');
      console.log(JSON.stringify([Object.keys(all), X === Strategy, X === required,
        ${JSON.stringify(values)}.every((value) => all[value] === required[value])]));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([[...values, 'Strategy', 'default'].sort(), true, true, true]);
  });
});
