import { createRequire } from 'node:module';

/** passport-oauth2's own class, which has no types. */
export const OAuth2Strategy = createRequire(__filename)('passport-oauth2') as new (
  options: object,
  verify: (...args: never[]) => unknown,
) => object;
