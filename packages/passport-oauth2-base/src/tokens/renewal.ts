import { ProviderError } from '../errors/provider-error';
import { randomText } from '../lib/digest';
import type { TokenSet } from '../token/token-set';
import { publish } from './events';
import type { GuardedStore } from './guarded-store';
import { keptAfterLogin, refreshed, serialize, type KeptRecord, type KeptTokens } from './kept-tokens';
import type { AnyClient } from './keeper-options';
import { outcomeOf, refusesClient } from './outcome';
import type { Claim, RefusalReason, TokenWrite } from './store';
import { backoff, pause } from './waiting';

/** Milliseconds for storing the response while the lock lasts, and in reserve. */
const writeReserve = 5_000;
const reserve = 5_000;

/** Everything a renewal works with. */
export interface RenewalContext {
  readonly client: AnyClient;
  readonly store: GuardedStore;
  /** Milliseconds within which the client gets a response. */
  readonly deadline: number;
  /** How long the record of these tokens lives in the store. */
  readonly lifeOf: (kept: KeptTokens) => Pick<TokenWrite, 'timeToLive' | 'renewOnRead'>;
  /** Sends the request. `before` is missing for the application's own token. */
  readonly request: (before: KeptRecord | undefined) => Promise<TokenSet>;
  /** Revokes tokens that could not be stored, if the service can. Never rejects. */
  readonly discard: (tokens: TokenSet) => Promise<void>;
}

type Claimed = Extract<Claim, { kind: 'mine' }>;

/**
 * Renews the tokens of one record: one request for all processes. Ends with the tokens that are stored afterwards,
 * whoever renewed them.
 *
 * @param before - the record as read; `undefined` for an application's token that was never requested
 * @throws ProviderError `signed_out`, `refresh_interrupted`, `token_store_failed`, or the error of the request
 */
export async function renew(
  context: RenewalContext,
  key: string,
  before: KeptRecord | undefined,
): Promise<KeptRecord> {
  // A discovery that fails must not count as an attempt, and must not use up the time of the lock.
  await context.client.currentEndpoints();
  const startedAt = performance.now();
  const lockLife = context.deadline + writeReserve + reserve;
  for (;;) {
    const owner = randomText();
    const claimedAt = performance.now();
    const claim = await context.store.claim(key, before?.revision ?? '', owner, lockLife);
    if (claim.kind === 'refused') throw refusalError(context, claim.reason);
    if (claim.kind === 'backoff') throw postponed(context, claim.milliseconds);
    if (claim.kind === 'changed') return currentRecord(context, key);
    if (claim.kind === 'held') {
      const other = await waitForOther(context, key, before, claim.milliseconds);
      publish('wait', context.client.provider, startedAt);
      if (other) return other;
      continue;
    }
    const isLate = performance.now() - claimedAt > lockLife - context.deadline - writeReserve;
    if (!isLate) return renewUnderLock(context, key, before, owner, claim);
    const revision = before?.revision ?? '';
    await context.store.release(key, { owner, revision, outcome: 'not_sent', retryAfter: 0 });
  }
}

async function renewUnderLock(
  context: RenewalContext,
  key: string,
  before: KeptRecord | undefined,
  owner: string,
  claim: Claimed,
): Promise<KeptRecord> {
  const { client, store } = context;
  const startedAt = performance.now();
  if (claim.sentBefore > 0) publish('reuse', client.provider, startedAt);
  let tokens: TokenSet;
  try {
    tokens = await context.request(before);
  } catch (error) {
    publish('refresh', client.provider, startedAt, error);
    throw await releaseAfter(context, key, before?.revision ?? '', owner, claim, error);
  }
  const kept = before ? refreshed(before, tokens) : keptAfterLogin(tokens, undefined);
  const revision = randomText();
  const written = await store.writeAtLast(key, {
    ...{ value: serialize(kept), revision, ifRevision: before?.revision ?? '', owner },
    ...context.lifeOf(kept),
  });
  publish('refresh', client.provider, startedAt);
  if (written) return { ...kept, revision, refused: undefined };
  publish('discard', client.provider, startedAt);
  await context.discard(tokens);
  return currentRecord(context, key);
}

/** Ends the attempt in the store; gives the error for the caller. */
async function releaseAfter(
  context: RenewalContext,
  key: string,
  revision: string,
  owner: string,
  { sentBefore, failures }: Claimed,
  error: unknown,
): Promise<unknown> {
  const outcome = outcomeOf(context.client.declaration, error);
  const { retryAfter } = error as { retryAfter?: number };
  // A wrong client secret concerns every user: the keeper itself waits before the next attempt.
  const wait = refusesClient(error) ? 0 : Math.max(backoff(failures), (retryAfter ?? 0) * 1000);
  await context.store.release(key, { owner, revision, outcome, retryAfter: wait });
  if (outcome !== 'refused' || revision === '') return error;
  return refusalError(context, sentBefore > 0 ? 'refresh_interrupted' : 'signed_out', error);
}

/** Waits until the other process has renewed the tokens; `undefined` if its lock ended and they are the same. */
async function waitForOther(
  { store }: RenewalContext,
  key: string,
  before: KeptRecord | undefined,
  milliseconds: number,
): Promise<KeptRecord | undefined> {
  const until = performance.now() + milliseconds;
  for (let step = 20; performance.now() < until; step = Math.min(250, step * 1.5)) {
    await pause(Math.min(step, until - performance.now()));
    const record = await store.read(key);
    if (record && record.revision !== before?.revision) return record;
    // Gone or refused: the next claim says so.
    if ((before && !record) || record?.refused) return undefined;
  }
  return undefined;
}

/** The tokens that somebody else stored meanwhile. */
async function currentRecord(context: RenewalContext, key: string): Promise<KeptRecord> {
  const record = await context.store.read(key);
  if (!record) throw refusalError(context, 'signed_out');
  if (record.refused) throw refusalError(context, record.refused);
  return record;
}

/** The error for a user who has to sign in again. */
export function refusalError(
  { client }: Pick<RenewalContext, 'client'>,
  reason: RefusalReason,
  cause?: unknown,
): ProviderError {
  return new ProviderError(reason, {
    provider: client.declaration,
    endpoint: 'refresh',
    ...(cause === undefined ? {} : { cause }),
  });
}

function postponed({ client }: RenewalContext, milliseconds: number): ProviderError {
  const retryAfter = Math.ceil(milliseconds / 1000);
  return new ProviderError('refresh_postponed', {
    provider: client.declaration,
    endpoint: 'refresh',
    retryAfter,
    detail: `the next attempt is made in ${retryAfter} s`,
  });
}
