import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');

const Base: base.StrategyClass<client.KoompiClient, options.KoompiStrategyOptions, profile.KoompiProfile> =
  base.strategyClass(client.KoompiClient);

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
class KoompiStrategy extends Base {}

namespace KoompiStrategy {
  export import Strategy = KoompiStrategy;
  export import KoompiClient = client.KoompiClient;
  export type KoompiClientOptions = options.KoompiClientOptions;
  export type KoompiStrategyOptions = options.KoompiStrategyOptions;
  export type KoompiStrategyOptionsWithRequest = options.KoompiStrategyOptionsWithRequest;
  export type KoompiProfile = profile.KoompiProfile;
}

export = KoompiStrategy;
