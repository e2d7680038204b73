// `node lint.mjs <tarballs>`: what publint and "Are the types wrong?" say about each, as JSON by file. Both in one
// process, because loading the compiler takes longer than the checks.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

// The checks behind the command `attw --pack`, which depends on them.
const attw = createRequire(createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json'));
const { checkPackage, createPackageFromTarballData } = await import(
  pathToFileURL(attw.resolve('@arethetypeswrong/core')).href
);

const results = {};
for (const file of process.argv.slice(2)) {
  const bytes = new Uint8Array(await readFile(file));
  const { types, problems } = await checkPackage(createPackageFromTarballData(bytes));
  const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
  results[pkg.name] = {
    publint: messages.map((message) => formatMessage(message, pkg)),
    types: types ? types.kind : 'none',
    attw: problems ?? [],
  };
}
console.log(JSON.stringify(results));
