import { type Server } from 'node:http';
import { Clock } from './clock';
import { type EmulatedProvider, type ProviderName, type RecordedRequest } from './emulated-provider';
import { createOrigin, listen, stop } from './http/origin';
import { type AnyProvider } from './any-provider';
import { type ProviderContext, checkCallbackURL } from './provider-base';
import { CoinPayProvider } from './services/coinpay/provider';
import { type CoinPayEmulator } from './services/coinpay/switches';
import { KomerzaProvider } from './services/komerza/provider';
import { type KomerzaEmulator } from './services/komerza/switches';
import { KopoKopoProvider } from './services/kopokopo/provider';
import { type KopoKopoEmulator } from './services/kopokopo/switches';
import { KonProProvider } from './services/konpro/provider';
import { type KonProEmulator } from './services/konpro/switches';
import { KoompiProvider } from './services/koompi/provider';
import { type KoompiEmulator } from './services/koompi/switches';

export interface EmulatorOptions {
  /** Which services to start. Default: all. */
  providers?: readonly ProviderName[] | undefined;
  /** The first origin's port; each further origin takes the next. Default 0: free ports. */
  port?: number | undefined;
  /** The authorization endpoints approve at once as the first user. Default false: a page asks. */
  automatic?: boolean | undefined;
  /** Milliseconds since the epoch; every lifetime uses it. Default `Date.now`. */
  now?: (() => number) | undefined;
  /** Redirect URIs to register on every provider's main client, beside those of port 3000. */
  callbackURLs?: readonly string[] | undefined;
}

/** The running services. A property of a service that was not started throws. */
export interface Emulator {
  readonly koompi: KoompiEmulator;
  readonly konpro: KonProEmulator;
  readonly komerza: KomerzaEmulator;
  readonly coinpay: CoinPayEmulator;
  readonly kopokopo: KopoKopoEmulator;
  /** The started ones. */
  readonly providers: readonly EmulatedProvider[];
  /** Every request to every provider, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Moves the emulator's clock. */
  advance(milliseconds: number): void;
  /** Stops listening and ends every connection, answered or not. */
  close(): Promise<void>;
}

const factories = {
  koompi: (context: ProviderContext): KoompiProvider => new KoompiProvider(context),
  konpro: (context: ProviderContext): KonProProvider => new KonProProvider(context),
  komerza: (context: ProviderContext): KomerzaProvider => new KomerzaProvider(context),
  coinpay: (context: ProviderContext): CoinPayProvider => new CoinPayProvider(context),
  kopokopo: (context: ProviderContext): KopoKopoProvider => new KopoKopoProvider(context),
};

/** The services that can be started, in the order of their ports. */
export const providerNames: readonly ProviderName[] = ['koompi', 'konpro', 'komerza', 'coinpay', 'kopokopo'];

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

type Started = { readonly [Name in ProviderName]?: ReturnType<(typeof factories)[Name]> };

function createProviders(names: readonly ProviderName[], context: ProviderContext): Started {
  return Object.fromEntries(names.map((name) => [name, factories[name](context)]));
}

function pick<Name extends ProviderName>(started: Started, name: Name): NonNullable<Started[Name]> {
  const provider = started[name];
  if (provider) return provider;
  throw new Error(`${name} was not started: add it to \`providers\` of startEmulator`);
}

/** Starts the services on loopback. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkOptions(options);
  const clock = new Clock(options.now ?? Date.now);
  const requests: RecordedRequest[] = [];
  const names = providerNames.filter((name) => options.providers?.includes(name) ?? true);
  const { automatic = false, callbackURLs = [] } = options;
  const started = createProviders(names, { clock, automatic, callbackURLs });
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(stop));
  };
  try {
    for (const name of names) {
      await openOrigins(pick(started, name), options.port ?? 0, servers, (record) => requests.push(record));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    get koompi() {
      return pick(started, 'koompi');
    },
    get konpro() {
      return pick(started, 'konpro');
    },
    get komerza() {
      return pick(started, 'komerza');
    },
    get coinpay() {
      return pick(started, 'coinpay');
    },
    get kopokopo() {
      return pick(started, 'kopokopo');
    },
    providers: names.map((name) => pick(started, name)),
    requests,
    advance: (milliseconds) => clock.advance(milliseconds),
    close,
  };
}

async function openOrigins(
  provider: AnyProvider,
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
