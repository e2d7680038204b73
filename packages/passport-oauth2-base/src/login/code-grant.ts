import { ProviderError, type ErrorContext } from '../errors/provider-error';
import type { AuthenticateOptions, LoginRequest, StoreMeta } from '../passport-oauth2';
import type { OpenIDOptions } from '../options/options';
import type { ProviderStrategy } from '../strategy';
import type { ClientEndpoints } from '../endpoints';
import { linkedUserOf, packContext, unpackContext, type LoginContext } from '../state/app-state';
import { randomText } from '../lib/digest';
import { codeChallenge, nonceOf } from '../pkce';
import { safeReturnTo } from '../state/return-to';
import { keepsNoState, verifyState, storeState } from '../state/passport-store';
import { formEntries } from '../lib/parameters';
import { readTokenResponse } from '../token/response';
import type { TokenSet } from '../token/token-set';
import type { AuthorizationResponse, CallbackParameters } from './authorization-response';
import { callbackURLOf, isCallbackPath } from './redirect-uri';
import { authorizationRefusal, failure, type Outcome } from './outcome';
import { finish } from './finish';
import { getsIdToken, joinScope, notGranted, scopeList } from './scope';

/** Sends the user to the service (RFC 6749 §4.1.1). */
export async function startLogin(
  strategy: ProviderStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
): Promise<Outcome> {
  const { client } = strategy;
  const { declaration } = client;
  const meta = metaOf(strategy, req, options);
  if (declaration.bareDenial && cameFromElsewhere(req) && isCallbackPath(req, meta.callbackURL)) {
    return failure('callback_incomplete', { provider: declaration });
  }
  const endpoints = await client.currentEndpoints();
  const verifier = randomText();
  const context: LoginContext = {
    state: options.state,
    returnTo: safeReturnTo(options.returnTo),
    linkedUser: linkedUserOf(req, options),
    scope: options.scope === undefined ? undefined : joinScope(strategy, options.scope),
  };
  const scope = context.scope ?? joinScope(strategy, strategy._scope);
  const wantsIdToken = getsIdToken(strategy, scope);
  if (context.linkedUser !== undefined && keepsNoState(strategy._stateStore)) {
    throw new ProviderError('store_keeps_no_state', { provider: declaration });
  }
  const kept = await storeState(strategy._stateStore, {
    req,
    verifier,
    state: packContext(context),
    meta: withHandle(meta, fixedHandle(strategy, options.state)),
  });
  // What finds the login must not be guessable where `state` finds it; where it does not, any text will do.
  const handle = strategy._acceptsProviderState ? randomText() : kept;

  const omitted: readonly string[] = declaration.authorizationRequest?.omit ?? [];
  const { maxAge } = client.options as OpenIDOptions;
  const own = {
    response_type: 'code',
    client_id: meta.clientID,
    redirect_uri: meta.callbackURL,
    ...(scope ? { scope } : {}),
    ...(handle ? { state: handle } : {}),
    ...(strategy._pkceMethod
      ? { code_challenge: codeChallenge(verifier), code_challenge_method: 'S256' }
      : {}),
    ...(wantsIdToken ? { nonce: nonceOf(verifier) } : {}),
    ...(wantsIdToken && maxAge !== undefined ? { max_age: maxAge } : {}),
  };
  // The endpoint may bring a query of its own (RFC 6749 §3.1); nothing replaces what we set.
  const url = new URL(authorizationURL(strategy, endpoints));
  for (const [name, value] of formEntries({ ...strategy.authorizationParams(options), ...own })) {
    if (!omitted.includes(name)) url.searchParams.set(name, value);
  }
  return { kind: 'redirect', url: url.href };
}

/**
 * Finishes a login. The order is what makes it safe: nothing of the callback counts before its state is verified,
 * and the code goes nowhere before the issuer is.
 */
export async function finishLogin(
  strategy: ProviderStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
  arrival: Exclude<AuthorizationResponse, { kind: 'start' }>,
): Promise<Outcome> {
  const provider = strategy.client.declaration;
  if (arrival.kind === 'malformed') return failure('callback_malformed', { provider }, 400);
  const { parameters } = arrival;
  const meta = metaOf(strategy, req, options);

  const given = fixedHandle(strategy, parameters.state);
  const login = await verifyState(strategy._stateStore, {
    req,
    handle: given ?? lookupHandle(parameters.state),
    meta: withHandle(meta, given),
  });
  if (!login.accepted) return refused(login.challenge, provider);
  const context = unpackContext(login.state);
  if (context.linkedUser !== linkedUserOf(req, options)) return failure('user_changed', { provider }, 403);

  const wrongIssuer = issuerRefusalReason(await strategy.client.currentEndpoints(), parameters);
  if (wrongIssuer) return failure(wrongIssuer, { provider }, 403);
  if (parameters.error !== undefined) {
    const { error: code, error_description: description, error_uri: uri } = parameters;
    return authorizationRefusal({ code, description, uri }, provider);
  }
  if (parameters.code === undefined) return failure('callback_incomplete', { provider }, 400);
  const scope = context.scope ?? joinScope(strategy, strategy._scope);
  const wantsIdToken = getsIdToken(strategy, scope);
  if (login.verifier === undefined && (strategy._pkceMethod || wantsIdToken)) {
    throw new ProviderError('verifier_missing', { provider });
  }

  const asked = scopeList(strategy, scope);
  const { tokens, params } = await exchange(strategy, options, {
    code: parameters.code,
    callbackURL: meta.callbackURL,
    codeVerifier: strategy._pkceMethod ? login.verifier : undefined,
    state: provider.tokenRequest?.forwardState ? parameters.state : undefined,
    scope: asked,
  });
  const claims = wantsIdToken
    ? await strategy.client.verifyIdToken(tokens, {
        grant: 'login',
        nonce: nonceOf(login.verifier ?? ''),
        code: parameters.code,
      })
    : undefined;
  const { state, returnTo } = context;
  const missingScope = notGranted(asked, tokens, claims);
  return finish(strategy, { req, tokens, claims, state, returnTo, missingScope }, params);
}

