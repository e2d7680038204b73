import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');

/**
 * Signs users in with KonPro.
 *
 * @example
 * passport.use(
 *   new Strategy({ clientID, callbackURL }, (accessToken, refreshToken, profile, done) => {
 *     done(null, { id: profile.id });
 *   }),
 * );
 */
class KonProStrategy extends base.ProviderStrategy<client.KonProClient> {
  /**
   * @param options - at least `clientID` and `callbackURL`
   * @param verify - passport-oauth2's verify callback; not with the option `verify`
   * @throws TypeError that names the option and the fix
   */
  constructor(
    options: options.KonProStrategyOptions & { readonly verify: base.Verify<profile.KonProProfile> },
  );
  constructor(
    options: options.KonProStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequest<profile.KonProProfile>,
  );
  constructor(
    options: options.KonProStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequestAndParams<profile.KonProProfile>,
  );
  constructor(options: options.KonProStrategyOptions, verify: base.VerifyFunction<profile.KonProProfile>);
  constructor(
    options: options.KonProStrategyOptions,
    verify: base.VerifyFunctionWithParams<profile.KonProProfile>,
  );
  constructor(
    options: (options.KonProStrategyOptions | options.KonProStrategyOptionsWithRequest) & {
      readonly verify?: base.Verify<profile.KonProProfile> | undefined;
    },
    verify?: base.AnyVerifyFunction,
  ) {
    super(new client.KonProClient(options), options, verify);
  }
}

namespace KonProStrategy {
  export import Strategy = KonProStrategy;
  export import KonProClient = client.KonProClient;
  export type KonProClientOptions = options.KonProClientOptions;
  export type KonProStrategyOptions = options.KonProStrategyOptions;
  export type KonProStrategyOptionsWithRequest = options.KonProStrategyOptionsWithRequest;
  export type KonProProfile = profile.KonProProfile;
}

export = KonProStrategy;
