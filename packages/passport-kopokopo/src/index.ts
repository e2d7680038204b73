import base = require('passport-oauth2-base');
import account = require('./account-strategy');
import api = require('./api');
import token = require('./application-token');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');
import request = require('./request');
import signature = require('./signature');
import hook = require('./webhook');
import bodies = require('./webhook-bodies');
import store = require('./webhook-store');

const Base: base.StrategyClass<
  client.KopoKopoClient,
  options.KopoKopoStrategyOptions,
  profile.KopoKopoProfile
> = base.strategyClass(client.KopoKopoClient);

/**
 * Authorizes the application at Kopo Kopo with client credentials (RFC 6749 §4.4). No user signs in, so it does not
 * protect a route, and it requires `session: false`. To get a token only, prefer `applicationToken()`.
 *
 * @example
 * passport.use(new Strategy({ clientID, clientSecret }, (accessToken, _refreshToken, profile, done) => {
 *   done(null, { application: profile.id });
 * }));
 * app.get('/till', passport.authenticate('kopokopo', { session: false }), handler);
 */
class KopoKopoStrategy extends Base {}

namespace KopoKopoStrategy {
  export import Strategy = KopoKopoStrategy;
  export import AccountStrategy = account.AccountStrategy;
  export import KopoKopoClient = client.KopoKopoClient;
  export import applicationToken = token.applicationToken;
  export import verifyWebhook = signature.verifyWebhook;
  export import webhook = hook.webhook;
  export type KopoKopoClientOptions = options.KopoKopoClientOptions;
  export type KopoKopoStrategyOptions = options.KopoKopoStrategyOptions;
  export type KopoKopoStrategyOptionsWithRequest = options.KopoKopoStrategyOptionsWithRequest;
  export type KopoKopoAccountStrategyOptions = options.KopoKopoAccountStrategyOptions;
  export type KopoKopoAccountStrategyOptionsWithRequest = options.KopoKopoAccountStrategyOptionsWithRequest;
  export type KopoKopoVersion = api.KopoKopoVersion;
  export type KopoKopoCallOptions = api.KopoKopoCallOptions;
  export type KopoKopoRequestOptions = api.KopoKopoRequestOptions;
  export type KopoKopoResponse = api.KopoKopoResponse;
  export type KopoKopoEvent = api.KopoKopoEvent;
  export type KopoKopoSubscription = api.KopoKopoSubscription;
  export type KopoKopoPaymentRequest = api.KopoKopoPaymentRequest;
  export type KopoKopoStatus = api.KopoKopoStatus;
  export type KopoKopoProfile = profile.KopoKopoProfile;
  export type KopoKopoRequest = request.KopoKopoRequest;
  export type KopoKopoWebhook = request.KopoKopoWebhook;
  export type KopoKopoWebhookOptions = hook.KopoKopoWebhookOptions;
  export type KopoKopoWebhookStore = store.KopoKopoWebhookStore;
  export type KopoKopoWebhookClaim = store.KopoKopoWebhookClaim;
  export type KopoKopoTopic = bodies.KopoKopoTopic;
  export type KopoKopoResources = bodies.KopoKopoResources;
  export type KopoKopoEventBody<Topic extends bodies.KopoKopoTopic = bodies.KopoKopoTopic> =
    bodies.KopoKopoEventBody<Topic>;
  export type KopoKopoResultBody = bodies.KopoKopoResultBody;
  export type KopoKopoDarajaBody = bodies.KopoKopoDarajaBody;
}

export = KopoKopoStrategy;
