import type { ProviderClient } from './client';
import type { ProfileFields, ProviderDeclaration } from './declaration';
import type { AnyVerifyFunction, Verify } from './login/verify';
import type { ProviderStrategyOptions } from './options/options';
import type { AnyStateStore } from './passport-oauth2';
import { pkceMethod } from './pkce';
import { sessionStore } from './state/session-store';

/** The options of passport-oauth2's constructor, with safe defaults: PKCE, state, and a session key of this client. */
export function superOptions(
  { declaration, endpoints, provider, clientID }: ProviderClient<ProfileFields>,
  options: ProviderStrategyOptions,
): object {
  const method = pkceMethod(declaration, options);
  const sessionKey = options.sessionKey ?? `oauth2:${provider}:${clientID}`;
  const scope = options.scope ?? declaration.scope;
  const store = options.state === false ? undefined : storeFor(declaration, options, method, sessionKey);
  return {
    clientID,
    clientSecret: options.clientSecret,
    // passport-oauth2 needs one, even if no user is sent to the service.
    authorizationURL: endpoints.authorization ?? endpoints.token,
    tokenURL: endpoints.token,
    callbackURL: options.callbackURL,
    scope: typeof scope === 'object' ? [...scope] : scope,
    scopeSeparator: options.scopeSeparator ?? declaration.scopeSeparator,
    customHeaders: { ...options.customHeaders },
    sessionKey,
    ...(store ? { state: true, store } : {}),
    pkce: method,
    proxy: options.proxy,
    passReqToCallback: options.passReqToCallback,
    skipUserProfile: options.skipUserProfile,
  };
}

/** @throws TypeError unless there is exactly one verify function */
export function checkVerify(
  { title }: Pick<ProviderDeclaration, 'title'>,
  options: { readonly verify?: Verify | undefined },
  verify: AnyVerifyFunction | undefined,
): void {
  if (typeof (verify ?? options.verify) !== 'function') {
    throw new TypeError(
      `${title}: a verify function is missing. Give it as the second argument or as the option \`verify\`.`,
    );
  }
  if (verify !== undefined && options.verify !== undefined) {
    throw new TypeError(
      `${title}: there are two verify functions. Give the second argument or the option \`verify\`, not both.`,
    );
  }
}

/** The store that keeps pending logins: ours, or the application's if it can keep what a login needs. */
function storeFor(
  declaration: Pick<ProviderDeclaration, 'title' | 'openid'>,
  { store }: ProviderStrategyOptions,
  method: 'S256' | false,
  key: string,
): AnyStateStore {
  if (typeof store !== 'object' || store === null) return sessionStore({ key });
  if (typeof store.store !== 'function' || typeof store.verify !== 'function') {
    throw new TypeError(`${declaration.title}: \`store\` must have the methods \`store\` and \`verify\`.`);
  }
  if ((method || declaration.openid) && store.store.length !== 5) {
    throw new TypeError(
      `${declaration.title}: \`store\` cannot keep the PKCE verifier, because its \`store\` method takes ${store.store.length} arguments. passport-oauth2 calls (req, verifier, state, meta, callback) under PKCE: take five, or leave \`store\` out.`,
    );
  }
  return store;
}
