import { appendFileSync } from 'node:fs';

export function resolve(specifier, context, next) {
  if (/^jose(\/|$)/.test(specifier)) appendFileSync(process.env.JOSE_LOG, `${specifier}\n`);
  return next(specifier, context);
}
