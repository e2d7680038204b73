import { isNativeError, isPromise } from 'node:util/types';
import type { ProfileFields, ProviderProfile } from './declaration';
import { fromNodeOAuthError, toNodeOAuthError } from './errors/node-oauth-error';
import { ProviderError } from './errors/provider-error';
import { printable } from './errors/redaction';
import { defineInspect } from './lib/inspect';
import { asError } from './login/application-error';
import { authorizeApplication } from './login/client-credentials';
import { withDetails, type Outcome } from './login/outcome';
import { codeExchangeOf } from './login/code-exchange';
import { startLogin } from './login/authorization-request';
import { finishLogin } from './login/code-grant';
import { readAuthorizationResponse } from './login/authorization-response';
import type { AnyVerifyFunction, Verify } from './login/verify';
import type { IdTokenClaims } from './oidc/types';
import { checkStrategyOptions } from './options/strategy-checks';
import type { ProviderStateOptions, ProviderStrategyOptions } from './options/options';
import { OAuth2Strategy, type AuthenticateOptions, type LoginRequest } from './passport-oauth2';
import { checkVerify, superOptions } from './super-options';
import type { ProviderClient } from './client';
import { readErrorText } from './http/error-response';
import { adaptOAuth2 } from './oauth2-adapter';
import type { TokenSet } from './token/token-set';

/**
 * Signs users in with a service: passport-oauth2's Strategy (it is one, for `instanceof` too), with state, PKCE,
 * a bounded transport and clear errors on by default. Everything particular to the service is in its declaration.
 *
 * @typeParam Client - the service's client, at `strategy.client`
 */
export class ProviderStrategy<
  Client extends ProviderClient<ProfileFields> = ProviderClient,
> extends OAuth2Strategy {
  /** Speaks to the service without Passport: refresh, revoke, read the profile again. */
  declare readonly client: Client;
  /** The refresh URL, where passport-oauth2-refresh looks for it. */
  declare readonly _refreshURL: string;
  /** @internal */
  declare readonly _allowedHosts: readonly string[] | undefined;
  /** @internal */
  declare readonly _callerManagesState: boolean;
  /** @internal */
  declare readonly _acceptsProviderState: boolean;
  /** @internal */
  declare readonly _verifyLogin: Verify | undefined;
  /** @internal */
  declare readonly _codeExchange: unknown;

  /**
   * @param client - made from the same options
   * @param options - passport-oauth2's, and those of the client; a `verify` among them replaces the next argument
   * @param verify - passport-oauth2's verify callback
   * @throws TypeError that names the option and the fix
   */
  constructor(
    client: Client,
    options: ProviderStrategyOptions & { readonly verify?: Verify | undefined },
    verify?: AnyVerifyFunction,
  ) {
    const { declaration, endpoints } = client;
    checkStrategyOptions(declaration, options);
    checkVerify(declaration, options, verify);
    super(superOptions(client, options), verify ?? (() => undefined));
    this.name = declaration.name;
    this._refreshURL = endpoints.refresh;
    this._allowedHosts = options.allowedHosts && [...options.allowedHosts];
    this._callerManagesState = options.dangerouslyCallerManagedState ?? false;
    this._acceptsProviderState = (options as ProviderStateOptions).dangerouslyAcceptProviderState === true;
    this._oauth2 = adaptOAuth2(this._oauth2, client);
    Object.defineProperty(this, '_codeExchange', { value: codeExchangeOf(this._oauth2) });
    Object.defineProperty(this, 'client', { value: client });
    Object.defineProperty(this, '_verifyLogin', { value: options.verify });
  }

  /**
   * Starts a login, or finishes the one that the service came back from. Always ends in exactly one of `redirect`,
   * `success`, `fail` and `error`; never rejects.
   */
  override authenticate(req: LoginRequest, options: AuthenticateOptions = {}): void {
    const settle = (outcome: Outcome): void => {
      if (outcome.kind === 'redirect') this.redirect(outcome.url);
      else if (outcome.kind === 'success') this.success(outcome.user, outcome.info);
      else this.fail(outcome.challenge, outcome.status);
    };
    this.run(req, options)
      .then(settle)
      .catch((error: unknown) => this.error(asError(fromNodeOAuthError(error), this.client.declaration)))
      // What the application throws out of its own error handling has nowhere left to go but the log.
      .catch((error: unknown) => {
        const warning =
          error instanceof Error ? error : `${this.name}: the application's error handling threw something`;
        process.emitWarning(warning);
      });
  }

  /**
   * Reads the profile. Override it, as with passport-oauth2, to read something else.
   *
   * @param tokens - the whole token response; passport-oauth2 does not give it
   * @param claims - the verified claims of an OpenID provider's id_token
   */
  override userProfile(
    accessToken: string,
    done: (error: unknown, profile?: unknown) => void,
    tokens?: TokenSet,
    claims?: IdTokenClaims,
  ): void {
    this.client.userProfile(tokens ?? accessToken, claims).then(
      (profile: ProfileFields & ProviderProfile) => done(null, profile),
      (error: unknown) => done(error),
    );
  }

  /**
   * Makes a TokenError of an error answer of the token endpoint, in whatever form the service answers. Override it,
   * as with passport-oauth2, for a service that has one of its own.
   */
  override parseErrorResponse(body: string, _status: number): Error | null {
    const { code, description, uri } = readErrorText(body);
    if (code === undefined) return null;
    return new OAuth2Strategy.TokenError(
      printable(description ?? code),
      printable(code),
      uri === undefined ? undefined : printable(uri),
    );
  }

  /** passport-oauth2's classes, with our details on them. */
  override _createOAuthError(message: string, given: unknown): Error {
    const error = fromNodeOAuthError(given);
    if (!(error instanceof ProviderError)) return super._createOAuthError(message, error);
    let parsed: Error | null = null;
    if (error.body !== undefined && error.responseStatus !== undefined) {
      try {
        parsed = errorFrom(this.parseErrorResponse(error.body, error.responseStatus));
      } catch {
        // A hook that cannot read the answer leaves us with the general error, as in passport-oauth2.
      }
    }
    const { InternalOAuthError } = OAuth2Strategy;
    const text = `${message}. ${error.message}`;
    return withDetails(parsed || new InternalOAuthError(text, toNodeOAuthError(error)), error);
  }

  private async run(req: LoginRequest, options: AuthenticateOptions): Promise<Outcome> {
    if (this.client.declaration.grant === 'client_credentials')
      return authorizeApplication(this, req, options);
    const response = readAuthorizationResponse(req);
    return response.kind === 'start'
      ? startLogin(this, req, options)
      : finishLogin(this, req, options, response);
  }
}

defineInspect<ProviderStrategy>(ProviderStrategy, ({ name, _callbackURL, client }) => ({
  name,
  callbackURL: _callbackURL,
  client,
}));

/** The error that a `parseErrorResponse` hook gives. Anything else is ignored, as is the promise of an asynchronous hook. */
function errorFrom(parsed: unknown): Error | null {
  if (isPromise(parsed)) Promise.resolve(parsed).catch(() => undefined);
  // passport-oauth2's classes are made without `class`: they are no native errors.
  return parsed instanceof Error || isNativeError(parsed) ? parsed : null;
}
