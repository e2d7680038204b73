import type { ClientEndpoints } from '../endpoints';
import { ProviderError } from '../errors/provider-error';
import { randomText } from '../lib/digest';
import { formEntries } from '../lib/parameters';
import type { OpenIDOptions } from '../options/options';
import type { AuthenticateOptions, LoginRequest, StoreMeta } from '../passport-oauth2';
import { codeChallenge, nonceOf } from '../pkce';
import { packContext } from '../state/app-state';
import { endNewestLogin } from '../state/pending-logins';
import { keepsNoState, storeState } from '../state/passport-store';
import { hasUnparsedForm, refuseAutomatedRequest } from './authorization-response';
import { storeCalls } from './callback-hook';
import { loginContext } from './login-context';
import type { LoginStrategy } from './login-strategy';
import { failure, type Outcome } from './outcome';
import { isCallbackPath } from './redirect-uri';
import { getsIdToken, joinScope } from './scope';
import { fixedHandle, storeMeta, withHandle } from './store-meta';

/** Starts a login: stores its state and redirects the user to the service (RFC 6749 §4.1.1). */
export async function startLogin(
  strategy: LoginStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
): Promise<Outcome> {
  const { client } = strategy;
  const { declaration } = client;
  refuseAutomatedRequest(req, declaration);
  const meta = storeMeta(strategy, req, options);
  if (isCallbackPath(req, meta.callbackURL)) {
    if (hasUnparsedForm(req)) throw new ProviderError('callback_unparsed', { provider: declaration });
    if (declaration.bareDenial && isBareDenial(strategy, req, meta)) {
      return failure('callback_incomplete', { provider: declaration });
    }
  }
  const endpoints = await client.currentEndpoints();
  const verifier = randomText();
  const context = loginContext(strategy, req, options);
  const scope = context.scope ?? joinScope(strategy, strategy._scope);
  const wantsIdToken = getsIdToken(strategy, scope);
  if (context.linkedUser !== undefined && keepsNoState(strategy._stateStore)) {
    throw new ProviderError('store_keeps_no_state', { provider: declaration });
  }
  const login = {
    ...{ req, verifier, state: packContext(context) },
    meta: withHandle(meta, fixedHandle(strategy, options.state)),
  };
  const handle = await storeState(strategy._stateStore, login, storeCalls(strategy));
  const parameters = {
    response_type: 'code',
    client_id: meta.clientID,
    redirect_uri: meta.callbackURL,
    ...(scope ? { scope } : {}),
    ...stateParameter(strategy, handle),
    ...(strategy._pkceMethod
      ? { code_challenge: codeChallenge(verifier), code_challenge_method: 'S256' }
      : {}),
    ...(wantsIdToken ? openIDParameters(strategy, verifier) : {}),
  };
  return { kind: 'redirect', url: await authorizationRequestURL(strategy, endpoints, options, parameters) };
}

/**
 * `state` must be unguessable only if it is the lookup key. A login that is found by its provider sends a random
 * decoy.
 */
function stateParameter(strategy: LoginStrategy, handle: string | undefined): { state?: string } {
  const state = strategy._acceptsProviderState ? randomText() : handle;
  return state ? { state } : {};
}

/** OpenID Connect Core 3.1.2.1. */
function openIDParameters(strategy: LoginStrategy, verifier: string): Record<string, string | number> {
  const { maxAge } = strategy.client.options as OpenIDOptions;
  return { nonce: nonceOf(verifier), ...(maxAge === undefined ? {} : { max_age: maxAge }) };
}

/** The endpoint's URL may have a query of its own (RFC 6749 §3.1). Nothing replaces our parameters. */
async function authorizationRequestURL(
  strategy: LoginStrategy,
  endpoints: ClientEndpoints,
  options: AuthenticateOptions,
  parameters: Readonly<Record<string, unknown>>,
): Promise<string> {
  const omitted: readonly string[] = strategy.client.declaration.authorizationRequest?.omit ?? [];
  const further = await strategy.authorizationParams(options);
  const url = new URL(authorizationURL(strategy, endpoints));
  for (const [name, value] of formEntries({ ...further, ...parameters })) {
    if (!omitted.includes(name)) url.searchParams.set(name, value);
  }
  return url.href;
}

/** The discovered URL, unless the application put another one into `_oauth2`. */
function authorizationURL({ client, _oauth2 }: LoginStrategy, discovered: ClientEndpoints): string {
  const isOurs = _oauth2._authorizeUrl === client.endpoints.authorization;
  return (isOurs ? discovered.authorization : undefined) ?? _oauth2._authorizeUrl;
}

/**
 * Whether a GET without any parameter is a service's denial. One route may both start logins and finish them, so it
 * is a denial only if another site sent the browser here, or if the browser does not say so (no Fetch Metadata, or
 * another host of the same site) and a login is pending.
 */
function isBareDenial(strategy: LoginStrategy, req: LoginRequest, meta: StoreMeta): boolean {
  if (req.method !== 'GET') return false;
  const site = req.headers['sec-fetch-site'];
  if (site === 'cross-site') return true;
  const isUnclear = site === undefined || site === 'same-site';
  return isUnclear && endNewestLogin(strategy._stateStore, req, meta);
}
