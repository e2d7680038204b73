import base = require('passport-oauth2-base');
import account = require('./account');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');
import request = require('./request');

const Base: base.StrategyClass<client.KonProClient, options.KonProStrategyOptions, profile.KonProProfile> =
  base.strategyClass(client.KonProClient);

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
class KonProStrategy extends Base {}

namespace KonProStrategy {
  export import Strategy = KonProStrategy;
  export import KonProClient = client.KonProClient;
  export type KonProClientOptions = options.KonProClientOptions;
  export type KonProStrategyOptions = options.KonProStrategyOptions;
  export type KonProStrategyOptionsWithRequest = options.KonProStrategyOptionsWithRequest;
  export type KonProProfile = profile.KonProProfile;
  export type KonProAccount = account.KonProAccount;
  export type KonProSection = account.KonProSection;
  export type KonProCredentials = request.KonProCredentials;
  export type KonProRequest = request.KonProRequest;
}

export = KonProStrategy;
