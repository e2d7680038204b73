import base = require('passport-oauth2-base');
import client = require('./client');
import options = require('./options');
import erc1155 = require('./erc1155');
import erc20 = require('./erc20');
import profile = require('./profile');
import scopes = require('./scopes');
import wallet = require('./wallet-call');

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
  export import KoompiScope = scopes.KoompiScope;
  export type KoompiClientOptions = options.KoompiClientOptions;
  export type KoompiStrategyOptions = options.KoompiStrategyOptions;
  export type KoompiStrategyOptionsWithRequest = options.KoompiStrategyOptionsWithRequest;
  export type KoompiProfile = profile.KoompiProfile;
  export type Erc20 = erc20.Erc20;
  export type Erc20Transfer = erc20.Erc20Transfer;
  export type Erc1155 = erc1155.Erc1155;
  export type Erc1155Mint = erc1155.Erc1155Mint;
  export type Unverified = wallet.Unverified;
  export type UnverifiedParameters = wallet.UnverifiedParameters;
}

export = KoompiStrategy;
