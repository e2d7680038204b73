import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');

/**
 * Signs users in with Komerza.
 *
 * @example
 * passport.use(
 *   new Strategy({ clientID, clientSecret, callbackURL }, (accessToken, refreshToken, profile, done) => {
 *     done(null, { id: profile.id });
 *   }),
 * );
 */
class KomerzaStrategy extends base.ProviderStrategy<client.KomerzaClient> {
  /**
   * @param options - at least `clientID` and `callbackURL`
   * @param verify - passport-oauth2's verify callback; not with the option `verify`
   * @throws TypeError that names the option and the fix
   */
  constructor(
    options: options.KomerzaStrategyOptions & { readonly verify: base.Verify<profile.KomerzaProfile> },
  );
  constructor(
    options: options.KomerzaStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequest<profile.KomerzaProfile>,
  );
  constructor(
    options: options.KomerzaStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequestAndParams<profile.KomerzaProfile>,
  );
  constructor(options: options.KomerzaStrategyOptions, verify: base.VerifyFunction<profile.KomerzaProfile>);
  constructor(
    options: options.KomerzaStrategyOptions,
    verify: base.VerifyFunctionWithParams<profile.KomerzaProfile>,
  );
  constructor(
    options: (options.KomerzaStrategyOptions | options.KomerzaStrategyOptionsWithRequest) & {
      readonly verify?: base.Verify<profile.KomerzaProfile> | undefined;
    },
    verify?: base.AnyVerifyFunction,
  ) {
    super(new client.KomerzaClient(options), options, verify);
  }
}

namespace KomerzaStrategy {
  export import Strategy = KomerzaStrategy;
  export import KomerzaClient = client.KomerzaClient;
  export type KomerzaClientOptions = options.KomerzaClientOptions;
  export type KomerzaStrategyOptions = options.KomerzaStrategyOptions;
  export type KomerzaStrategyOptionsWithRequest = options.KomerzaStrategyOptionsWithRequest;
  export type KomerzaProfile = profile.KomerzaProfile;
}

export = KomerzaStrategy;
