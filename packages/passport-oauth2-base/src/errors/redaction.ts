/** How much of a service's error body is kept on an error, in characters. */
const headLength = 500;
/** How much of a service's own words goes into a message, in characters. */
const phraseLength = 200;

const secretMember =
  /("(?:access_token|refresh_token|id_token|client_secret|code|code_verifier|token|data|secret|password|api_?key)"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi;
const secretParameter =
  /\b((?:access_token|refresh_token|id_token|client_secret|code|code_verifier|token|secret|password|api_?key)=)[^&\s"'<>]+/gi;
const jsonWebToken = /\beyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g;
const credentials = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;

/**
 * The text without anything that grants access: each of the request's own secrets in its plain, form-encoded and
 * JSON-escaped spelling, whatever looks like a token, and the members that hold tokens.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    // A one-letter secret would blank out the whole text and is none.
    if (secret.length < 4) continue;
    const spellings = new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
    for (const spelling of spellings) clean = clean.split(spelling).join('[redacted]');
  }
  return clean
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
export function head(text: string): string {
  return text.length > headLength ? `${text.slice(0, headLength)}…` : text;
}

/**
 * A service's own words, fit to stand in a message and in a log: no control characters, no line ends, nothing that turns the direction of the text (CWE-117), not long.
 */
export function phrase(text: string): string {
  const clean = text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return clean.length > phraseLength ? `${clean.slice(0, phraseLength)}…` : clean;
}

/**
 * A copy of a system or library error that is safe to keep as `cause`: an HTTP library's message may quote the
 * address, and Komerza's has the code in its path.
 */
export function cleanCause(cause: unknown, secrets: readonly string[]): Error {
  if (!(cause instanceof Error)) return new Error(redact(phrase(String(cause)), secrets));
  const copy = new Error(redact(phrase(cause.message), secrets), {
    ...(cause.cause === undefined ? {} : { cause: cleanCause(cause.cause, secrets) }),
  });
  copy.name = cause.name;
  copy.stack = `${copy.name}: ${copy.message}`;
  const code = (cause as { code?: unknown }).code;
  return typeof code === 'string' ? Object.assign(copy, { code }) : copy;
}
