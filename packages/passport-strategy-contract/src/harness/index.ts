/**
 * For tests of a strategy: an emulated service for a test file, a visitor without an application, and a small server
 * whose responses the test decides.
 *
 * @module
 */
export * from './api-client';
export * from './cookie-browser';
export * from './refresh-add-on';
export * from './service';
export * from './signing';
export * from './strategies';
export * from './use-service';
export * from './visitor';
export { hasRedis, RedisServer } from './redis-server';
export { RotatingService } from './rotating-service';
