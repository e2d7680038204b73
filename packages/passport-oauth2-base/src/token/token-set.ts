import { defineInspect } from '../lib/inspect';
import type { JsonObject } from '../lib/json';

/**
 * What a service answered to a token request (RFC 6749 §5.1).
 *
 * `util.inspect` and `console.log` show no token. `JSON.stringify` keeps everything, because that is how sessions
 * and stores persist.
 */
export class TokenSet {
  readonly accessToken: string;
  /** Missing where the service issues none. */
  declare readonly refreshToken?: string;
  declare readonly idToken?: string;
  /** Always usable as a bearer token; the service's own spelling. */
  readonly tokenType: string;
  /** What was granted. After a login, where the service does not say: what was asked for (RFC 6749 §5.1). */
  readonly scope: readonly string[];
  /** Missing where the service does not say: then nothing is known about the lifetime. */
  declare readonly expiresAt?: Date;
  /** The token response as it came, with the service's own members. */
  readonly raw: JsonObject;

  /** @internal */
  constructor(members: {
    accessToken: string;
    refreshToken: string | undefined;
    idToken: string | undefined;
    tokenType: string;
    scope: readonly string[];
    expiresAt: Date | undefined;
    raw: JsonObject;
  }) {
    this.accessToken = members.accessToken;
    if (members.refreshToken !== undefined) this.refreshToken = members.refreshToken;
    if (members.idToken !== undefined) this.idToken = members.idToken;
    this.tokenType = members.tokenType;
    this.scope = members.scope;
    if (members.expiresAt !== undefined) this.expiresAt = members.expiresAt;
    this.raw = members.raw;
  }
}

defineInspect(TokenSet, ({ refreshToken, idToken, tokenType, scope, expiresAt }) => {
  const hidden = '[redacted]';
  return {
    accessToken: hidden,
    ...(refreshToken === undefined ? {} : { refreshToken: hidden }),
    ...(idToken === undefined ? {} : { idToken: hidden }),
    tokenType,
    scope,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
});
