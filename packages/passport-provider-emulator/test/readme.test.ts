import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, faults, startEmulator } from '../src';
import { main } from '../src/cli';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

function section(title: string): string {
  const [, text = ''] = new RegExp(`^## ${title}\\n([^]*?)(?=^## |(?![^]))`, 'm').exec(readme) ?? [];
  if (text === '') throw new Error(`The README has no section ${title}`);
  return text;
}

function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

test('the first paragraph names every service', () => {
  const [, paragraph] = readme.split('\n\n');
  for (const { title } of emulator.providers) expect(paragraph).toContain(title);
});

test('the table of switches has every switch of every service', () => {
  const rows = section('Switches').split('\n');
  const cellsOf = (name: string): string[] => codesIn(rows.find((row) => row.startsWith(`| ${name} `)) ?? '');
  const common = cellsOf('all');
  expect(common).toContain('codeLifetime');
  for (const { title, switches } of emulator.providers) {
    const named = [...cellsOf(title), ...common];
    expect({
      title,
      missing: Object.keys(switches as object).filter((name) => !named.includes(name)),
    }).toEqual({
      title,
      missing: [],
    });
  }
});

test('the section on faults has every fault', () => {
  const text = section('Faults');
  for (const name of Object.keys(faults)) expect(text).toContain(`\`${name}(`);
});

test('the table of options is that of the command', async () => {
  let help = '';
  await main(['--help'], {
    out: (text) => (help += text),
    error: () => undefined,
    untilStopped: () => Promise.resolve(),
  });
  const named = (text: string): string[] =>
    [...new Set(text.match(/--[a-z-]+/g))].filter((name) => name !== '--help');
  const table = readme.split('\n').filter((line) => line.startsWith('| `--'));
  expect(named(table.join('\n'))).toEqual(named(help));
});
