import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');

/**
 * Signs users in with KOOMPI.
 *
 * @example
 * passport.use(
 *   new Strategy({ clientID, clientSecret, callbackURL }, (accessToken, refreshToken, profile, done) => {
 *     done(null, { id: profile.id });
 *   }),
 * );
 */
class KoompiStrategy extends base.ProviderStrategy<client.KoompiClient> {
  /**
   * @param options - at least `clientID` and `callbackURL`
   * @param verify - passport-oauth2's verify callback; not with the option `verify`
   * @throws TypeError that names the option and the fix
   */
  constructor(
    options: options.KoompiStrategyOptions & { readonly verify: base.Verify<profile.KoompiProfile> },
  );
  constructor(
    options: options.KoompiStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequest<profile.KoompiProfile>,
  );
  constructor(
    options: options.KoompiStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequestAndParams<profile.KoompiProfile>,
  );
  constructor(options: options.KoompiStrategyOptions, verify: base.VerifyFunction<profile.KoompiProfile>);
  constructor(
    options: options.KoompiStrategyOptions,
    verify: base.VerifyFunctionWithParams<profile.KoompiProfile>,
  );
  constructor(
    options: (options.KoompiStrategyOptions | options.KoompiStrategyOptionsWithRequest) & {
      readonly verify?: base.Verify<profile.KoompiProfile> | undefined;
    },
    verify?: base.AnyVerifyFunction,
  ) {
    super(new client.KoompiClient(options), options, verify);
  }
}

namespace KoompiStrategy {
  export import Strategy = KoompiStrategy;
  export import KoompiClient = client.KoompiClient;
  export type KoompiClientOptions = options.KoompiClientOptions;
  export type KoompiStrategyOptions = options.KoompiStrategyOptions;
  export type KoompiStrategyOptionsWithRequest = options.KoompiStrategyOptionsWithRequest;
  export type KoompiProfile = profile.KoompiProfile;
}

export = KoompiStrategy;
