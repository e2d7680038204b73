import type { ProviderDeclaration } from '../declaration';
import { checkNames, type Declaration } from './names';
import type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
} from './options';
import { checkURL, isAbsolute } from '../lib/url';
import { pkceMethod } from '../pkce';

/**
 * Checks what every client needs. A client takes the options of a strategy as well, so that both can share one object.
 *
 * @throws TypeError that names the option and the fix
 */
export function checkClientOptions(declaration: Declaration, options: ProviderClientOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`${declaration.title}: options are missing. Give at least \`clientID\`.`);
  }
  checkNames(declaration, options);
  const environment = declaration.environment ?? declaration.name.toUpperCase();
  if (typeof options.clientID !== 'string' || options.clientID === '') {
    throw new TypeError(
      `${declaration.title}: \`clientID\` must be the application's client id (is ${environment}_CLIENT_ID set?). See ${declaration.documentation}`,
    );
  }
  if (declaration.clientAuthentication === 'none') {
    if (options.clientSecret) {
      throw new TypeError(
        `${declaration.title} has public clients only: remove \`clientSecret\`. It would never be sent.`,
      );
    }
  } else if (typeof options.clientSecret !== 'string' || options.clientSecret === '') {
    throw new TypeError(
      `${declaration.title}: \`clientSecret\` must be the application's client secret (is ${environment}_CLIENT_SECRET set?). See ${declaration.documentation}`,
    );
  }
  for (const [option, value] of Object.entries({
    clientID: options.clientID,
    clientSecret: options.clientSecret,
    ...options.customHeaders,
  })) {
    if (/[\r\n\0]/.test(value ?? '')) {
      throw new TypeError(
        `${declaration.title}: \`${option}\` has a line end in it. Was it copied with one?`,
      );
    }
  }
  checkPositive(declaration, 'timeout', options.timeout, 'milliseconds');
  checkPositive(declaration, 'maxResponseBytes', options.maxResponseBytes, 'bytes');
  const { maxAge } = options as OpenIDOptions;
  if (maxAge !== 0) checkPositive(declaration, 'maxAge', maxAge, 'seconds');
  const { idTokenSharedSecret: shared } = options as OpenIDOptions;
  if (shared !== undefined && (typeof shared !== 'string' || shared === '')) {
    throw new TypeError(
      `${declaration.title}: \`idTokenSharedSecret\` must be text that is not empty. Leave it out where the server is not your own.`,
    );
  }
  if (options.fetch !== undefined && typeof options.fetch !== 'function') {
    throw new TypeError(`${declaration.title}: \`fetch\` must be a function.`);
  }
}

/**
 * Checks what a strategy needs beyond its client.
 *
 * @throws TypeError that names the option and the fix
 */
