import { type Server } from 'node:http';
import { Clock } from './authorization/clock';
import { type EmulatedProvider, type RecordedRequest } from './emulated-provider';
import { createOrigin, listen, stop } from './http/origin';
import { type HttpProvider } from './http/http-provider';
import { checkCallbackURL } from './provider-base';
import { type ProviderName, type Services, type StartedService, providerNames, services } from './services';

export interface EmulatorOptions {
  /** Which services to start. Default: all. */
  providers?: readonly ProviderName[] | undefined;
  /** The first origin's port. Each further origin takes the next one. Default 0: free ports. */
  port?: number | undefined;
  /** Approve every login at once, as the first user. Default false: a page asks. */
  automatic?: boolean | undefined;
  /** Returns milliseconds since the epoch. Every lifetime uses it. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** Redirect URIs to register for every main client, besides those of port 3000. */
  callbackURLs?: readonly string[] | undefined;
}

/** The running services. The property of a service that was not started throws. */
export interface Emulator extends Services {
  /** The started services. */
  readonly providers: readonly EmulatedProvider[];
  /** The requests to all services, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Moves the emulator's clock. */
  advance(milliseconds: number): void;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

const knownOptions = ['providers', 'port', 'automatic', 'now', 'callbackURLs'];

function checkOptions(options: EmulatorOptions): void {
  for (const name of Object.keys(options)) {
    if (!knownOptions.includes(name)) {
      throw new TypeError(`Unknown option \`${name}\`; the options are ${knownOptions.join(', ')}`);
    }
  }
  for (const name of options.providers ?? []) {
    if (!providerNames.includes(name)) {
      throw new TypeError(
        `Unknown provider \`${String(name)}\`; the providers are ${providerNames.join(', ')}`,
      );
    }
  }
  const { port = 0 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`Expected \`port\` to be an integer from 0 to 65535, got ${String(port)}`);
  }
  options.callbackURLs?.forEach(checkCallbackURL);
}

/** The members of {@link Emulator} that are named after a service. */
function serviceGetters(started: ReadonlyMap<ProviderName, StartedService>): PropertyDescriptorMap {
  const getter = (name: ProviderName): PropertyDescriptor => ({
    enumerable: true,
    get: () => {
      const service = started.get(name);
      if (service) return service;
      throw new Error(`${name} was not started: add it to \`providers\` of startEmulator`);
    },
  });
  return Object.fromEntries(providerNames.map((name) => [name, getter(name)]));
}

/** Starts the services on loopback. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  const clock = new Clock(options.now ?? Date.now);
  const requests: RecordedRequest[] = [];
  const names = providerNames.filter((name) => options.providers?.includes(name) ?? true);
  const { automatic = false, callbackURLs = [] } = options;
  const context = { clock, automatic, callbackURLs };
  const started = new Map(names.map((name) => [name, services[name](context)] as const));
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop));
  };
  try {
    for (const provider of started.values()) {
      await openOrigins(provider, options.port ?? 0, servers, (record) => requests.push(record));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const common: Omit<Emulator, ProviderName> = {
    providers: [...started.values()],
    requests,
    advance: (milliseconds) => clock.advance(milliseconds),
    close,
  };
  return Object.defineProperties(common, serviceGetters(started)) as Emulator;
}

async function openOrigins(
  provider: HttpProvider,
  firstPort: number,
  servers: Server[],
  remember: (record: RecordedRequest) => void,
): Promise<void> {
  for (const origin of provider.originNames) {
    const server = createOrigin(provider, origin, (record) => {
      provider.requests.push(record);
      remember(record);
    });
    const port = firstPort === 0 ? 0 : firstPort + servers.length;
    provider.origins[origin] = await listen(server, port);
    servers.push(server);
  }
}
