import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages, providers } from '../../tools/packages.cjs';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs/security-matrix.md'), 'utf8');
const known = JSON.parse(readFileSync(join(root, 'docs/security-rows.json'), 'utf8')) as {
  attacks: Record<string, string>;
  requirements: Record<string, { rows?: string[]; tests?: string[]; reason?: string }>;
  notApplicable: Record<string, Record<string, string>>;
};
const attacks = Array.from({ length: 81 }, (_, index) => `A${index + 1}`);
const requirements = Array.from({ length: 87 }, (_, index) => `R${index + 1}`);

/** The rows of the page's tables, as cells. */
const lines = page
  .split('\n')
  .filter((line) => /^\| [AR]\d/.test(line))
  .map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('docs/security-matrix.md lists every row of A1–A81 and R1–R87, once and in order', () => {
  expect(lines.map(([row]) => row)).toEqual([...attacks, ...requirements]);
  expect(Object.keys(known.attacks)).toEqual(attacks);
  expect(Object.keys(known.requirements)).toEqual(requirements);
});

test('each cell is a number of passed tests, the base, or a reason that the page gives', () => {
  const reasons = [...page.matchAll(/^\d+\. (.+)$/gm)].length;
  for (const [row = '', , ...cells] of lines.filter(([name]) => name?.startsWith('A'))) {
    expect([row, cells.length]).toEqual([row, providers.length + 1]);
    for (const cell of cells) {
      expect([row, cell]).toEqual([
        row,
        expect.stringMatching(/^(?:✓ \d+|base|–|n\/a \[\d+\]\(#why-not\))$/),
      ]);
      const [, reason = '1'] = /\[(\d+)\]/.exec(cell) ?? [];
      expect(Number(reason)).toBeLessThanOrEqual(reasons);
    }
    expect(cells.some((cell) => cell.startsWith('✓')) || Object.hasOwn(known.notApplicable, row)).toBe(true);
  }
});

test('each requirement points at rows and tests, or says why not', () => {
  for (const [row, , covered] of lines.filter(([name]) => name?.startsWith('R'))) {
    expect([row, covered]).toEqual([row, expect.stringMatching(/\S/)]);
  }
  for (const { rows = [] } of Object.values(known.requirements)) {
    for (const row of rows) expect(attacks).toContain(row);
  }
});

function testFiles(directory: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .map((file) => join(directory, file));
}

test('every row that a title of a test begins with is a row', () => {
  const tests = packages.map(({ folder }) => `${folder}/test`).filter((path) => existsSync(join(root, path)));
  const contract = testFiles('packages/passport-strategy-contract/src');
  const rows = new Set([...attacks, ...requirements]);
  const unknown: string[] = [];
  let found = 0;
  for (const file of [...tests.flatMap(testFiles), ...contract, ...testFiles('conformance')]) {
    const source = readFileSync(join(root, file), 'utf8');
    for (const [, title = ''] of source.matchAll(/['"`]((?:[AR]\d+(?:-[AR]\d+)?(?:, )?)+)(?=[:'"` ])/g)) {
      for (const row of title.match(/[AR]\d+/g) ?? []) {
        found += 1;
        if (!rows.has(row)) unknown.push(`${file}: ${row}`);
      }
    }
  }
  expect(unknown).toEqual([]);
  expect(found).toBeGreaterThan(200);
});
