import { ProviderError } from '../errors/provider-error';
import { randomText } from '../lib/digest';
import type { TokenSet } from '../token/token-set';
import { checkStore, GuardedStore } from './guarded-store';
import type {
  AccessTokenOptions,
  AnyClient,
  Revocation,
  SaveOptions,
  TokenKeeperOptions,
} from './keeper-options';
import {
  deserialize,
  keptAfterLogin,
  livesFor,
  serialize,
  type KeptRecord,
  type KeptTokens,
} from './kept-tokens';
import { refusalError, renew } from './renewal';
import { Renewals } from './renewals';
import { revokeTokens } from './revocation';
import type { TokenWrite } from './store';
import { within } from './waiting';

/** 90 days, in milliseconds. */
const defaultIdleLifetime = 90 * 24 * 3600 * 1000;
/** In seconds. */
const defaultMinimumLifetime = 60;
/** No deadline of a request is longer, in milliseconds: the lock of a refresh depends on it. */
const maxDeadline = 120_000;

/**
 * Keeps the tokens of users for months, in one process or in many: stores them, refreshes them once for all callers,
 * revokes them. `userId` is any text and stands for one grant: an application that lets one user sign in on two
 * devices puts the session into it.
 *
 * @example
 * const keeper = new TokenKeeper({ client: strategy.client, store: redisTokenStore(redis, { secret }) });
 * await keeper.save(user.id, tokens, { claims });            // in verify
 * const token = await keeper.accessToken(user.id);           // months later
 */
export class TokenKeeper<Client extends AnyClient = AnyClient> {
  /** The client that was given. */
  declare readonly client: Client;
  /**
   * The application's own token, one for all processes (RFC 6749 §4.4). `undefined` if the service has no client
   * credentials grant.
   *
   * @throws ProviderError as {@link TokenKeeper.accessToken}
   */
  declare readonly applicationToken: Client extends { applicationToken: () => Promise<TokenSet> }
    ? (options?: AccessTokenOptions) => Promise<string>
    : undefined;
  declare private readonly store: GuardedStore;
  private readonly idleLifetime: number;
  private readonly deadline: number;
  private readonly renewals = new Renewals();

  /** @throws TypeError for a store without the methods of a {@link TokenStore} */
  constructor({ client, store, idleLifetime, storeTimeout = 2_000 }: TokenKeeperOptions<Client>) {
    checkStore(store);
    this.deadline = Math.min(client.options.timeout ?? 10_000, maxDeadline);
    this.idleLifetime = idleLifetime ?? defaultIdleLifetime;
    const guarded = new GuardedStore(store, client.declaration, storeTimeout);
    // Not enumerable: printing the keeper must not print the client's secret or the store's.
    Object.defineProperty(this, 'client', { value: client });
    Object.defineProperty(this, 'store', { value: guarded });
    const application = (options?: AccessTokenOptions): Promise<string> =>
      this.tokenOf(this.keyOf(), options, () => client.tokenEndpoints.clientCredentials());
    Object.defineProperty(this, 'applicationToken', {
      value: client.applicationToken ? application : undefined,
    });
  }

  /**
   * Stores the tokens of a login, in place of earlier ones.
   *
   * @returns whether earlier tokens were replaced
   * @throws ProviderError `token_store_failed`
   */
  async save(
    userId: string,
    tokens: TokenSet,
    { claims, revokeReplaced = false }: SaveOptions = {},
  ): Promise<{ readonly replaced: boolean }> {
    const kept = keptAfterLogin(tokens, claims);
    const { replaced } = await this.store.write(this.userKey(userId), {
      ...{ value: serialize(kept), revision: randomText() },
      ...this.lifeOf(kept),
    });
    if (replaced === undefined) return { replaced: false };
    const before = deserialize({ value: replaced, revision: '' });
    if (revokeReplaced && before) await revokeTokens(this.client, before.tokens);
    return { replaced: true };
  }

  /**
   * Gives an access token of the user. Refreshes it if it lives too short; a token that still lives is given out if
   * the service is down.
   *
   * @throws ProviderError `signed_out` or `refresh_interrupted` if the user has to sign in again;
   *   `token_store_failed`, `refresh_postponed`, `refresh_pending` or an error of the request, `retryable`
   */
  async accessToken(userId: string, options: AccessTokenOptions = {}): Promise<string> {
    return this.tokenOf(this.userKey(userId), options);
  }

  /**
   * Calls a service with the user's access token. If the service refuses the token (`access_token_refused`), refreshes
   * it and calls once more.
   *
   * @throws the error of the call, or as {@link TokenKeeper.accessToken}
   */
  async withAccessToken<Value>(
    userId: string,
    call: (accessToken: string) => Promise<Value>,
    options: AccessTokenOptions = {},
  ): Promise<Value> {
    const token = await this.accessToken(userId, options);
    try {
      return await call(token);
    } catch (error) {
      if ((error as { reason?: unknown } | undefined)?.reason !== 'access_token_refused') throw error;
      const key = this.userKey(userId);
      const record = await this.store.read(key);
      if (!record) throw refusalError(this, 'signed_out', error);
      const isStored = record.tokens.accessToken === token;
      if (isStored && !this.canRefresh(record)) throw error;
      return call(isStored ? await this.renewed(key, record, options) : await this.given(key, record));
    }
  }

