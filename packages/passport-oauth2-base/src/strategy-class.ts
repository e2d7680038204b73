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
 * The strategy class of a provider, with passport-oauth2's forms of verify and ours. Each form has its own signature,
 * because TypeScript infers the arguments of a verify callback from the first signature that fits.
 */
export interface StrategyClass<
  Client extends ProviderClient<ProfileFields>,
  Options extends object,
  Profile,
> {
  /**
   * @param options - at least the required ones; `verify` returns the user
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
 * Creates the strategy class of a provider. Extend it, so that the class has a name and its own `Strategy` export.
 *
 * @param ClientClass - the provider's client. Its constructor gets the strategy's options
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
