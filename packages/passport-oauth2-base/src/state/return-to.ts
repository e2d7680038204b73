/** In characters. Longer paths take the room that pending logins share. */
const maxLength = 512;

const base = 'http://x.invalid';

/** Whether a path has the form of a `returnTo`, and only its length is against it. */
export function isTooLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > maxLength;
}

/**
 * The path if it leads back into the application, and nothing otherwise: an attacker's link must not use the login
 * to send the user elsewhere (open redirect, RFC 9700 §4.11.1).
 *
 * @param value - a path that begins with one slash, with query and fragment if need be
 */
export function safeReturnTo(value: unknown): string | undefined {
  if (typeof value !== 'string' || isTooLong(value) || !value.startsWith('/')) return undefined;
  // Browsers read `\` as `/`, and drop tabs and line ends before they look at a URL.
  if (/[\\ \p{Cc}]/u.test(value)) return undefined;
  return staysHere(value) ? value : undefined;
}

/**
 * Whether a path still begins with one slash after everything that an application may do to it before it redirects:
 * resolve its dots (`/..//evil.example`) and its escapes (`/%2fevil.example`), in any order.
 */
function staysHere(value: string): boolean {
  let path = value;
  for (let round = 0; round < 4; round++) {
    if (leavesHost(path) || !URL.canParse(path, base)) return false;
    const { origin, pathname } = new URL(path, base);
    if (origin !== base || leavesHost(pathname)) return false;
    const next = decoded(pathname);
    if (next === path) return true;
    path = next;
  }
  return false;
}

/** Whether a browser reads a path as `//host`. */
function leavesHost(path: string): boolean {
  return /^\p{Cc}*[/\\]\p{Cc}*[/\\]/u.test(path);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
