import base = require('passport-oauth2-base');
import account = require('./account-strategy');
import token = require('./application-token');
import client = require('./client');
import options = require('./options');
import profile = require('./profile');
import request = require('./request');
import signature = require('./signature');
import hook = require('./webhook');

/**
 * Authorizes the application at Kopo Kopo, by client credentials. No user signs in: it protects no route, and it
 * refuses to run without `session: false`. `applicationToken()` is the better way to a token.
 *
 * @example
 * passport.use(new Strategy({ clientID, clientSecret }, (accessToken, _refreshToken, profile, done) => {
 *   done(null, { application: profile.id });
 * }));
 * app.get('/till', passport.authenticate('kopokopo', { session: false }), handler);
 */
class KopoKopoStrategy extends base.ProviderStrategy<client.KopoKopoClient> {
  /**
   * @param options - at least `clientID` and `clientSecret`
   * @param verify - passport-oauth2's verify callback; not with the option `verify`
   * @throws TypeError that names the option and the fix
   */
  constructor(
    options: options.KopoKopoStrategyOptions & { readonly verify: base.Verify<profile.KopoKopoProfile> },
  );
  constructor(
    options: options.KopoKopoStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequest<profile.KopoKopoProfile>,
  );
  constructor(
    options: options.KopoKopoStrategyOptionsWithRequest,
    verify: base.VerifyFunctionWithRequestAndParams<profile.KopoKopoProfile>,
  );
  constructor(options: options.KopoKopoStrategyOptions, verify: base.VerifyFunction<profile.KopoKopoProfile>);
  constructor(
    options: options.KopoKopoStrategyOptions,
    verify: base.VerifyFunctionWithParams<profile.KopoKopoProfile>,
  );
  constructor(
    options: (options.KopoKopoStrategyOptions | options.KopoKopoStrategyOptionsWithRequest) & {
      readonly verify?: base.Verify<profile.KopoKopoProfile> | undefined;
    },
    verify?: base.AnyVerifyFunction,
  ) {
    super(new client.KopoKopoClient(options), { ...options, callbackURL: options.callbackURL ?? '' }, verify);
  }
}

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
  export type KopoKopoProfile = profile.KopoKopoProfile;
  export type KopoKopoRequest = request.KopoKopoRequest;
  export type KopoKopoWebhook = hook.KopoKopoWebhook;
  export type KopoKopoWebhookOptions = hook.KopoKopoWebhookOptions;
}

export = KopoKopoStrategy;
