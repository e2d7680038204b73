import { sha256 } from './lib/digest';

/**
 * Whether a service supports PKCE (RFC 7636). `required`: the application cannot turn it off. `optional`: the
 * application may turn it off. `opt_in`: the application must turn it on, because the service advises against it.
 * `unsupported`: the service does not support it.
 */
export type PkceSupport = 'required' | 'optional' | 'opt_in' | 'unsupported';

/** The code challenge method of a strategy: S256, or none. */
export function pkceMethod(
  declaration: { readonly pkce: PkceSupport },
  options: { readonly pkce?: unknown },
): 'S256' | false {
  if (declaration.pkce === 'unsupported' || options.pkce === false) return false;
  return declaration.pkce === 'opt_in' && !options.pkce ? false : 'S256';
}

/** The S256 challenge of a verifier (RFC 7636 §4.2). */
export function codeChallenge(verifier: string): string {
  return sha256(verifier);
}

/**
 * The OpenID Connect nonce of a login. It is derived from the verifier: it is bound to the login, needs no storage
 * of its own, and works with every store that keeps a verifier. It does not reveal the verifier.
 */
export function nonceOf(verifier: string): string {
  return sha256(`passport-oauth2-base nonce\0${verifier}`);
}
