import { startEmulator, type EmulatedProvider, type Emulator } from 'passport-provider-emulator';
import type { ServiceName } from './services';

/** What can be emulated: every sign-in, and Kopo Kopo, where nobody signs in. */
export type EmulatedName = ServiceName | 'kopokopo';

/** The emulated services of one application. CoinPay is there twice, because an emulator plays one server at a time. */
export interface Emulators {
  readonly main: Emulator;
  /** CoinPay only, as the server that CoinPay publishes. */
  readonly published: Emulator;
  close(): Promise<void>;
}

export async function startEmulators(names: readonly EmulatedName[]): Promise<Emulators> {
  const providers = names.filter((name) => name !== 'coinpay-published');
  const main = await startEmulator({ providers });
  const published = await startEmulator({ providers: providers.length < names.length ? ['coinpay'] : [] });
  if (published.providers.length > 0) published.coinpay.switches.server = 'published';
  return {
    main,
    published,
    close: async () => {
      await Promise.all([main.close(), published.close()]);
    },
  };
}

/** The emulated service of that name. */
export function emulated({ main, published }: Emulators, name: EmulatedName): EmulatedProvider {
  return name === 'coinpay-published' ? published.coinpay : main[name];
}
