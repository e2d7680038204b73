import { ProviderError, type ErrorContext } from '../errors/provider-error';
import type { IdTokenClaims } from '../oidc/types';
import type { AuthenticateOptions, LoginRequest, StoreMeta } from '../passport-oauth2';
import { nonceOf } from '../pkce';
import { linkedUserOf, unpackContext, type LoginContext } from '../state/app-state';
import { verifyState } from '../state/passport-store';
import type { TokenSet } from '../token/token-set';
import {
  refuseAutomatedRequest,
  type AuthorizationResponse,
  type CallbackParameters,
} from './authorization-response';
import { exchangeCode, type ExchangedCode } from './code-exchange';
import { finish } from './finish';
import { storeCalls } from './callback-hook';
import type { LoginStrategy } from './login-strategy';
import { authorizationRefusal, failure, type Outcome } from './outcome';
import { getsIdToken, joinScope, notGranted, scopeList } from './scope';
import { fixedHandle, lookupHandle, storeMeta, withHandle } from './store-meta';

/** A login whose state is verified: it was started by this browser, and is not used up. */
interface VerifiedLogin {
  readonly strategy: LoginStrategy;
  readonly req: LoginRequest;
  readonly options: AuthenticateOptions;
  readonly parameters: CallbackParameters;
  readonly meta: StoreMeta;
  readonly context: LoginContext;
  readonly verifier: string | undefined;
  /** The requested scope, as it was sent. */
  readonly scope: string | undefined;
}

/**
 * Finishes a login. The order is the security argument: nothing of the callback counts before its state is verified,
 * and the code is sent nowhere before the issuer is checked.
 */
export async function finishLogin(
  strategy: LoginStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
  response: Exclude<AuthorizationResponse, { kind: 'start' }>,
): Promise<Outcome> {
  const provider = strategy.client.declaration;
  refuseAutomatedRequest(req, provider);
  if (response.kind === 'malformed') return failure('callback_malformed', { provider }, 400);
  const login = await verifyLoginState(strategy, req, options, response.parameters);
  if ('refused' in login) return login.refused;
  const refused =
    checkLinkedUser(login) ?? (await checkIssuer(login)) ?? checkError(login) ?? checkCode(login);
  if (refused) return refused;
  const wantsIdToken = getsIdToken(strategy, login.scope);
  checkVerifier(login, wantsIdToken);
  const { tokens, params } = await exchange(login);
  const claims = wantsIdToken ? await verifyIdToken(login, tokens) : undefined;
  const { state, returnTo } = login.context;
  const missingScope = notGranted(scopeList(strategy, login.scope), tokens, claims);
  return finish(strategy, { req, tokens, claims, state, returnTo, missingScope }, params);
}

/** Finds the login that the `state` of the callback belongs to. */
async function verifyLoginState(
  strategy: LoginStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
  parameters: CallbackParameters,
): Promise<VerifiedLogin | { readonly refused: Outcome }> {
  const meta = storeMeta(strategy, req, options);
  const fixed = fixedHandle(strategy, parameters.state);
  const handle = fixed ?? lookupHandle(parameters.state);
  const lookup = { req, handle, meta: withHandle(meta, fixed) };
  const verdict = await verifyState(strategy._stateStore, lookup, storeCalls(strategy));
  if (!verdict.accepted) return { refused: stateRefusal(verdict.challenge, strategy.client.declaration) };
  const context = unpackContext(verdict.state);
  const scope = context.scope ?? joinScope(strategy, strategy._scope);
  return { strategy, req, options, parameters, meta, context, verifier: verdict.verifier, scope };
}

/** Under `passport.authorize`, the user who links an account must still be the one who started. */
function checkLinkedUser({ strategy, req, options, context }: VerifiedLogin): Outcome | undefined {
  if (context.linkedUser === linkedUserOf(req, options)) return undefined;
  return failure('user_changed', { provider: strategy.client.declaration }, 403);
}

/** Compares `iss` as text, and requires it if the service always sends it (RFC 9207 §2.4). */
async function checkIssuer({ strategy, parameters }: VerifiedLogin): Promise<Outcome | undefined> {
  const { issuer, issuerIsSent } = await strategy.client.currentEndpoints();
  const provider = strategy.client.declaration;
  if (issuer === undefined || parameters.iss === issuer) return undefined;
  if (parameters.iss !== undefined) return failure('issuer_mismatch', { provider }, 403);
  return issuerIsSent ? failure('issuer_missing', { provider }, 403) : undefined;
}

function checkError({ strategy, parameters }: VerifiedLogin): Outcome | undefined {
  const { error: code, error_description: description, error_uri: uri } = parameters;
  if (code === undefined) return undefined;
  return authorizationRefusal({ code, description, uri }, strategy.client.declaration);
}

function checkCode({ strategy, parameters }: VerifiedLogin): Outcome | undefined {
  if (parameters.code !== undefined) return undefined;
  return failure('callback_incomplete', { provider: strategy.client.declaration }, 400);
}

/** A store that lost the verifier must not turn off PKCE or the check of the nonce. */
function checkVerifier({ strategy, verifier }: VerifiedLogin, wantsIdToken: boolean): void {
  if (verifier === undefined && (strategy._pkceMethod || wantsIdToken)) {
    throw new ProviderError('verifier_missing', { provider: strategy.client.declaration });
  }
}

function exchange({
  strategy,
  options,
  parameters,
  meta,
  verifier,
  scope,
}: VerifiedLogin): Promise<ExchangedCode> {
  const { tokenRequest } = strategy.client.declaration;
  return exchangeCode(strategy, options, {
    code: parameters.code ?? '',
    callbackURL: meta.callbackURL,
    codeVerifier: strategy._pkceMethod ? verifier : undefined,
    state: tokenRequest?.forwardState ? parameters.state : undefined,
    requestedScope: scopeList(strategy, scope),
  });
}

function verifyIdToken(
  { strategy, parameters, verifier }: VerifiedLogin,
  tokens: TokenSet,
): Promise<IdTokenClaims> {
  const nonce = nonceOf(verifier ?? '');
  return strategy.client.verifyIdToken(tokens, { grant: 'login', nonce, code: parameters.code });
}

/** A store's refusal. A store of passport-oauth2 gives no reason, or only a message. */
function stateRefusal(challenge: unknown, provider: ErrorContext['provider']): Outcome {
  const rejected = failure('state_rejected', { provider }, 403) as Extract<Outcome, { kind: 'fail' }>;
  const given = typeof challenge === 'string' ? { message: challenge } : challenge;
  return {
    ...rejected,
    challenge: { ...(rejected.challenge as object), ...(given as object | undefined) },
  };
}
