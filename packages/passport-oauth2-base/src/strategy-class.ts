import type { ProfileFields } from './declaration';
import type {
  AnyVerifyFunction,
  Verify,
  VerifyFunction,
  VerifyFunctionWithParams,
  VerifyFunctionWithRequest,
  VerifyFunctionWithRequestAndParams,
} from './login/verify';
import type { ProviderStrategyOptions } from './options/options';
import { ProviderStrategy } from './strategy';
import type { ProviderClient } from './client';

/** Options of a strategy whose verify callback gets the request. */
export type WithRequest<Options> = Omit<Options, 'passReqToCallback'> & { readonly passReqToCallback: true };

/**
 * A provider's strategy class: passport-oauth2's forms of verify, and ours. Each form is a signature of its own,
 * because TypeScript infers the arguments of a verify callback from the first one that fits.
 */
export interface StrategyClass<
  Client extends ProviderClient<ProfileFields>,
  Options extends object,
  Profile,
> {
  /**
   * @param options - at least what the service demands; `verify` gives the user
   * @throws TypeError that names the option and the fix
   */
  new (options: Options & { readonly verify: Verify<Profile> }): ProviderStrategy<Client>;
  /** @param verify - passport-oauth2's verify callback; not with the option `verify` */
  new (options: WithRequest<Options>, verify: VerifyFunctionWithRequest<Profile>): ProviderStrategy<Client>;
  new (
    options: WithRequest<Options>,
    verify: VerifyFunctionWithRequestAndParams<Profile>,
  ): ProviderStrategy<Client>;
  new (options: Options, verify: VerifyFunction<Profile>): ProviderStrategy<Client>;
  new (options: Options, verify: VerifyFunctionWithParams<Profile>): ProviderStrategy<Client>;
}

/**
 * Makes the strategy class of a provider: extend it, so that it has a name and can export its own `Strategy`.
 *
 * @param ClientClass - the provider's client; it is made from the strategy's options
 * @typeParam Options - the strategy's options
 * @typeParam Profile - the provider's profile
 */
export function strategyClass<Client extends ProviderClient<ProfileFields>, Options extends object, Profile>(
  ClientClass: new (options: never) => Client,
): StrategyClass<Client, Options, Profile> {
  class Strategy extends ProviderStrategy<Client> {
    constructor(options: ProviderStrategyOptions & { verify?: Verify }, verify?: AnyVerifyFunction) {
      super(new ClientClass(options as never), options, verify);
    }
  }
  return Strategy as unknown as StrategyClass<Client, Options, Profile>;
}
