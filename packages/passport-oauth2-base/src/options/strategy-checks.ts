import { isAbsolute, urlProblem } from '../lib/url';
import { pkceMethod } from '../pkce';
import type { Declaration } from './names';
import type { ProviderStateOptions, ProviderStrategyOptions } from './options';

type StrategyOptions = ProviderStrategyOptions & ProviderStateOptions;

/** Why the options are refused, or nothing. */
type Check = (declaration: Declaration, options: StrategyOptions) => string | undefined;

/** From what a strategy needs to what contradicts itself: the first refusal is the one to fix first. */
const checks: readonly Check[] = [
  checkAuthorizationURL,
  checkCallbackURL,
  checkPkceValue,
  checkPkceSupport,
  checkScope,
  checkOpenIDScope,
  checkStateForIdToken,
  checkStateForPkce,
  checkCallerManagedState,
  checkProviderState,
  checkStateAndStore,
  checkStateValue,
];

/**
 * Checks what a strategy needs beyond its client.
 *
 * @throws TypeError that names the option and the fix
 */
export function checkStrategyOptions(declaration: Declaration, options: ProviderStrategyOptions): void {
  if (declaration.grant === 'client_credentials') return;
  for (const check of checks) {
    const refusalReason = check(declaration, options);
    if (refusalReason !== undefined) throw new TypeError(`${declaration.title}: ${refusalReason}`);
  }
}

function checkAuthorizationURL(
  { endpoints }: Declaration,
  { authorizationURL }: StrategyOptions,
): string | undefined {
  if (authorizationURL !== undefined || endpoints.authorization !== undefined) return undefined;
  return '`authorizationURL` is missing. Set it to the URL where users sign in: the service documents none.';
}

function checkCallbackURL(_declaration: Declaration, { callbackURL }: StrategyOptions): string | undefined {
  if (typeof callbackURL !== 'string' || callbackURL === '') {
    return '`callbackURL` is missing. Set it to the URL that the service sends users back to. authenticate(name, { callbackURL }) may replace it for one request.';
  }
  const problem = isAbsolute(callbackURL) ? urlProblem(callbackURL) : undefined;
  if (problem !== undefined) return `\`callbackURL\` ${problem}.`;
  return callbackURL.includes('#')
    ? '`callbackURL` has a fragment, which OAuth forbids (RFC 6749 §3.1.2).'
    : undefined;
}

function checkPkceValue(_declaration: Declaration, options: StrategyOptions): string | undefined {
  const pkce: unknown = options.pkce;
  if (pkce === undefined || typeof pkce === 'boolean' || pkce === 'S256') return undefined;
  return `\`pkce\` is ${JSON.stringify(pkce)}, but only S256 is safe (RFC 9700 §2.1.1). Remove the option.`;
}

function checkPkceSupport({ pkce: support }: Declaration, { pkce }: StrategyOptions): string | undefined {
  if (pkce === false && support === 'required') return 'the service requires PKCE. Remove `pkce: false`.';
  if (pkce && support === 'unsupported') return 'the service does not support PKCE. Remove `pkce`.';
  return undefined;
}

function checkScope({ authorizationRequest }: Declaration, { scope }: StrategyOptions): string | undefined {
  if (scope === undefined || !authorizationRequest?.omit.includes('scope')) return undefined;
  return 'remove `scope`. The scope is fixed when the application is registered, and a login cannot change it.';
}

function checkOpenIDScope(declaration: Declaration, options: StrategyOptions): string | undefined {
  if (!declaration.openid?.required || options.scope === undefined || asksForOpenID(declaration, options))
    return undefined;
  return 'add `openid` to `scope`. The service identifies users by an id_token.';
}

function checkStateForIdToken({ openid }: Declaration, { state }: StrategyOptions): string | undefined {
  if (state !== false || !openid) return undefined;
  return 'remove `state: false`. Without state there is no place for the nonce that the id_token is checked with.';
}

function checkStateForPkce(declaration: Declaration, options: StrategyOptions): string | undefined {
  if (options.state !== false || !pkceMethod(declaration, options)) return undefined;
  const reason = '`state: false` leaves no place for the PKCE verifier';
  return declaration.pkce === 'required'
    ? `${reason}, and the service requires PKCE. Remove \`state: false\`.`
    : `${reason}. Remove it, or add \`pkce: false\` and lose the protection against injected codes as well.`;
}

function checkCallerManagedState(declaration: Declaration, options: StrategyOptions): string | undefined {
  if (!options.dangerouslyCallerManagedState) return undefined;
  if (!pkceMethod(declaration, options) && !declaration.openid) {
    return '`dangerouslyCallerManagedState` needs PKCE or an id_token to bind the code to the browser, and there is neither.';
  }
  if (typeof options.store === 'object' || options.state === false) {
    return '`dangerouslyCallerManagedState` keeps the PKCE verifier in the session. Remove `store` and `state`.';
  }
  return undefined;
}

/** Without the check of `state`, only a nonce is left to bind a login to its browser. */
function checkProviderState(declaration: Declaration, options: StrategyOptions): string | undefined {
  if (!options.dangerouslyAcceptProviderState) return undefined;
  const scope = options.scope ?? declaration.scope;
  if (!asksForOpenID(declaration, { ...options, scope })) {
    return '`dangerouslyAcceptProviderState` leaves only the nonce of an id_token to bind a login to its browser. Add `openid` to `scope`.';
  }
  if (options.dangerouslyCallerManagedState || options.state === false) {
    return '`dangerouslyAcceptProviderState` contradicts `dangerouslyCallerManagedState` and `state: false`.';
  }
  if (typeof options.store === 'object' && !('findsByProvider' in options.store)) {
    return '`dangerouslyAcceptProviderState` needs a store that finds a login without its `state`: the session (remove `store`) or cookieStore().';
  }
  return undefined;
}

function checkStateAndStore(
  _declaration: Declaration,
  { state, store }: StrategyOptions,
): string | undefined {
  return state === false && store ? '`state: false` contradicts `store`. Remove one of them.' : undefined;
}

function checkStateValue(_declaration: Declaration, options: StrategyOptions): string | undefined {
  const state: unknown = options.state;
  if (state === undefined || typeof state === 'boolean') return undefined;
  return "`state` must be a boolean here. The application's own state goes to authenticate(name, { state }).";
}

function asksForOpenID(
  declaration: Declaration,
  { scope, scopeSeparator = declaration.scopeSeparator ?? ' ' }: StrategyOptions,
): boolean {
  return (typeof scope === 'string' ? scope.split(scopeSeparator) : (scope ?? [])).includes('openid');
}
