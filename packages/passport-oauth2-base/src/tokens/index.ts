/**
 * Tokens of users over months: refresh, revoke, log out, in one process and in many.
 *
 * @module
 */
export { TokenKeeper } from './keeper';
export type { AccessTokenOptions, Revocation, SaveOptions, TokenKeeperOptions } from './keeper-options';
export type { TokenEvent } from './events';
export { logout } from './logout';
export type { LogoutOptions, LogoutRequest, LogoutResponse } from './logout';
export { memoryTokenStore } from './memory-store';
export type { MemoryTokenStoreOptions } from './memory-store';
export { redisTokenStore } from './redis-store';
export type { IORedisClient, NodeRedisClient, RedisTokenStoreOptions } from './redis-store';
export type { Claim, RefusalReason, Release, StoredTokens, TokenStore, TokenWrite } from './store';
