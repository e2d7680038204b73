import { Refusal } from './refusal';

/** Where the origins listen, and under which names they may be called. */
export interface Listening {
  /** An IP address. */
  readonly host: string;
  /** Names besides those of this computer. */
  readonly allowHosts: readonly string[];
}

export function isLoopbackHost(hostname: string): boolean {
  return /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

/** The host in the URLs of the origins. */
export function publicHost({ host, allowHosts: [first] }: Listening): string {
  return first ?? (host.includes(':') ? `[${host}]` : host);
}

/** The IP address that reaches the origins from this process. */
export function reachableAddress(host: string): string {
  return { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
}

/**
 * Refuses a Host header that names neither this computer nor an allowed host. Otherwise any web page could read the
 * responses, by a domain that it points to 127.0.0.1 (DNS rebinding).
 */
export function hostRefusal(header: string | undefined, allowHosts: readonly string[]): Refusal | undefined {
  const name = header !== undefined && /^[^/@?#\\\s]+$/.test(header) ? `http://${header}` : '';
  const hostname = URL.canParse(name) ? new URL(name).hostname : '';
  if (isLoopbackHost(hostname) || allowHosts.includes(hostname)) return undefined;
  const message = `The Host header ${header ?? '(none)'} is not allowed: it must name this computer or a host of allowHosts`;
  return new Refusal(421, 'misdirected_request', 'host_not_allowed', message);
}
