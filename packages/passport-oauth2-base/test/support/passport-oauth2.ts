import { createRequire } from 'node:module';

interface Statics {
  readonly TokenError: new (message: string, code: string, uri: string, status?: unknown) => Error;
}

/** passport-oauth2's own class, which has no types. */
export const OAuth2Strategy = createRequire(__filename)('passport-oauth2') as Statics &
  (new (options: object, verify: (...args: never[]) => unknown) => object);