/** Exchanges the code by `_oauth2.getOAuthAccessToken`, which an application may have replaced. */
async function exchange(
  strategy: ProviderStrategy,
  options: AuthenticateOptions,
  login: {
    readonly code: string;
    readonly callbackURL: string;
    readonly codeVerifier: string | undefined;
    readonly state: string | undefined;
    readonly scope: readonly string[];
  },
): Promise<{ tokens: TokenSet; params: Record<string, unknown> }> {
  const { declaration } = strategy.client;
  const parameters: Record<string, unknown> = {
    ...strategy.tokenParams(options),
    grant_type: 'authorization_code',
    redirect_uri: login.callbackURL,
    ...(login.codeVerifier === undefined ? {} : { code_verifier: login.codeVerifier }),
    ...(login.state === undefined ? {} : { state: login.state }),
  };
  return new Promise((resolve, reject) => {
    strategy._oauth2.getOAuthAccessToken(
      login.code,
      parameters,
      (error, accessToken, refreshToken, results) => {
        try {
          if (error) throw strategy._createOAuthError('Failed to obtain access token', error);
          const params = results ?? {};
          const tokens = readTokenResponse(
            { token_type: 'Bearer', ...params, access_token: accessToken, refresh_token: refreshToken },
            {
              // Unwrapped already; everything else that is particular to the service still counts.
              declaration: {
                ...declaration,
                scopeSeparator: strategy._scopeSeparator,
                tokenResponse: { ...declaration.tokenResponse, unwrap: (it) => it },
              },
              error: { provider: declaration, endpoint: 'token' },
              scope: login.scope,
            },
          );
          resolve({ tokens, params });
        } catch (failed) {
          reject(failed);
        }
      },
    );
  });
}

/**
 * Finds a login whose `state` the service has replaced: at most one is pending in a browser. No `state` of a callback
 * does: two strategies may share a client, and the other one checks no nonce.
 */
const providerStateHandle = 'state-of-the-provider';

/** The handle that a login is kept under instead of a random one, if any. */
function fixedHandle(strategy: ProviderStrategy, state: unknown): string | undefined {
  if (strategy._acceptsProviderState) return providerStateHandle;
  const isCallers =
    strategy._callerManagesState && typeof state === 'string' && state !== providerStateHandle;
  return isCallers ? state : undefined;
}

/** What a callback may look for. The store itself says why there is no such login. */
function lookupHandle(state: string | undefined): string | undefined {
  return state === providerStateHandle ? `no ${state}` : state;
}

/** A store of passport-oauth2 is told of no handle. */
function withHandle(meta: StoreMeta, handle: string | undefined): StoreMeta {
  return handle === undefined ? meta : { ...meta, handle };
}

/** RFC 9207 §2.4: compared as text, and demanded where the service says that it always sends it. */
function issuerRefusalReason(
  { issuer, issuerIsSent }: ClientEndpoints,
  parameters: CallbackParameters,
): 'issuer_mismatch' | 'issuer_missing' | undefined {
  if (issuer === undefined) return undefined;
  if (parameters.iss === undefined) return issuerIsSent ? 'issuer_missing' : undefined;
  return parameters.iss === issuer ? undefined : 'issuer_mismatch';
}

/** A store's refusal; a passport-oauth2 store gives no reason, and maybe only words. */
function refused(challenge: unknown, provider: ErrorContext['provider']): Outcome {
  const plain = failure('state_rejected', { provider }, 403) as Extract<Outcome, { kind: 'fail' }>;
  const said = typeof challenge === 'string' ? { message: challenge } : challenge;
  return { ...plain, challenge: { ...(plain.challenge as object), ...(said as object | undefined) } };
}

function metaOf(strategy: ProviderStrategy, req: LoginRequest, options: AuthenticateOptions): StoreMeta {
  const { client } = strategy;
  const callbackURL = options.callbackURL ?? strategy._callbackURL;
  return {
    authorizationURL: strategy._oauth2._authorizeUrl,
    tokenURL: strategy._oauth2._accessTokenUrl,
    clientID: client.clientID,
    callbackURL: callbackURLOf(
      req,
      callbackURL,
      { trustProxy: Boolean(strategy._trustProxy), allowedHosts: strategy._allowedHosts },
      client.declaration,
    ),
    provider: client.provider,
    title: client.declaration.title,
    issuer: client.endpoints.issuer,
  };
}

/** The discovered address, unless somebody has put another one into `_oauth2`. */
function authorizationURL({ client, _oauth2 }: ProviderStrategy, discovered: ClientEndpoints): string {
  const isOurs = _oauth2._authorizeUrl === client.endpoints.authorization;
  return (isOurs ? discovered.authorization : undefined) ?? _oauth2._authorizeUrl;
}

/** Whether another site sent the browser here, where the browser tells (Fetch Metadata). */
function cameFromElsewhere(req: LoginRequest): boolean {
  return req.headers['sec-fetch-site'] === 'cross-site';
}
