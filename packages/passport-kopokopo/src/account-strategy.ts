import * as base from 'passport-oauth2-base';
import { KopoKopoClient } from './client';
import type * as options from './options';
import type { KopoKopoProfile } from './profile';
import { account } from './provider';

/**
 * Access on behalf of an account, by an authorization code. Kopo Kopo's documents mention it and give no address:
 * use it only with the `authorizationURL` that Kopo Kopo gave you.
 */
export class AccountStrategy extends base.ProviderStrategy<KopoKopoClient> {
  /**
   * @param options - at least `clientID`, `clientSecret`, `callbackURL` and `authorizationURL`
   * @param verify - passport-oauth2's verify callback; not with the option `verify`
   * @throws TypeError that names the option and the fix
   */
  constructor(
    options: options.KopoKopoAccountStrategyOptions & { readonly verify: base.Verify<KopoKopoProfile> },
  );
  constructor(
    options: options.KopoKopoAccountStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequest<KopoKopoProfile>,
  );
  constructor(
    options: options.KopoKopoAccountStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequestAndParams<KopoKopoProfile>,
  );
  constructor(options: options.KopoKopoAccountStrategyOptions, verify: base.VerifyFunction<KopoKopoProfile>);
  constructor(
    options: options.KopoKopoAccountStrategyOptions,
    verify: base.VerifyFunctionWithParams<KopoKopoProfile>,
  );
  constructor(
    options: (options.KopoKopoAccountStrategyOptions | options.KopoKopoAccountStrategyOptionsWithRequest) & {
      readonly verify?: base.Verify<KopoKopoProfile> | undefined;
    },
    verify?: base.AnyVerifyFunction,
  ) {
    super(new KopoKopoClient(options, account), options, verify);
  }
}
