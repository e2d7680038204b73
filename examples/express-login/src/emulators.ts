import { startEmulator, type EmulatedProvider, type Emulator } from 'passport-provider-emulator';
import type { ServiceName } from './services';

/** What can be emulated: every sign-in, and Kopo Kopo, where nobody signs in. */
export type EmulatedName = ServiceName | 'kopokopo';

/** The emulated services of one application. Two are there twice, because an emulator plays one server at a time. */
export interface Emulators {
  readonly main: Emulator;
  /** CoinPay only, as the server that CoinPay publishes. */
  readonly published: Emulator;
  /** KOOMPI only, as the renamed service, KID. */
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
