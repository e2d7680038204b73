import { BlockList, isIP } from 'node:net';

/** Whether a URL has a scheme. One without is resolved against the request, as in passport-oauth2. */
export function isAbsolute(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(url);
}

/** Whether a host is this machine: plain `http:` is accepted for no other host (RFC 8252 §8.3). */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** IPv4 networks that are not public (RFC 6890 and the IANA special-purpose registry). */
const internalIPv4 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  internalIPv4.addSubnet(network, prefix);
}

/** The public IPv6 networks. All others are reserved, or carry an IPv4 address that may be internal. */
const publicIPv6 = new BlockList();
publicIPv6.addSubnet('2000::', 3, 'ipv6');
const internalIPv6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  internalIPv6.addSubnet(network, prefix, 'ipv6');
}

/** Whether a host is in a private network or is this machine. A name of one label is one of the local network. */
export function isInternalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '').toLowerCase();
  const version = isIP(host);
  if (version === 4) return internalIPv4.check(host);
  // Two lists, because a BlockList that has the mapped range `::ffff:0:0/96` matches every IPv4 address.
  if (version === 6) return !publicIPv6.check(host, 'ipv6') || internalIPv6.check(host, 'ipv6');
  return !host.includes('.') || /\.(?:localhost|local|internal|home\.arpa)$/.test(host);
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
