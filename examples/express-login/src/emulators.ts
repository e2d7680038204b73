import { startEmulator, type EmulatedProvider, type Emulator } from 'passport-provider-emulator';
import type { ServiceName } from './service-name';

/** Everything that can be emulated: the sign-ins, and Kopo Kopo. */
export type EmulatedName = ServiceName | 'kopokopo';

/** The emulators of one application. CoinPay and KOOMPI need a second one, because an emulator plays one server at a time. */
export interface Emulators {
  readonly main: Emulator;
  /** Only CoinPay: the server whose source it publishes. */
  readonly published: Emulator;
  /** Only KOOMPI: the renamed service, KID. */
  readonly kid: Emulator;
  close(): Promise<void>;
}

export async function startEmulators(names: readonly EmulatedName[]): Promise<Emulators> {
  const main = await startEmulator({
    providers: names.filter((name) => name !== 'coinpay-published' && name !== 'koompi-kid'),
  });
  const published = await startEmulator({
    providers: names.includes('coinpay-published') ? ['coinpay'] : [],
  });
  if (published.providers.length > 0) published.coinpay.switches.server = 'published';
  const kid = await startEmulator({ providers: names.includes('koompi-kid') ? ['koompi'] : [] });
  if (kid.providers.length > 0) kid.koompi.switches.generation = 'kid';
  return {
    main,
    published,
    kid,
    close: async () => {
      await Promise.all([main, published, kid].map((emulator) => emulator.close()));
    },
  };
}

/** The emulated service of that name. */
export function emulated({ main, published, kid }: Emulators, name: EmulatedName): EmulatedProvider {
  if (name === 'coinpay-published') return published.coinpay;
  return name === 'koompi-kid' ? kid.koompi : main[name];
}
