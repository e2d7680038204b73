import { isIP } from 'node:net';
import { inspect } from 'node:util';
import { isLoopbackHost } from './http/allowed-hosts';
import { checkCallbackURL } from './provider-base';
import { type ServiceDefinition } from './service-definition';
import { type ProviderName, providerNames } from './services';

export interface EmulatorOptions<Own extends ServiceDefinition = never> {
  /** The services to start: names, and services of your own, made with `oauthService`. Default: all that have a name. */
  providers?: readonly (ProviderName | Own)[] | undefined;
  /** The first origin's port. Each further origin takes the next one. Default 0: free ports. */
  port?: number | undefined;
  /** Approve every login at once, as the first user. Default false: a page asks. */
  automatic?: boolean | undefined;
  /** Returns milliseconds since the epoch. Every lifetime uses it. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** Redirect URIs to register for every main client, besides those of port 3000. */
  callbackURLs?: readonly string[] | undefined;
  /** How many requests are kept for `requests`, of each service and of all together. Default 1000. */
  keptRequests?: number | undefined;
  /** The IP address to listen on. Default 127.0.0.1. One that other computers can reach needs `allowHosts`. */
  host?: string | undefined;
  /**
   * Host names under which other computers call the emulator, such as `idp` in a container network. The first one is in
   * the URLs of the services. Needs `host`. Without it, only this computer may be named in the Host header.
   */
  allowHosts?: readonly string[] | undefined;
}

const knownOptions = {
  providers: true,
  port: true,
  automatic: true,
  now: true,
  callbackURLs: true,
  keptRequests: true,
  host: true,
  allowHosts: true,
} satisfies Readonly<Record<keyof EmulatorOptions, true>>;

/** @throws TypeError if an option is unknown or has a wrong value. */
export function checkOptions(options: EmulatorOptions<ServiceDefinition>): void {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(knownOptions, name)) {
      const names = Object.keys(knownOptions).join(', ');
      throw new TypeError(`Unknown option \`${name}\`; the options are ${names}`);
    }
  }
  checkProviders(options.providers ?? []);
  const { port = 0 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`Expected \`port\` to be an integer from 0 to 65535, got ${String(port)}`);
  }
  options.callbackURLs?.forEach(checkCallbackURL);
  const { keptRequests = 0, host = '127.0.0.1', allowHosts = [] } = options;
  if (!Number.isSafeInteger(keptRequests) || keptRequests < 0) {
    throw new TypeError(`Expected \`keptRequests\` to be a whole number, got ${String(keptRequests)}`);
  }
  checkHosts(host, allowHosts);
}

function checkHosts(host: string, allowHosts: readonly string[]): void {
  if (!isIP(host)) throw new TypeError(`Expected \`host\` to be an IP address, got ${host}`);
  const wrong = allowHosts.find((name) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name));
  if (wrong !== undefined) {
    throw new TypeError(`Expected \`allowHosts\` to be lower-case host names without a port, got ${wrong}`);
  }
  if (isLoopbackHost(host) === (allowHosts.length === 0)) return;
  throw new TypeError(
    allowHosts.length === 0
      ? `\`host\` ${host} can be reached from other computers: name the hosts that they use in \`allowHosts\``
      : `\`allowHosts\` needs a \`host\` that other computers can reach, such as 0.0.0.0`,
  );
}

/** Names that a service of one's own cannot have. */
const takenNames: readonly string[] = [...providerNames, 'providers', 'requests', 'advance', 'close'];

function checkProviders(providers: readonly (ProviderName | ServiceDefinition)[]): void {
  const unknown = providers.find((provider) => !isDefinition(provider) && !providerNames.includes(provider));
  if (unknown !== undefined) {
    const shown = typeof unknown === 'string' ? unknown : inspect(unknown);
    throw new TypeError(`Unknown provider \`${shown}\`; the providers are ${providerNames.join(', ')}`);
  }
  const own = providers.filter(isDefinition);
  own.forEach(({ name }, index) => {
    if (takenNames.includes(name) || own.findIndex((other) => other.name === name) !== index) {
      throw new TypeError(`The name ${name} is taken: give your own service another one`);
    }
  });
}

export function isDefinition(provider: unknown): provider is ServiceDefinition {
  return typeof provider === 'object' && provider !== null && 'create' in provider;
}
