/**
 * Writes docs/errors.md from the error catalogue: `npm run errors-doc`. Needs a build; `--check` only compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../docs/errors.md', import.meta.url));

/** The sections of the page, one for each `fault`. */
const faults = {
  user: ['The person at the browser', 'Nothing is wrong with the application. Offer to sign in again.'],
  provider: [
    'The service',
    'The service failed, refused the request, or sent a response that does not match its documentation.',
  ],
  tampering: [
    'Tampering',
    'The callback or the response does not belong to the login or the request. The usual cause is a reload or an old page, sometimes an attack. No data from it was accepted.',
  ],
  configuration: ['The configuration', 'Change the application or its registration at the service.'],
};

/** Renders the page from the catalogue in `packages/passport-oauth2-base/src/errors/catalogue.ts`. */
export function renderErrors(catalogue) {
  const entries = Object.entries(catalogue);
  const section = ([fault, [title, introduction]]) => {
    const ofFault = entries.filter(([, entry]) => entry.fault === fault);
    return [`## ${title} (\`${fault}\`)`, introduction, ...ofFault.map(entryText)].join('\n\n');
  };
  return `${[introduction(entries.length), ...Object.entries(faults).map(section)].join('\n\n')}\n`;
}

function introduction(count) {
  return [
    '<!-- Written by `npm run errors-doc` from the catalogue in passport-oauth2-base. Do not edit. -->',
    '# Errors',
    `Each error, and the \`info\` of each failed login, has one of these ${count} values of \`reason\`. They are stable: switch on \`reason\`, not on \`message\`.`,
    [
      '- `reason`: what went wrong: a heading below',
      '- `fault`: who caused it: `user`, `provider`, `tampering` or `configuration`',
      '- `hint`: what to do next. A provider package may give a more specific hint than this page',
      '- `provider`, `endpoint`: the service, and the endpoint that the request went to',
      '- `retryable`: whether the same call may succeed later',
      '- `retryAfter`: seconds to wait, if the service sent `Retry-After`',
      '- `code`, `responseStatus`, `data`: the error code of the service, the HTTP status of its response, and the first 500 characters of its body with every secret removed',
      '- `status`: the HTTP status that your application responds with when the error reaches the error handler of Express (errors only)',
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
