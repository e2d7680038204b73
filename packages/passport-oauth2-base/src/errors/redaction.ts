import { types } from 'node:util';
import { withoutSecrets } from './secrets';

const { isNativeError } = types;

/** How much of a service's error body is kept on an error, in characters. */
const excerptLength = 500;
/** How much of a service's own words goes into a message, in characters. */
const printableLength = 200;
/** What an error answer says, it says at its beginning; in characters. */
const maxTextLength = 262_144;
/** How many causes of causes are kept. */
const maxCauses = 3;

const secretMember =
  /("(?:\w*(?:token|secret|password|api_?key)|code|code_verifier|data)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;
const secretParameter = /\b((?:\w*(?:token|secret|password|api_?key)|code|code_verifier)=)[^&\s"'<>]+/gi;
const jsonWebToken = /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g;
const credentials = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/**
 * The text without anything that grants access: each of the request's own secrets however it is spelt, whatever
 * looks like a token, and the members that hold tokens.
 */
export function redact(whole: string, secrets: readonly string[]): string {
  const text = whole.slice(0, maxTextLength);
  // A secret that begins with another one is taken out first. A one-letter secret would blank out everything.
  const longestFirst = secrets.filter(({ length }) => length >= 4).sort((a, b) => b.length - a.length);
  return withoutSecrets(text, longestFirst)
    .replace(jsonWebToken, '[redacted]')
    .replace(secretMember, (match, member: string) => (isErrorCode(match) ? match : `${member}"[redacted]"`))
    .replace(secretParameter, '$1[redacted]')
    .replace(credentials, '$1 [redacted]');
}

/** KonPro and Komerza name their error in a member that is called `code` too: `"code":"invalid_code"`. */
function isErrorCode(member: string): boolean {
  return /^"code"\s*:\s*"[A-Za-z]+(?:_[A-Za-z]+)*"$/.test(member) && member.length < 60;
}

/** The beginning of an error body, for the error's `data`. */
export function excerpt(text: string): string {
  return text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text;
}

/**
 * A service's own words, fit to stand in a message and in a log: no control characters, no line ends, nothing that
 * turns the direction of the text (CWE-117), not long.
 */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ').trim();
  return clean.length > printableLength ? `${clean.slice(0, printableLength)}…` : clean;
}

/**
 * A copy of a system or library error that is safe to keep as `cause`: an HTTP library's message may quote the
 * address, and Komerza's has the code in its path.
 */
export function cleanCause(cause: unknown, secrets: readonly string[], depth = 1): Error {
  // Not `instanceof`: an error may come from another realm, as under Jest.
  if (!isNativeError(cause)) return new Error(printable(redact(String(cause), secrets)));
  const inner = cause.cause === undefined || depth >= maxCauses ? undefined : cause.cause;
  const copy = new Error(printable(redact(cause.message, secrets)), {
    ...(inner === undefined ? {} : { cause: cleanCause(inner, secrets, depth + 1) }),
  });
  copy.name = cause.name;
  copy.stack = `${copy.name}: ${copy.message}`;
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' ? Object.assign(copy, { code }) : copy;
}
