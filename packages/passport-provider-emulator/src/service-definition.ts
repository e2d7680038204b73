import { type EmulatedProvider } from './emulated-provider';
import { type HttpProvider } from './http/http-provider';
import { type ProviderContext } from './provider-base';

/** A service as the emulator runs it: its public interface and its endpoints. */
export type StartedService = EmulatedProvider & HttpProvider;

/** A service for `providers` of `startEmulator`. `oauthService` makes one. */
export interface ServiceDefinition<
  Name extends string = string,
  Service extends StartedService = StartedService,
> {
  readonly name: Name;
  create(context: ProviderContext): Service;
}
