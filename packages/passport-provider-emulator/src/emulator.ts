import { type Server } from 'node:http';
import { Clock } from './authorization/clock';
import { type EmulatedProvider, type RecordedRequest } from './emulated-provider';
import { createOrigin, listen, stop } from './http/origin';
import { type Listening, reachableAddress } from './http/allowed-hosts';
import { type HttpProvider } from './http/http-provider';
import { keepLast } from './http/keep-last';
import { type EmulatorOptions, checkOptions, isDefinition } from './emulator-options';
import { type ProviderContext } from './provider-base';
import { type ServiceDefinition, type StartedService } from './service-definition';
import { type ProviderName, type Services, providerNames, services } from './services';

/** The running services. The property of a service that was not started throws. */
export interface Emulator extends Services {
  /** The started services. */
  readonly providers: readonly EmulatedProvider[];
  /** The last requests to all services, in order of arrival. The option `keptRequests` says how many. */
  readonly requests: readonly RecordedRequest[];
  /** Moves the emulator's clock. */
  advance(milliseconds: number): void;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** The running services of your own, by their names. */
export type OwnServices<Own extends ServiceDefinition> = {
  readonly [Definition in Own as Definition['name']]: ReturnType<Definition['create']>;
};

/** Creates the chosen services: first those with a name, in their usual order. */
function createServices(
  providers: readonly (ProviderName | ServiceDefinition)[],
  context: ProviderContext,
): ReadonlyMap<string, StartedService> {
  const own = providers.filter(isDefinition);
  return new Map<string, StartedService>([
    ...providerNames
      .filter((name) => providers.includes(name))
      .map((name): [string, StartedService] => [name, services[name](context)]),
    ...own.map((definition): [string, StartedService] => [definition.name, definition.create(context)]),
  ]);
}

/** The members of {@link Emulator} that are named after a service. */
function serviceGetters(started: ReadonlyMap<string, StartedService>): PropertyDescriptorMap {
  const getter = (name: string): PropertyDescriptor => ({
    enumerable: true,
    get: () => {
      const service = started.get(name);
      if (service) return service;
      throw new Error(`${name} was not started: add it to \`providers\` of startEmulator`);
    },
  });
  return Object.fromEntries([...providerNames, ...started.keys()].map((name) => [name, getter(name)]));
}

/**
 * Starts the services, on this computer only unless `host` and `allowHosts` say otherwise.
 *
 * @throws TypeError if an option is unknown or has a wrong value.
 */
export async function startEmulator<Own extends ServiceDefinition = never>(
  options: EmulatorOptions<Own> = {},
): Promise<Emulator & OwnServices<Own>> {
  checkOptions(options);
  const clock = new Clock(options.now ?? Date.now);
  const requests: RecordedRequest[] = [];
  const { automatic = false, callbackURLs = [], providers = providerNames, keptRequests = 1_000 } = options;
  const listening: Listening = { host: options.host ?? '127.0.0.1', allowHosts: options.allowHosts ?? [] };
  const address = reachableAddress(listening.host);
  const started = createServices(providers, { clock, automatic, callbackURLs, address });
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop));
  };
  try {
    for (const provider of started.values()) {
      const remember = (record: RecordedRequest): void => {
        for (const list of [provider.requests, requests]) keepLast(list, record, keptRequests);
      };
      await openOrigins(provider, { listening, firstPort: options.port ?? 0, servers, remember });
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
  return Object.defineProperties(common, serviceGetters(started)) as Emulator & OwnServices<Own>;
}

interface Opening {
  readonly listening: Listening;
  readonly firstPort: number;
  /** The servers that listen already. */
  readonly servers: Server[];
  readonly remember: (record: RecordedRequest) => void;
}

async function openOrigins(
  provider: HttpProvider,
  { listening, firstPort, servers, remember }: Opening,
): Promise<void> {
  for (const origin of provider.originNames) {
    const server = createOrigin(provider, origin, listening.allowHosts, remember);
    const port = firstPort === 0 ? 0 : firstPort + servers.length;
    provider.origins[origin] = await listen(server, port, listening);
    servers.push(server);
  }
}
