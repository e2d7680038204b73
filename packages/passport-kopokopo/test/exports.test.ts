import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const folder = join(root, 'packages', 'passport-kopokopo');
const others = ['AccountStrategy', 'KopoKopoClient', 'applicationToken', 'verifyWebhook', 'webhook'];

type Exports = Record<string, unknown>;

test('the module is the class, and its own `Strategy`', () => {
  const required = jest.requireActual<Exports>('passport-kopokopo');
  expect(typeof required).toBe('function');
  expect(required['Strategy']).toBe(required);
  expect(required['default']).toBeUndefined();
  for (const name of others) expect(required[name]).toHaveProperty('name', name);
});

test('exports these, and nothing else', () => {
  const required = jest.requireActual<Exports>('passport-kopokopo');
  expect(Object.keys(required).sort()).toEqual([...others, 'Strategy'].sort());
});

test('the account strategy is not the application strategy', () => {
  const { Strategy, AccountStrategy } =
    jest.requireActual<Record<string, { prototype: object }>>('passport-kopokopo');
  expect(AccountStrategy?.prototype).not.toBeInstanceOf(Strategy);
});

test('the face for `import` has the same names', () => {
  const face = readFileSync(join(folder, 'index.mjs'), 'utf8');
  const types = readFileSync(join(folder, 'index.d.mts'), 'utf8');
  expect(face).toContain(`export const { ${others.join(', ')} } = Strategy;`);
  for (const text of [face, types]) {
    expect(text).toContain("import Strategy from './dist/index.js';");
    expect(text).toContain('export { Strategy, Strategy as default };');
  }
  for (const name of others) expect(types).toContain(`export import ${name} = Strategy.${name};`);
});

const built = existsSync(join(folder, 'dist', 'index.js')) ? test : test.skip;
built('every way to load the built package gives the same things', () => {
  const script = `
    import X, { Strategy } from 'passport-kopokopo';
    import * as all from 'passport-kopokopo';
    import { createRequire } from 'node:module';
    const required = createRequire(import.meta.url)('passport-kopokopo');
    console.log(JSON.stringify([Object.keys(all), X === Strategy, X === required,
      ${JSON.stringify(others)}.every((name) => all[name] === required[name])]));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([[...others, 'Strategy', 'default'].sort(), true, true, true]);
});
