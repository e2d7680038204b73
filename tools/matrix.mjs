/**
 * Writes docs/security-matrix.md: which attack of the security tables is tested for which provider.
 *
 *   npm run matrix                        runs the tests and writes the page
 *   npm run matrix -- --check             runs them and compares: fails when the page is stale
 *   npm run matrix -- --results run.json  takes the results of `jest --json` instead of running anything
 *
 * Fails too when a test failed, when a cell has neither a test nor a reason, and when a title names an unknown row.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import packages from './packages.cjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/security-matrix.md');
const { attacks, notApplicable, requirements } = JSON.parse(
  readFileSync(join(root, 'docs/security-rows.json'), 'utf8'),
);

/** The services by name, with their titles. */
const providers = Object.fromEntries(packages.providers.map(({ provider, title }) => [provider, title]));
const columns = [...Object.keys(providers), 'base'];
const patterns = [
  `packages/passport-(${columns.slice(0, -1).join('|')}|oauth2-base)/test/`,
  'packages/passport-(provider-emulator|strategy-contract)/test/',
  'examples/express-login/test/',
  'conformance/(hosts/|matrix/rows|canaries/errors)',
];

/** Runs the tests that count; returns the results of `jest --json`. */
function runTests() {
  const directory = mkdtempSync(join(tmpdir(), 'matrix-'));
  const file = join(directory, 'results.json');
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest];
  const options = ['--json', `--outputFile=${file}`, '--silent', '--reporters=default'];
  try {
    execFileSync(process.execPath, [...node, ...options, '--testPathPatterns', ...patterns], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch {
    // A test failed. The results say which.
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** The rows that a title begins with: `A6 …`, `R20-R23: …`, `R76, A49: …`. */
export function rowsOf(title) {
  const [start = ''] = /^(?:[AR]\d+(?:-[AR]\d+)?(?:, )?)+(?=[: ])/.exec(title) ?? [];
  return start.split(', ').flatMap((part) => {
    const [, letter, from, to = from] = /^([AR])(\d+)(?:-[AR](\d+))?$/.exec(part) ?? [];
    if (letter === undefined) return [];
    return Array.from({ length: to - from + 1 }, (_, step) => `${letter}${Number(from) + step}`);
  });
}

/** The provider that a test is about; `base` for a test that holds for every provider. */
function columnOf(path, titles) {
  const [, name] = /(?:^|\/)packages\/passport-([a-z]+)\//.exec(path) ?? [];
  if (name !== undefined) return providers[name] === undefined ? 'base' : name;
  return titles.find((title) => Object.hasOwn(providers, title)) ?? 'base';
}

function readTests({ testResults }) {
  return testResults.flatMap(({ name, assertionResults, message }) => {
    const path = relative(root, name).split(sep).join('/');
    if (!patterns.some((pattern) => new RegExp(pattern).test(path))) return [];
    if (assertionResults.length === 0) console.error(`${path} did not run:\n${message}`);
    if (assertionResults.length === 0)
      return [{ path, name: path, passed: false, rows: new Set(), column: 'base' }];
    return assertionResults.flatMap(({ ancestorTitles, title, fullName, status }) => {
      if (status === 'pending' || status === 'todo') return [];
      const titles = [...ancestorTitles, title];
      const rows = new Set(titles.flatMap(rowsOf));
      return [{ path, name: fullName, passed: status === 'passed', rows, column: columnOf(path, titles) }];
    });
  });
}

/** The page as Markdown, and the problems found on the way. */
function render(tests) {
  const problems = [];
  const notes = [];
  const known = new Set([...Object.keys(attacks), ...Object.keys(requirements)]);
  for (const test of tests) {
    for (const row of test.rows)
      if (!known.has(row)) problems.push(`"${test.name}" names ${row}, but there is no such row`);
  }

  const found = (row, column) => tests.filter((test) => test.column === column && test.rows.has(row));
  const note = (reason) => {
    if (!notes.includes(reason)) notes.push(reason);
    return `n/a [${notes.indexOf(reason) + 1}](#why-not)`;
  };
  const counted = (row, column, own) => {
    if (own.every(({ passed }) => passed)) return `✓ ${own.length}`;
    problems.push(`${row}, ${column}: ${own.find(({ passed }) => !passed).name} failed`);
    return '✗';
  };
  const cell = (row, column, base) => {
    const reason = notApplicable[row]?.all ?? notApplicable[row]?.[column];
    const own = found(row, column);
    if (own.length > 0) return counted(row, column, own);
    if (reason !== undefined) return note(reason);
    if (base.length > 0) return column === 'base' ? '' : 'base';
    if (column === 'base') return '–';
    problems.push(`${row}, ${column}: neither a test nor a reason`);
    return '?';
  };
  const attackRows = Object.entries(attacks).map(([row, title]) => {
    const base = found(row, 'base');
    return [row, title, ...columns.map((column) => cell(row, column, base))];
  });

  const requirementRows = Object.entries(requirements).map(
    ([row, { title, rows = [], tests: named = [], reason }]) => {
      const places = [...rows];
      for (const other of rows)
        if (!Object.hasOwn(attacks, other)) problems.push(`${row}: there is no row ${other}`);
      const own = tests.filter((test) => test.rows.has(row));
      const count = own.length === 1 ? '1 test' : `${own.length} tests`;
      if (own.length > 0) places.push(`${count} named ${row}`);
      for (const text of named) {
        const matches = tests.filter(({ name }) => name.includes(text));
        if (matches.length === 0) problems.push(`${row}: no test is called "${text}"`);
        own.push(...matches);
        places.push(`“${text}”`);
      }
      for (const { passed, name } of own) if (!passed) problems.push(`${row}: ${name} failed`);
      if (reason !== undefined) places.push(places.length > 0 ? reason : `not applicable: ${reason}`);
      if (places.length === 0) problems.push(`${row}: neither a row, nor a test, nor a reason`);
      return [row, title, places.join('; ')];
    },
  );

  const text = `
<!-- Written by \`npm run matrix\` from the results of a test run and docs/security-rows.json. Do not edit. -->

# Security matrix

\`npm run matrix\` runs the tests and writes this page; \`npm run matrix -- --check\` fails when it is stale.

## Attacks

A number is how many tests play that attack against that provider. The column “base” counts the tests of
passport-oauth2-base, which stand for every provider built on it; “base” in a cell says that only they cover it.

${table(['Row', 'Attack', ...Object.values(providers), 'base'], attackRows)}

### Why not

${notes.map((reason, index) => `${index + 1}. ${sentence(reason)}`).join('\n')}

## Requirements

Which rows above, and which tests, cover what the client must do.

${table(['Row', 'Requirement', 'Covered by'], requirementRows)}
`;
  return { text, problems: [...new Set(problems)] };
}

function sentence(text) {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

async function main() {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, results: { type: 'string' } } });
  // Results of a whole `npm test` will do: tests that do not count are left out.
  const results =
    values.results === undefined ? runTests() : JSON.parse(readFileSync(values.results, 'utf8'));
  const { text, problems } = render(readTests(results));
  const pretty = await format(text, { ...(await resolveConfig(page)), parser: 'markdown' });
  if (!values.check) writeFileSync(page, pretty);
  else if (readFileSync(page, 'utf8') !== pretty)
    problems.push('docs/security-matrix.md is stale: npm run matrix');
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
