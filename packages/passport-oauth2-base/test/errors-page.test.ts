import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../src/errors/catalogue';

const root = join(__dirname, '..', '..', '..');
const page = join(root, 'docs/errors.md');

/** The generator is an ES module without types. */
interface Generator {
  renderErrors(entries: typeof catalogue): string;
}

test('docs/errors.md is what the catalogue says (`UPDATE_DOCS=1` writes it)', async () => {
  const generator = (await import(pathToFileURL(join(root, 'tools/errors-doc.mjs')).href)) as Generator;
  const rendered = generator.renderErrors(catalogue);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, rendered);
  expect(readFileSync(page, 'utf8')).toBe(rendered);
});

test('every sentence of the catalogue ends as it should, and every hint tells what to do', () => {
  for (const [reason, { happened, hint, status }] of Object.entries(catalogue)) {
    expect([reason, happened]).toEqual([reason, expect.not.stringMatching(/[.!]$/)]);
    expect([reason, hint]).toEqual([reason, expect.stringMatching(/^[A-Z].{8}.*[.]$/s)]);
    expect([400, 401, 403, 405, 500, 502, 503, 504]).toContain(status);
  }
});