  /**
   * Deletes the user's tokens and revokes what the service can revoke (RFC 7009). Never fails because of the service:
   * the result says what happened there.
   *
   * @throws ProviderError `token_store_failed`; nothing was deleted or revoked then
   */
  async revoke(userId: string): Promise<Revocation> {
    const value = await this.store.remove(this.userKey(userId));
    const record = value === undefined ? undefined : deserialize({ value, revision: '' });
    if (!record) return { found: false, revoked: undefined, explanation: 'There were no tokens.' };
    return { found: true, ...(await revokeTokens(this.client, record.tokens)) };
  }

  /**
   * Deletes the user's tokens. The service is not told.
   *
   * @throws ProviderError `token_store_failed`
   */
  async forget(userId: string): Promise<void> {
    await this.store.remove(this.userKey(userId));
  }

  private async tokenOf(
    key: string,
    options: AccessTokenOptions = {},
    requestFirst?: () => Promise<TokenSet>,
  ): Promise<string> {
    const record = await this.store.read(key);
    if (!record && !requestFirst) throw refusalError(this, 'signed_out');
    const minimum = (options.minimumLifetime ?? defaultMinimumLifetime) * 1000;
    if (record && livesFor(record, minimum)) return this.given(key, record);
    try {
      return await this.renewed(key, record, options, requestFirst);
    } catch (error) {
      const isRetryable = error instanceof ProviderError && error.retryable;
      if (isRetryable && record?.checked && livesFor(record, 0)) return record.tokens.accessToken;
      throw error;
    }
  }

  private async renewed(
    key: string,
    record: KeptRecord | undefined,
    { timeout = 2 * this.deadline }: AccessTokenOptions,
    requestFirst?: () => Promise<TokenSet>,
  ): Promise<string> {
    if (record?.refused) throw refusalError(this, record.refused);
    if (record && !requestFirst && !this.canRefresh(record)) throw refusalError(this, 'signed_out');
    const startedAt = performance.now();
    const late = (): ProviderError =>
      new ProviderError('refresh_pending', {
        provider: this.client.declaration,
        endpoint: 'refresh',
        detail: `no new token in ${Math.round(timeout)} ms`,
      });
    const next = await within(timeout, this.renewal(key, record, requestFirst), late);
    return within(timeout - (performance.now() - startedAt), this.given(key, next), late);
  }

  private renewal(
    key: string,
    record: KeptRecord | undefined,
    requestFirst?: () => Promise<TokenSet>,
  ): Promise<KeptRecord> {
    return this.renewals.join(key, () =>
      renew(
        {
          ...{ client: this.client, store: this.store, deadline: this.deadline },
          lifeOf: (kept) => this.lifeOf(kept),
          request: (before) =>
            requestFirst
              ? requestFirst()
              : this.client.tokenEndpoints.refresh(before?.tokens.refreshToken ?? '', {}),
          discard: async (tokens) => void (await revokeTokens(this.client, tokens)),
        },
        key,
        record,
      ),
    );
  }

  /** Gives out the access token, after the id_token that came with it is verified. */
  private async given(key: string, record: KeptRecord): Promise<string> {
    const { tokens, claims, checked } = record;
    if (!checked) {
      await this.client.checkRefreshed(tokens, claims);
      const value = serialize({ ...record, checked: true });
      const write = { value, revision: randomText(), ifRevision: record.revision, ...this.lifeOf(record) };
      // Another caller may have done it at the same moment.
      await this.store.write(key, write).catch(() => undefined);
    }
    return tokens.accessToken;
  }

  private canRefresh({ tokens }: KeptRecord): boolean {
    return this.client.refresh !== undefined && tokens.refreshToken !== undefined;
  }

  private lifeOf({ refreshExpiresAt }: KeptTokens): Pick<TokenWrite, 'timeToLive' | 'renewOnRead'> {
    return refreshExpiresAt === undefined
      ? { timeToLive: this.idleLifetime, renewOnRead: true }
      : { timeToLive: Math.max(1_000, refreshExpiresAt - Date.now()), renewOnRead: false };
  }

  private userKey(userId: string): string {
    if (typeof userId !== 'string' || userId === '')
      throw new TypeError('TokenKeeper: `userId` must be a text that is not empty.');
    return this.keyOf(userId);
  }

  private keyOf(...more: readonly string[]): string {
    const { provider, clientID } = this.client;
    return [provider, clientID, ...more].map((part) => encodeURIComponent(part)).join(':');
  }
}
