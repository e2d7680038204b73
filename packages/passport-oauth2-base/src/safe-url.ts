import type { ProviderDeclaration } from './declaration';

/** Whether an address has a scheme. One without is resolved against the request, as in passport-oauth2. */
export function isAbsolute(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

/**
 * The only plain `http:` that is accepted: to this machine itself (RFC 8252 §8.3).
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Whether an address may be used: https, or http on loopback; no credentials in it. */
export function isSafeURL(url: URL): boolean {
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return secure && url.username === '' && url.password === '';
}

/** @throws TypeError when an option is not an address that may be used */
export function checkURL(
  declaration: Pick<ProviderDeclaration, 'title'>,
  option: string,
  value: unknown,
): void {
  const problem = urlProblem(value);
  if (problem) throw new TypeError(`${declaration.title}: \`${option}\` ${problem}.`);
}

function urlProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return 'must be an address';
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return 'is not an absolute address: begin with https://';
  }
  if (url.hash !== '' || value.includes('#')) return 'has a fragment, which OAuth forbids (RFC 6749 §3.1)';
  if (!isSafeURL(url)) return 'must be https (plain http is for localhost only) and hold no password';
  return undefined;
}