export function checkStrategyOptions(declaration: Declaration, options: ProviderStrategyOptions): void {
  const { title } = declaration;
  if (declaration.grant === 'client_credentials') return;
  if (options.authorizationURL === undefined && declaration.endpoints.authorization === undefined) {
    throw new TypeError(
      `${title}: \`authorizationURL\` must be the address that users are sent to: the service documents none.`,
    );
  }
  if (typeof options.callbackURL !== 'string' || options.callbackURL === '') {
    throw new TypeError(
      `${title}: \`callbackURL\` must be the address that the service sends users back to. authenticate(name, { callbackURL }) may replace it for one request.`,
    );
  }
  if (isAbsolute(options.callbackURL)) checkURL(title, 'callbackURL', options.callbackURL);
  if (options.callbackURL.includes('#')) {
    throw new TypeError(`${title}: \`callbackURL\` has a fragment, which OAuth forbids (RFC 6749 §3.1.2).`);
  }
  const pkce: unknown = options.pkce;
  if (pkce !== undefined && typeof pkce !== 'boolean' && pkce !== 'S256') {
    throw new TypeError(
      `${title}: \`pkce\` is ${JSON.stringify(pkce)}, but only S256 is safe (RFC 9700 §2.1.1): leave the option out.`,
    );
  }
  if (pkce === false && declaration.pkce === 'required') {
    throw new TypeError(`${title} demands PKCE: remove \`pkce: false\`.`);
  }
  if (pkce && declaration.pkce === 'unsupported') {
    throw new TypeError(`${title} does not know PKCE: remove \`pkce\`.`);
  }
  if (options.scope !== undefined && declaration.authorizationRequest?.omit.includes('scope')) {
    throw new TypeError(
      `${title} takes no scope from a login, it is fixed where the application is registered: remove \`scope\`.`,
    );
  }
  if (declaration.openid?.required && options.scope !== undefined && !asksForOpenID(declaration, options)) {
    throw new TypeError(`${title} identifies users by an id_token: add \`openid\` to \`scope\`.`);
  }
  if (options.state === false && declaration.openid) {
    throw new TypeError(
      `${title}: \`state: false\` leaves nowhere to keep what the id_token is checked by: remove it.`,
    );
  }
  if (options.state === false && pkceMethod(declaration, options)) {
    throw new TypeError(
      `${title}: \`state: false\` leaves nowhere to keep the PKCE verifier` +
        (declaration.pkce === 'required'
          ? ', and the service demands PKCE: remove `state: false`.'
          : '. Remove it, or add `pkce: false` and lose the protection against injected codes as well.'),
    );
  }
  if (options.dangerouslyCallerManagedState) {
    if (!pkceMethod(declaration, options) && !declaration.openid) {
      throw new TypeError(
        `${title}: \`dangerouslyCallerManagedState\` needs PKCE or an id_token to bind the code to the browser, and there is neither.`,
      );
    }
    if (typeof options.store === 'object' || options.state === false) {
      throw new TypeError(
        `${title}: \`dangerouslyCallerManagedState\` keeps the PKCE verifier in the session: remove \`store\` and \`state\`.`,
      );
    }
  }
  checkProviderState(declaration, options);
  if (options.state === false && options.store) {
    throw new TypeError(`${title}: \`state: false\` contradicts \`store\`. Remove one of them.`);
  }
  const state: unknown = options.state;
  if (state !== undefined && typeof state !== 'boolean') {
    throw new TypeError(
      `${title}: \`state\` must be a boolean here. The application's own state goes to authenticate(name, { state }).`,
    );
  }
}

/** Without `state`, only a nonce is left to bind a login to its browser. */
function checkProviderState(
  declaration: Declaration,
  options: ProviderStrategyOptions & ProviderStateOptions,
): void {
  if (!options.dangerouslyAcceptProviderState) return;
  const option = `${declaration.title}: \`dangerouslyAcceptProviderState\``;
  const scope = options.scope ?? declaration.scope;
  if (!asksForOpenID(declaration, { ...options, scope })) {
    throw new TypeError(
      `${option} leaves only the nonce of an id_token to bind a login to its browser: add \`openid\` to \`scope\`.`,
    );
  }
  if (options.dangerouslyCallerManagedState || options.state === false) {
    throw new TypeError(`${option} contradicts \`dangerouslyCallerManagedState\` and \`state: false\`.`);
  }
  if (typeof options.store === 'object' && !('findsByProvider' in options.store)) {
    throw new TypeError(
      `${option} needs a store that finds a login without its \`state\`: the session (leave \`store\` out) or cookieStore().`,
    );
  }
}

function asksForOpenID(
  { scopeSeparator = ' ' }: Pick<ProviderDeclaration, 'scopeSeparator'>,
  {
    scope,
    scopeSeparator: separator = scopeSeparator,
  }: Pick<ProviderStrategyOptions, 'scope' | 'scopeSeparator'>,
): boolean {
  return (typeof scope === 'string' ? scope.split(separator) : (scope ?? [])).includes('openid');
}

function checkPositive(declaration: Declaration, option: string, value: unknown, unit: string): void {
  if (value === undefined || (typeof value === 'number' && value > 0 && Number.isFinite(value))) return;
  throw new TypeError(`${declaration.title}: \`${option}\` must be a positive number of ${unit}.`);
}
