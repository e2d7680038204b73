import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');

/**
 * Signs users in with CoinPay.
 *
 * @example
 * passport.use(
 *   new Strategy({ clientID, clientSecret, callbackURL }, (accessToken, refreshToken, profile, done) => {
 *     done(null, { id: profile.id });
 *   }),
 * );
 */
class CoinPayStrategy extends base.ProviderStrategy<client.CoinPayClient> {
  /**
   * @param options - at least `clientID` and `callbackURL`
   * @param verify - passport-oauth2's verify callback; not with the option `verify`
   * @throws TypeError that names the option and the fix
   */
  constructor(
    options: options.CoinPayStrategyOptions & { readonly verify: base.Verify<profile.CoinPayProfile> },
  );
  constructor(
    options: options.CoinPayStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequest<profile.CoinPayProfile>,
  );
  constructor(
    options: options.CoinPayStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequestAndParams<profile.CoinPayProfile>,
  );
  constructor(options: options.CoinPayStrategyOptions, verify: base.VerifyFunction<profile.CoinPayProfile>);
  constructor(
    options: options.CoinPayStrategyOptions,
    verify: base.VerifyFunctionWithParams<profile.CoinPayProfile>,
  );
  constructor(
    options: (options.CoinPayStrategyOptions | options.CoinPayStrategyOptionsWithRequest) & {
      readonly verify?: base.Verify<profile.CoinPayProfile> | undefined;
    },
    verify?: base.AnyVerifyFunction,
  ) {
    super(new client.CoinPayClient(options), options, verify);
  }
}

namespace CoinPayStrategy {
  export import Strategy = CoinPayStrategy;
  export import CoinPayClient = client.CoinPayClient;
  export type CoinPayClientOptions = options.CoinPayClientOptions;
  export type CoinPayStrategyOptions = options.CoinPayStrategyOptions;
  export type CoinPayStrategyOptionsWithRequest = options.CoinPayStrategyOptionsWithRequest;
  export type CoinPayProfile = profile.CoinPayProfile;
}

export = CoinPayStrategy;
