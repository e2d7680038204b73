import { type Clock } from './clock';
import { type EmulatedUser, type RefreshReuse, type RegisteredClient } from '../emulated-provider';
import { keepLastEntry } from '../http/keep-last';
import { invalidGrant, invalidToken } from '../http/refusal';

/** What one user allowed one application. */
export interface Grant<User extends EmulatedUser = EmulatedUser> {
  readonly client: RegisteredClient;
  readonly user: User;
  readonly scope: readonly string[];
  /** The stores that the user chose, if the consent page offers stores. */
  readonly stores: readonly string[];
  revoked: boolean;
}

export interface AuthorizationCode<User extends EmulatedUser = EmulatedUser> {
  readonly grant: Grant<User>;
  readonly redirectURI: string;
  readonly challenge: string | undefined;
  readonly challengeMethod?: string | undefined;
  readonly nonce?: string | undefined;
  /** The state that the token request must repeat, if the service demands it. */
  readonly state: string | undefined;
  /** The state of the authorization request. The callback may have got another one. */
  readonly requestState: string | undefined;
  readonly expiresAt: number;
  used: boolean;
}

export interface IssuedToken<User extends EmulatedUser = EmulatedUser> {
  readonly grant: Grant<User>;
  readonly expiresAt: number;
  /** True for a rotated refresh token and for a revoked access token. */
  used: boolean;
}

/** The codes and tokens of one service: the last 10,000 of each kind. */
export class GrantBook<User extends EmulatedUser> {
  readonly #clock: Clock;
  readonly #refreshReuse: () => RefreshReuse;
  readonly #codes = new Map<string, AuthorizationCode<User>>();
  readonly #accessTokens = new Map<string, IssuedToken<User>>();
  readonly #refreshTokens = new Map<string, IssuedToken<User>>();
  readonly #grants = new Map<Grant<User>, true>();

  /** `refreshReuse` is read at each refresh. */
  constructor(clock: Clock, refreshReuse: () => RefreshReuse) {
    this.#clock = clock;
    this.#refreshReuse = refreshReuse;
  }

  addCode(value: string, code: Omit<AuthorizationCode<User>, 'used' | 'expiresAt'>, seconds: number): void {
    keepLastEntry(this.#grants, code.grant, true);
    keepLastEntry(this.#codes, value, { ...code, expiresAt: this.#expiry(seconds), used: false });
  }

  /** A code in any condition, for a service with its own order of checks. */
  lookUpCode(value: string): AuthorizationCode<User> | undefined {
    return this.#codes.get(value);
  }

  /** A refresh token in any condition, for a service with its own order of checks. */
  lookUpRefreshToken(value: string): IssuedToken<User> | undefined {
    return this.#refreshTokens.get(value);
  }

  lookUpAccessToken(value: string): IssuedToken<User> | undefined {
    return this.#accessTokens.get(value);
  }

  isOver({ expiresAt }: { readonly expiresAt: number }): boolean {
    return this.#clock.now() >= expiresAt;
  }

  /** The code, if `client` may exchange it. {@link useCode} then uses it up. */
  findCode(value: string, client: RegisteredClient): AuthorizationCode<User> {
    const code = this.#codes.get(value);
    if (!code) throw invalidGrant('unknown_code', 'The code is unknown');
    if (code.grant.client !== client) {
      throw invalidGrant('code_of_another_client', 'The code was issued to another client');
    }
    if (code.used) throw invalidGrant('code_used', 'The code was used before');
    if (this.isOver(code)) throw invalidGrant('code_expired', 'The code has expired');
    if (code.grant.revoked) throw invalidGrant('grant_revoked', 'The user has revoked the access');
    return code;
  }

  useCode(code: AuthorizationCode<User>): Grant<User> {
    code.used = true;
    return code.grant;
  }

  addAccessToken(value: string, grant: Grant<User>, seconds: number): void {
    keepLastEntry(this.#accessTokens, value, { grant, expiresAt: this.#expiry(seconds), used: false });
  }

  findAccessToken(value: string): Grant<User> {
    const token = this.#accessTokens.get(value);
    if (!token) throw invalidToken('unknown_token', 'The access token is unknown');
    if (this.isOver(token)) {
      throw invalidToken('token_expired', 'The access token has expired');
    }
    if (token.used) throw invalidToken('token_revoked', 'The access token was revoked');
    if (token.grant.revoked) throw invalidToken('grant_revoked', 'The user has revoked the access');
    return token.grant;
  }

  /** Revokes an access token alone, or a refresh token with its whole grant (RFC 7009, section 2.1). */
  revokeToken(value: string, client: RegisteredClient): void {
    const refreshToken = this.#refreshTokens.get(value);
    const token = refreshToken ?? this.#accessTokens.get(value);
    if (token && token.grant.client !== client) {
      throw invalidGrant('token_of_another_client', 'The token was issued to another client');
    }
    if (refreshToken) refreshToken.grant.revoked = true;
    else if (token) token.used = true;
  }

  addRefreshToken(value: string, grant: Grant<User>, seconds: number): void {
    keepLastEntry(this.#refreshTokens, value, { grant, expiresAt: this.#expiry(seconds), used: false });
  }

  /** The grant of a refresh token. `rotate` uses the token up. */
  takeRefreshToken(value: string, client: RegisteredClient, rotate: boolean): Grant<User> {
    const token = this.#refreshTokens.get(value);
    if (!token) throw invalidGrant('unknown_refresh_token', 'The refresh token is unknown');
    if (token.grant.client !== client) {
      throw invalidGrant('refresh_token_of_another_client', 'The refresh token belongs to another client');
    }
    if (this.refusesReuse(token)) {
      throw invalidGrant('refresh_token_used', 'The refresh token was rotated before');
    }
    if (this.isOver(token)) {
      throw invalidGrant('refresh_token_expired', 'The refresh token has expired');
    }
    if (token.grant.revoked) throw invalidGrant('grant_revoked', 'The user has revoked the access');
    if (rotate) token.used = true;
    return token.grant;
  }

  /** Whether this refresh token was rotated and must be refused. Also revokes its grant, if the switch says so. */
  refusesReuse(token: IssuedToken<User>): boolean {
    const reuse = this.#refreshReuse();
    if (!token.used || reuse === 'grace') return false;
    if (reuse === 'revoke_family') token.grant.revoked = true;
    return true;
  }

  /** Revokes every grant of `user`, or of all users. Returns how many were live. */
  revoke(user: User | undefined): number {
    const live = [...this.#grants.keys()].filter(
      (grant) => !grant.revoked && (user === undefined || grant.user === user),
    );
    for (const grant of live) grant.revoked = true;
    return live.length;
  }

  #expiry(seconds: number): number {
    return this.#clock.now() + seconds * 1000;
  }
}
