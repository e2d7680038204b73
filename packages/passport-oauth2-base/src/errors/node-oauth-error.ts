import { ProviderError } from './provider-error';

const originals = new WeakMap<object, ProviderError>();

/**
 * The error as node-oauth's callbacks give it: with `statusCode`, the HTTP status of the service's response. It is a
 * copy, because `statusCode` must not reach `next()`: NestJS and others would respond with the service's status.
 */
export function toNodeOAuthError(error: unknown): unknown {
  if (!(error instanceof ProviderError) || error.responseStatus === undefined || originals.has(error)) {
    return error;
  }
  const copy = new ProviderError(error.reason, { provider: { name: error.provider, title: '' } });
  const { stack, ...members } = Object.getOwnPropertyDescriptors(error) as PropertyDescriptorMap;
  Object.defineProperties(copy, members);
  copy.stack = String(stack?.value ?? error.stack);
  originals.set(copy, error);
  return Object.assign(copy, { statusCode: error.responseStatus });
}

/** The error that {@link toNodeOAuthError} copied. Any other value is returned as it is. */
export function fromNodeOAuthError(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? (originals.get(error) ?? error) : error;
}
