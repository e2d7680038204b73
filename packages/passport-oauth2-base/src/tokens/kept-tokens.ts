import { asObject, asText, parseJson, type JsonObject } from '../lib/json';
import { TokenSet } from '../token/token-set';
import type { RefusalReason, StoredTokens } from './store';

/** The claims of an id_token that a later refresh or logout needs (OpenID Connect Core 12.2, Back-Channel Logout). */
const keptClaims = ['iss', 'sub', 'aud', 'azp', 'auth_time', 'nonce', 'sid'] as const;

/** The tokens of one user with what belongs to them. */
export interface KeptTokens {
  readonly tokens: TokenSet;
  readonly claims: JsonObject | undefined;
  /** When the service issued the tokens, in milliseconds since 1970. */
  readonly obtainedAt: number;
  /** False while the id_token that came with a refresh is not verified yet: until then no token is given out. */
  readonly checked: boolean;
  /** When the refresh token ends, in milliseconds since 1970, if the service says so. */
  readonly refreshExpiresAt?: number | undefined;
}

/** Kept tokens with the revision under which they are stored. */
export interface KeptRecord extends KeptTokens {
  readonly revision: string;
  readonly refused: RefusalReason | undefined;
}

/** The claims that are kept, of all claims of an id_token. */
function claimsToKeep(claims: Readonly<Record<string, unknown>> | undefined): JsonObject | undefined {
  if (!claims) return undefined;
  return Object.fromEntries(keptClaims.flatMap((name) => (name in claims ? [[name, claims[name]]] : [])));
}

/** Tokens of a login, whose id_token the login has verified. */
export function keptAfterLogin(
  tokens: TokenSet,
  claims: Readonly<Record<string, unknown>> | undefined,
): KeptTokens {
  return {
    ...{ tokens, claims: claimsToKeep(claims), checked: true },
    ...{ obtainedAt: Date.now(), refreshExpiresAt: refreshEndOf(tokens) },
  };
}

/** Some services say how long a refresh token lives, in a member of their own. */
function refreshEndOf({ raw }: TokenSet): number | undefined {
  const seconds = raw['refresh_token_expires_in'];
  const isKnown = typeof seconds === 'number' && seconds > 0 && seconds < 1e9;
  return isKnown ? Date.now() + seconds * 1000 : undefined;
}

/** Tokens after a refresh: an id_token and claims that the service did not send again are carried over. */
export function refreshed(before: KeptTokens, tokens: TokenSet): KeptTokens {
  const { idToken = before.tokens.idToken } = tokens;
  return {
    tokens: new TokenSet({ ...membersOf(tokens), idToken }),
    claims: before.claims,
    obtainedAt: Date.now(),
    checked: tokens.idToken === undefined,
    refreshExpiresAt: refreshEndOf(tokens),
  };
}

/** Writes kept tokens as text. The rest of the token response is left out: it may hold data of the user. */
export function serialize({ tokens, ...others }: KeptTokens): string {
  const { accessToken, refreshToken, idToken, tokenType, scope, expiresAt } = tokens;
  const end = expiresAt?.getTime();
  const members = { accessToken, refreshToken, idToken, tokenType, scope, expiresAt: end };
  const { claims, obtainedAt, checked, refreshExpiresAt } = others;
  return JSON.stringify({ ...members, claims, obtainedAt, checked, refreshExpiresAt });
}

/** Reads stored tokens back, or gives nothing if they are not readable. */
export function deserialize({ value, revision, refused }: StoredTokens): KeptRecord | undefined {
  let stored: JsonObject | undefined;
  try {
    stored = asObject(parseJson(value));
  } catch {
    return undefined;
  }
  const accessToken = asText(stored?.['accessToken']);
  if (!stored || accessToken === undefined) return undefined;
  const { expiresAt, obtainedAt, refreshExpiresAt, scope } = stored;
  const tokens = new TokenSet({
    accessToken,
    refreshToken: asText(stored['refreshToken']),
    idToken: asText(stored['idToken']),
    tokenType: asText(stored['tokenType']) ?? 'Bearer',
    scope: Array.isArray(scope) ? scope.map(String) : [],
    expiresAt: typeof expiresAt === 'number' ? new Date(expiresAt) : undefined,
    raw: {},
  });
  return {
    ...{ tokens, revision, refused, claims: asObject(stored['claims']) },
    obtainedAt: typeof obtainedAt === 'number' ? obtainedAt : 0,
    checked: stored['checked'] !== false,
    refreshExpiresAt: typeof refreshExpiresAt === 'number' ? refreshExpiresAt : undefined,
  };
}

/**
 * Whether an access token lives for at least so many more milliseconds. A token without a known end does. A token
 * whose whole life is short only needs half of it.
 */
export function livesFor({ tokens, obtainedAt }: KeptTokens, minimumLifetime: number): boolean {
  const end = tokens.expiresAt?.getTime();
  if (end === undefined) return true;
  return end - Date.now() > Math.min(minimumLifetime, (end - obtainedAt) / 2);
}

function membersOf(tokens: TokenSet): ConstructorParameters<typeof TokenSet>[0] {
  const { accessToken, refreshToken, idToken, tokenType, scope, expiresAt } = tokens;
  return { accessToken, refreshToken, idToken, tokenType, scope, expiresAt, raw: {} };
}
