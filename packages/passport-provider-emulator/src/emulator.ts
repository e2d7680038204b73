import { type Server } from 'node:http';
import { Clock } from './authorization/clock';
import { type EmulatedProvider, type RecordedRequest } from './emulated-provider';
import { createOrigin, listen, stop } from './http/origin';
import { type HttpProvider } from './http/http-provider';
import { type EmulatorOptions, checkOptions, isDefinition } from './emulator-options';
import { type ProviderContext } from './provider-base';
import { type ServiceDefinition, type StartedService } from './service-definition';
import { type ProviderName, type Services, providerNames, services } from './services';

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
 * Starts the services on loopback.
 *
 * @throws TypeError if an option is unknown or has a wrong value.
 */
export async function startEmulator<Own extends ServiceDefinition = never>(
  options: EmulatorOptions<Own> = {},
): Promise<Emulator & OwnServices<Own>> {
  checkOptions(options);
  const clock = new Clock(options.now ?? Date.now);
  const requests: RecordedRequest[] = [];
  const { automatic = false, callbackURLs = [], providers = providerNames } = options;
  const started = createServices(providers, { clock, automatic, callbackURLs });
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
  return Object.defineProperties(common, serviceGetters(started)) as Emulator & OwnServices<Own>;
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
