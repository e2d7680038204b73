import { type ProviderContext } from '../provider-base';
import { type StartedService } from '../service-definition';
import { type CoinPayEmulator } from './coinpay';
import { CoinPayProvider } from './coinpay/provider';
import { type KomerzaEmulator } from './komerza';
import { KomerzaProvider } from './komerza/provider';
import { type KonProEmulator } from './konpro';
import { KonProProvider } from './konpro/provider';
import { type KoompiEmulator } from './koompi';
import { KoompiProvider } from './koompi/provider';
import { type KopoKopoEmulator } from './kopokopo';
import { KopoKopoProvider } from './kopokopo/provider';

export type * from './coinpay';
export type * from './komerza';
export type * from './konpro';
export type * from './koompi';
export type * from './kopokopo';

/** The emulated services. A new service is added in this file, and nowhere else. */
export interface Services {
  readonly koompi: KoompiEmulator;
  readonly konpro: KonProEmulator;
  readonly komerza: KomerzaEmulator;
  readonly coinpay: CoinPayEmulator;
  readonly kopokopo: KopoKopoEmulator;
}

export type ProviderName = keyof Services;

type Factories = {
  readonly [Name in ProviderName]: (context: ProviderContext) => Services[Name] & StartedService;
};

/** @internal Creates each service. This is also the order of their ports. */
export const services: Factories = {
  koompi: (context) => new KoompiProvider(context),
  konpro: (context) => new KonProProvider(context),
  komerza: (context) => new KomerzaProvider(context),
  coinpay: (context) => new CoinPayProvider(context),
  kopokopo: (context) => new KopoKopoProvider(context),
};

/** The names of the services, in the order of their ports. */
export const providerNames: readonly ProviderName[] = Object.keys(services) as ProviderName[];
