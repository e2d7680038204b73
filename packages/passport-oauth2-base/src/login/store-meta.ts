import type { AuthenticateOptions, LoginRequest, StoreMeta } from '../passport-oauth2';
import type { LoginStrategy } from './login-strategy';
import { callbackURLOf } from './redirect-uri';

/** What the store is told about a login. It must be the same at its start and at its callback. */
export function storeMeta(
  strategy: LoginStrategy,
  req: LoginRequest,
  options: AuthenticateOptions,
): StoreMeta {
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

/** Adds a fixed handle. Without one nothing is added: a store of passport-oauth2 does not know handles. */
export function withHandle(meta: StoreMeta, handle: string | undefined): StoreMeta {
  return handle === undefined ? meta : { ...meta, handle };
}

/**
 * The handle of a login whose `state` the service replaces. A browser has at most one such login. No callback can
 * name this handle: another strategy may share the client, and it would finish the login without checking a nonce.
 */
const providerStateHandle = 'state-of-the-provider';

/** The handle that a login is kept under instead of a random one, if any. */
export function fixedHandle(strategy: LoginStrategy, state: unknown): string | undefined {
  if (strategy._acceptsProviderState) return providerStateHandle;
  const isCallers =
    strategy._callerManagesState && typeof state === 'string' && state !== providerStateHandle;
  return isCallers ? state : undefined;
}

/** The handle that the `state` of a callback names. The store says why there is no such login. */
export function lookupHandle(state: string | undefined): string | undefined {
  return state === providerStateHandle ? `no ${state}` : state;
}
