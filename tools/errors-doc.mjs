/**
 * Writes docs/errors.md from the error catalogue: `npm run errors-doc`. Needs a build; `--check` only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../docs/errors.md', import.meta.url));

/** Whose doing, in the order in which somebody who meets an error would ask. */
const faults = {
  user: ['The person at the browser', 'Nothing is wrong with the application. Offer to sign in again.'],
  provider: ['The service', 'The service failed, refused, or answered something that it does not document.'],
  tampering: [
    'Somebody who tampers',
    'What came is not the answer to what was asked. Mostly it is a reload or an old page, sometimes an attack; no code was accepted.',
  ],
  configuration: ['The configuration', 'The application or its registration must change.'],
};

/** The page, from the catalogue of `packages/passport-oauth2-base/src/errors/catalogue.ts`. */
export function renderErrors(catalogue) {
  const entries = Object.entries(catalogue);
  const section = ([fault, [title, words]]) => {
    const own = entries.filter(([, entry]) => entry.fault === fault);
    return [`## ${title} (\`${fault}\`)`, words, ...own.map(entryText)].join('\n\n');
  };
  return `${[head(entries.length), ...Object.entries(faults).map(section)].join('\n\n')}\n`;
}

function head(count) {
  return [
    '<!-- Written by `npm run errors-doc` from the catalogue in passport-oauth2-base. Do not edit. -->',
    '# Errors',
    [
      `Every error, and every \`info\` of a login that failed, has a \`reason\`: one of these ${count}. They are stable, so an application may switch on them.`,
      'Beside it are `fault` (whose doing it was), `hint` (what to do; a service that is known for something has a better hint than this page), `provider`, `endpoint`, `retryable`, and what the service said: `code`, `statusCode`, and the beginning of its answer in `data`, with every secret taken out.',
      '`status` is what the application answers when the error reaches the error handler of Express.',
    ].join('\n'),
  ].join('\n\n');
}

function entryText([reason, { happened, hint, status }]) {
  return [`### \`${reason}\``, `${happened}.`, `What to do: ${hint}`, `Status: ${status}`].join('\n\n');
}

function main() {
  const require = createRequire(import.meta.url);
  const { catalogue } = require('../packages/passport-oauth2-base/dist/errors/catalogue.js');
  const text = renderErrors(catalogue);
  if (!process.argv.includes('--check')) return writeFileSync(target, text);
  if (readFileSync(target, 'utf8') === text) return;
  console.error('docs/errors.md is stale: npm run errors-doc');
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
