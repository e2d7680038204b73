import { isNativeError } from 'node:util/types';
import { ProviderError, type ErrorContext } from '../errors/provider-error';

/**
 * A thrown value as an error that Express cannot mistake. Express takes a falsy value for "no error", and `'route'` and
 * `'router'` for "skip to the next route": both would run the protected handler.
 *
 * @param value - anything that a function of the application threw, rejected with, or gave to a callback
 */
export function asError(value: unknown, provider: ErrorContext['provider']): unknown {
  if (value && value !== 'route' && value !== 'router' && isReadable(value)) return value;
  return new ProviderError('application_error', { provider, cause: value });
}

/** Whether an error handler can read the value: a Proxy or a getter may throw. */
function isReadable(value: unknown): boolean {
  if (typeof value === 'symbol') return false;
  if (isNativeError(value)) return true;
  try {
    for (const member of ['message', 'stack', 'status', 'statusCode', 'headers'])
      void (value as Record<string, unknown>)[member];
    return typeof String(value) === 'string';
  } catch {
    return false;
  }
}
