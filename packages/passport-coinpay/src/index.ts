import base = require('passport-oauth2-base');
import api = require('./api');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');
import scopes = require('./scopes');

const Base: base.StrategyClass<client.CoinPayClient, options.CoinPayStrategyOptions, profile.CoinPayProfile> =
  base.strategyClass(client.CoinPayClient);

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
class CoinPayStrategy extends Base {}

namespace CoinPayStrategy {
  export import Strategy = CoinPayStrategy;
  export import CoinPayClient = client.CoinPayClient;
  export import CoinPayScope = scopes.CoinPayScope;
  export type CoinPayClientOptions = options.CoinPayClientOptions;
  export type CoinPayStrategyOptions = options.CoinPayStrategyOptions;
  export type CoinPayStrategyOptionsWithRequest = options.CoinPayStrategyOptionsWithRequest;
  export type CoinPayProfile = profile.CoinPayProfile;
  export type CoinPayWallet = profile.CoinPayWallet;
  export type CoinPayAccountWallet = api.CoinPayAccountWallet;
  export type CoinPayWalletFilter = api.CoinPayWalletFilter;
  export type CoinPayRegistration = api.CoinPayRegistration;
  export type CoinPayLogout = client.CoinPayLogout;
}

export = CoinPayStrategy;
