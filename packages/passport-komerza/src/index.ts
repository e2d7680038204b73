import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');

const Base: base.StrategyClass<client.KomerzaClient, options.KomerzaStrategyOptions, profile.KomerzaProfile> =
  base.strategyClass(client.KomerzaClient);

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
class KomerzaStrategy extends Base {}

namespace KomerzaStrategy {
  export import Strategy = KomerzaStrategy;
  export import KomerzaClient = client.KomerzaClient;
  export type KomerzaClientOptions = options.KomerzaClientOptions;
  export type KomerzaStrategyOptions = options.KomerzaStrategyOptions;
  export type KomerzaStrategyOptionsWithRequest = options.KomerzaStrategyOptionsWithRequest;
  export type KomerzaProfile = profile.KomerzaProfile;
}

export = KomerzaStrategy;
