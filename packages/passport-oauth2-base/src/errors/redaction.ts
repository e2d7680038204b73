import { types } from 'node:util';
import { withoutSecrets } from './secrets';

const { isNativeError } = types;

/** The length of `data` on an error, in characters. */
const excerptLength = 500;
/** The maximum length of a service's text in a message, in characters. */
const printableLength = 200;
/** The maximum length of an error body that is read, in characters. The rest is dropped. */
const maxTextLength = 262_144;
/** The maximum depth of nested causes. */
const maxCauses = 3;

const secretMember =
  /("(?:\w*(?:token|secret|password|api_?key)|code|code_verifier|data)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;
const secretParameter = /\b((?:\w*(?:token|secret|password|api_?key)|code|code_verifier)=)[^&\s"'<>]+/gi;
const jsonWebToken = /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g;
const credentials = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/**
 * The text without anything that grants access: the secrets of the request in any encoding, anything that looks like a
 * token, and the values of members that hold tokens.
 */
export function redact(whole: string, secrets: readonly string[]): string {
  const text = whole.slice(0, maxTextLength);
  // Longest first, because one secret may begin with another. A one-letter secret would redact every word.
  const longestFirst = secrets.filter(({ length }) => length >= 4).sort((a, b) => b.length - a.length);
  return withoutSecrets(text, longestFirst)
    .replace(jsonWebToken, '[redacted]')
    .replace(secretMember, (match, member: string) => (isErrorCode(match) ? match : `${member}"[redacted]"`))
    .replace(secretParameter, '$1[redacted]')
    .replace(credentials, '$1 [redacted]');
}

/** KonPro and Komerza also use `code` for the name of an error: `"code":"invalid_code"`. */
function isErrorCode(member: string): boolean {
  return /^"code"\s*:\s*"[A-Za-z]+(?:_[A-Za-z]+)*"$/.test(member) && member.length < 60;
}

/** The beginning of an error body, for the error's `data`. */
export function excerpt(text: string): string {
  return text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text;
}

/**
 * A service's text, safe for a message and a log: short, and without control characters, line ends and characters that
 * change the direction of the text (CWE-117).
 */
export function printable(text: string): string {
  const clean = text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, ' ').trim();
  return clean.length > printableLength ? `${clean.slice(0, printableLength)}…` : clean;
}

/**
 * A copy of a system or library error that is safe to keep as `cause`. The message of an HTTP library may quote the URL,
 * and Komerza's token URL contains the code.
 */
export function cleanCause(cause: unknown, secrets: readonly string[], depth = 1): Error {
  const cleaned = (text: string): string => printable(redact(text, secrets));
  // Not `instanceof`: an error may come from another realm, as under Jest.
  if (!isNativeError(cause)) return new Error(cleaned(textOf(() => cause)));
  const innerCause = memberOf(cause, 'cause');
  const inner = depth >= maxCauses ? undefined : innerCause;
  const copy = new Error(cleaned(textOf(() => cause.message)), {
    ...(inner === undefined ? {} : { cause: cleanCause(inner, secrets, depth + 1) }),
  });
  copy.name = cleaned(textOf(() => cause.name));
  copy.stack = `${copy.name}: ${copy.message}`;
  const code = memberOf(cause, 'code');
  return typeof code === 'string' ? Object.assign(copy, { code: cleaned(code) }) : copy;
}

/** A thrown value as text. It may be anything, such as an object without a prototype, or a getter that throws. */
function textOf(read: () => unknown): string {
  try {
    return String(read());
  } catch {
    return 'a value that cannot be shown';
  }
}

function memberOf(error: Error, name: 'cause' | 'code'): unknown {
  try {
    return (error as unknown as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
