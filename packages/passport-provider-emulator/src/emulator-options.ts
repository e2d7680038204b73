import { inspect } from 'node:util';
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
}

const knownOptions = ['providers', 'port', 'automatic', 'now', 'callbackURLs'];

/** @throws TypeError if an option is unknown or has a wrong value. */
export function checkOptions(options: EmulatorOptions<ServiceDefinition>): void {
  for (const name of Object.keys(options)) {
    if (!knownOptions.includes(name)) {
      throw new TypeError(`Unknown option \`${name}\`; the options are ${knownOptions.join(', ')}`);
    }
  }
  checkProviders(options.providers ?? []);
  const { port = 0 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`Expected \`port\` to be an integer from 0 to 65535, got ${String(port)}`);
  }
  options.callbackURLs?.forEach(checkCallbackURL);
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
