import { BlockList, isIP } from 'node:net';

/** Whether a URL has a scheme. One without is resolved against the request, as in passport-oauth2. */
export function isAbsolute(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

/** Whether a host is this machine: plain `http:` is accepted for no other host (RFC 8252 §8.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Networks that are not reachable from the internet (RFC 6890). */
const internal = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  internal.addSubnet(network, prefix);
}
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['::ffff:0:0', 96],
] as const) {
  internal.addSubnet(network, prefix, 'ipv6');
}

/** Whether a host is in a private network or is this machine. */
export function isInternalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const version = isIP(host);
  if (version !== 0) return internal.check(host, version === 6 ? 'ipv6' : 'ipv4');
  return host === 'localhost' || host.endsWith('.localhost');
}

/** Whether a URL is safe to use: https, or http on loopback, and without credentials. */
export function isSafeURL(url: URL): boolean {
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return secure && url.username === '' && url.password === '';
}

/** @throws TypeError if the value of an option is not a URL that is safe to use */
export function checkURL(title: string, option: string, value: unknown): void {
  const problem = urlProblem(value);
  if (problem) throw new TypeError(`${title}: \`${option}\` ${problem}.`);
}

/** Why a URL is not accepted, or nothing. */
export function urlProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return 'must be a URL';
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return 'must be an absolute URL that begins with https://';
  }
  if (url.hash !== '' || value.includes('#')) return 'has a fragment, which OAuth forbids (RFC 6749 §3.1)';
  if (!isSafeURL(url))
    return 'must be https (http is allowed for localhost only) and must not contain a user or password';
  return undefined;
}
