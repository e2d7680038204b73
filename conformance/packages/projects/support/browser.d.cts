import type { EmulatedProvider } from 'passport-provider-emulator';

export declare function signIn(
  origin: string,
  name: string,
  service: EmulatedProvider,
  beforeCallback?: () => void,
): Promise<unknown>;
