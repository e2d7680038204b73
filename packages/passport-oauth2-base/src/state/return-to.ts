/** In characters. Longer paths do not fit where pending logins are kept. */
const maxLength = 2_048;

/**
 * The path if it leads back into the application, and nothing otherwise: an attacker's link must not use the login
 * to send the user elsewhere (open redirect, RFC 9700 §4.11.1).
 *
 * @param value - a path that begins with one slash, with query and fragment if need be
 */
export function safeReturnTo(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxLength || !value.startsWith('/')) return undefined;
  // Browsers read `\` as `/`, and drop tabs and line ends before they look at a URL.
  if (/^\/\/|[\\ \p{Cc}]/u.test(value)) return undefined;
  try {
    return new URL(value, 'http://x.invalid').origin === 'http://x.invalid' ? value : undefined;
  } catch {
    return undefined;
  }
}
