// `node --import ./watch.mjs`: writes down every resolution of jose, by `import` and by `require`.
import { appendFileSync, writeFileSync } from 'node:fs';
import Module, { register } from 'node:module';

// Before the application loads anything.
writeFileSync(process.env.JOSE_LOG, '');

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (specifier, ...rest) {
  if (/^jose(\/|$)/.test(specifier)) appendFileSync(process.env.JOSE_LOG, `${specifier}\n`);
  return resolveFilename.call(this, specifier, ...rest);
};
register('./hooks.mjs', import.meta.url);
