import base = require('passport-oauth2-base');
import api = require('./api');
import client = require('./client');
import options = require('./options');
import granted = require('./has-permission');
import permissions = require('./permissions');
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
  export import KomerzaPermission = permissions.KomerzaPermission;
  export import hasPermission = granted.hasPermission;
  export type KomerzaClientOptions = options.KomerzaClientOptions;
  export type KomerzaStrategyOptions = options.KomerzaStrategyOptions;
  export type KomerzaStrategyOptionsWithRequest = options.KomerzaStrategyOptionsWithRequest;
  export type KomerzaProfile = profile.KomerzaProfile;
  export type KomerzaStore = profile.KomerzaStore;
  export type KomerzaUser = api.KomerzaUser;
  export type KomerzaStoreDetails = api.KomerzaStoreDetails;
  export type KomerzaStorePermissions = api.KomerzaStorePermissions;
  export type KomerzaRequest = api.KomerzaRequest;
}

export = KomerzaStrategy;
