/**
 * The base of a family of Passport strategies: passport-oauth2, with everything switched on that it leaves to luck.
 *
 * @module
 */
export { defineProvider } from './declaration';
export type {
  ClientAuthentication,
  OptionValues,
  ProfileDeclaration,
  ProfileFields,
  ProviderDeclaration,
  ProviderEndpoints,
  ProviderProfile,
} from './declaration';
export type { ErrorReason, Fault } from './errors/catalogue';
export { ProviderError } from './errors/provider-error';
export type { EndpointName, ErrorDetails } from './errors/provider-error';
export type { JsonObject, JsonTree } from './lib/json';
export type {
  AnyVerifyFunction,
  Login,
  Verify,
  VerifyDone,
  VerifyFunction,
  VerifyFunctionWithParams,
  VerifyFunctionWithRequest,
  VerifyFunctionWithRequestAndParams,
} from './login/verify';
export type { IdTokenClaims, OpenIDClientFactory } from './oidc/types';
export type {
  OpenIDOptions,
  ProviderClientOptions,
  ProviderStateOptions,
  ProviderStrategyOptions,
} from './options/options';
export type { AuthenticateOptions, LoginRequest, StateStore, StoreMeta } from './passport-oauth2';
export { startGuard } from './login/start-guard';
export { cookieStore } from './state/cookie-store';
export type { CookieStoreOptions } from './state/cookie-store';
export type { CookieResponse, FastifyReply, NodeResponse } from './state/login-cookies';
export { sessionStore } from './state/session-store';
export type { SessionStoreOptions } from './state/session-store';
export { ProviderStrategy } from './strategy';
export { strategyClass } from './strategy-class';
export type { StrategyClass, WithRequest } from './strategy-class';
export type { ApiResponse } from './api/call';
export type { AccessToken, ApiCall, ApiCallOptions, ApiCredential, ApiMethod } from './api/request';
export { ProviderClient } from './client';
export type { ExchangeParameters, RefreshOptions } from './token/grant-parameters';
export type { ClientEndpoints } from './endpoints';
export type { Introspection } from './token/introspection';
export type { Fetch, FetchResponse } from './http/messages';
export type { TokenSet } from './token/token-set';
export type { ProfileEmail, UserObject } from './profile/user-object';
