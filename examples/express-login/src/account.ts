import type { Request } from 'express';
import type { IdTokenClaims, ProviderProfile, TokenSet } from 'passport-oauth2-base';
import type { ServiceName } from './service-name';

/** The part of a token set that the session keeps. It stays on the server: no page shows a token. */
export interface StoredTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly tokenType: string;
  readonly scope: readonly string[];
  /** Milliseconds since 1970. Missing where the service does not say. */
  readonly expiresAt?: number | undefined;
}

/** A signed-in person, and the service of the sign-in. */
export interface Account {
  readonly service: ServiceName;
  /** The user's id at the service. For an OpenID provider: the verified `sub` of the id_token. */
  readonly subject: string;
  readonly profile: ProviderProfile;
  readonly tokens: StoredTokens;
  /** The claims of the id_token. An id_token that comes with refreshed tokens must be of the same user. */
  readonly claims?: IdTokenClaims | undefined;
  /** Scopes that were requested and not granted. */
  readonly missingScope?: readonly string[] | undefined;
}

/** The key of an account. Two services may use the same subject, so the service is part of it. */
export function keyOf({ service, subject }: Account): string {
  return `${service} ${subject}`;
}

/** The name to show for an account. */
export function nameOf({ profile, subject }: Account): string {
  return profile.displayName ?? profile.username ?? subject;
}

/** A message for the next page. Its first sentence becomes part of the page's title. */
export interface Notice {
  readonly kind:
    | 'refreshed'
    | 'signed-out'
    | 'sign-in-first'
    | 'not-granted'
    | 'webhook-sent'
    | 'subscribed'
    | 'form-refused';
  readonly text: string;
}

declare module 'express-session' {
  interface SessionData {
    account: Account;
    csrfToken: string;
    notice?: Notice | undefined;
  }
}

/** The account of the person who sent this request. */
export function accountOf(req: Request): Account | undefined {
  return req.isAuthenticated() ? req.session.account : undefined;
}

/** The notice that the previous request left. It is shown once. */
export function takeNotice(req: Request): Notice | undefined {
  const { notice } = req.session;
  delete req.session.notice;
  return notice;
}

/**
 * The part of a token response that the session keeps.
 *
 * @param before - the replaced tokens. A refresh returns only what has changed
 */
export function storedTokens(tokens: TokenSet, before?: StoredTokens): StoredTokens {
  return {
    accessToken: tokens.accessToken,
    refreshToken: tokens.refreshToken ?? before?.refreshToken,
    tokenType: tokens.tokenType,
    scope: tokens.scope.length > 0 ? tokens.scope : (before?.scope ?? []),
    expiresAt: tokens.expiresAt?.getTime(),
  };
}
