import { type EmulatedProvider } from '../emulated-provider';
import { type HttpProvider } from '../http/http-provider';
import { type ProviderContext } from '../provider-base';
import { CoinPayProvider } from './coinpay/provider';
import { type CoinPayEmulator } from './coinpay/switches';
import { KomerzaProvider } from './komerza/provider';
import { type KomerzaEmulator } from './komerza/switches';
import { KonProProvider } from './konpro/provider';
import { type KonProEmulator } from './konpro/switches';
import { KoompiProvider } from './koompi/provider';
import { type KoompiEmulator } from './koompi/switches';
import { KopoKopoProvider } from './kopokopo/provider';
import { type KopoKopoEmulator } from './kopokopo/switches';

/** The emulated services and their types. To add a service, add it here and to {@link services}. */
export interface Services {
  readonly koompi: KoompiEmulator;
  readonly konpro: KonProEmulator;
  readonly komerza: KomerzaEmulator;
  readonly coinpay: CoinPayEmulator;
  readonly kopokopo: KopoKopoEmulator;
}

export type ProviderName = keyof Services;

/** A service as the emulator runs it: its public face and its routes. */
export type StartedService = EmulatedProvider & HttpProvider;

type Factories = {
  readonly [Name in ProviderName]: (context: ProviderContext) => Services[Name] & StartedService;
};

/** Makes each service. Ports are given out in this order. */
export const services: Factories = {
  koompi: (context) => new KoompiProvider(context),
  konpro: (context) => new KonProProvider(context),
  komerza: (context) => new KomerzaProvider(context),
  coinpay: (context) => new CoinPayProvider(context),
  kopokopo: (context) => new KopoKopoProvider(context),
};

/** The services that can be started, in the order of their ports. */
export const providerNames: readonly ProviderName[] = Object.keys(services) as ProviderName[];
