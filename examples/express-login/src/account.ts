import type { Request } from 'express';
import type { IdTokenClaims, ProviderProfile, TokenSet } from 'passport-oauth2-base';
import type { ServiceName } from './services';

/** What the session keeps of a token set. It stays on the server: no page shows a token. */
export interface StoredTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly tokenType: string;
  readonly scope: readonly string[];
  /** Milliseconds since 1970. Missing where the service does not say. */
  readonly expiresAt?: number | undefined;
}

/** Who is signed in, and by which service. */
export interface Account {
  readonly service: ServiceName;
  /** The user's id at the service; of an OpenID provider, the verified `sub` of the id_token. */
  readonly subject: string;
  readonly profile: ProviderProfile;
  readonly tokens: StoredTokens;
  /** Of the id_token: an id_token that comes with refreshed tokens must be of the same user. */
  readonly claims?: IdTokenClaims | undefined;
  /** What was asked for and not granted. */
  readonly missingScope?: readonly string[] | undefined;
}

/** What a session belongs to. Subjects are the service's own: two services may have the same. */
export function keyOf({ service, subject }: Account): string {
  return `${service} ${subject}`;
}

/** What people call whoever is signed in. */
export function nameOf({ profile, subject }: Account): string {
  return profile.displayName ?? profile.username ?? subject;
}

/** Something to say on the next page. */
export interface Notice {
  readonly kind: 'refreshed' | 'signed-out' | 'sign-in-first' | 'not-granted' | 'webhook-sent' | 'subscribed';
  readonly text: string;
}

declare module 'express-session' {
  interface SessionData {
    account: Account;
    csrfToken: string;
    notice?: Notice | undefined;
  }
}

/** The account of the person who sends this request. */
export function accountOf(req: Request): Account | undefined {
  return req.isAuthenticated() ? req.session.account : undefined;
}

/** The notice of the previous request, once. */
export function takeNotice(req: Request): Notice | undefined {
  const { notice } = req.session;
  delete req.session.notice;
  return notice;
}

/**
 * What to keep of a token response.
 *
 * @param before - the tokens that are replaced: a refresh answers only what has changed
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
