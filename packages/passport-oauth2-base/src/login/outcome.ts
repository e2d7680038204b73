import { describe, type ErrorContext, type ProviderError } from '../errors/provider-error';
import type { ErrorReason } from '../errors/catalogue';
import { printable } from '../errors/redaction';
import { OAuth2Strategy } from '../passport-oauth2';
import type { ErrorResponse } from '../http/error-response';

/** How a login ends, in Passport's terms. The other way is a thrown error. */
export type Outcome =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'success'; readonly user: unknown; readonly info: unknown }
  | { readonly kind: 'fail'; readonly challenge: unknown; readonly status?: number };

/** A login that was refused: `reason` and its details are in the challenge, which is Passport's `info`. */
export function failure(reason: ErrorReason, context: ErrorContext, status?: number): Outcome {
  const { message, details } = describe(reason, context);
  return { kind: 'fail', challenge: { message, ...details }, ...(status === undefined ? {} : { status }) };
}

/**
 * Handles the `error` of a callback (RFC 6749 §4.1.2.1): the login fails if the user declined. Any other error is
 * thrown as an AuthorizationError, as in passport-oauth2.
 */
export function authorizationRefusal(error: ErrorResponse, provider: ErrorContext['provider']): Outcome {
  const parts = [error.code, error.description].filter((part) => part !== undefined).map(printable);
  const context: ErrorContext = {
    provider,
    code: error.code === undefined ? undefined : printable(error.code),
    endpoint: 'authorization',
    detail: parts.join(' – '),
  };
  if (error.code === 'access_denied') {
    const { message, details } = describe('access_denied', context);
    const description = error.description === undefined ? message : printable(error.description);
    return { kind: 'fail', challenge: { message: description, ...details } };
  }
  const { message, details } = describe('authorization_refused', context);
  // The URL may be an attacker's. It is data for the application and is never followed.
  const uri = error.uri === undefined ? undefined : printable(error.uri);
  throw Object.assign(new OAuth2Strategy.AuthorizationError(message, context.code, uri), details);
}

/** Adds the details of a failure to an error of one of passport-oauth2's classes. */
export function withDetails(error: Error, cause: ProviderError): Error {
  const { reason, fault, hint, provider, endpoint, code, responseStatus, data, retryable, retryAfter } =
    cause;
  const details = { reason, fault, hint, provider, endpoint, responseStatus, data, retryable, retryAfter };
  for (const [name, value] of Object.entries(details)) {
    if (value !== undefined) Object.assign(error, { [name]: value });
  }
  const { status } = error as { status?: unknown };
  // passport-oauth2's InternalOAuthError has no status, and an application's own error may have the service's.
  if (!isErrorStatus(status)) Object.assign(error, { status: cause.status });
  if (!('code' in error) && code !== undefined) Object.assign(error, { code });
  Object.defineProperty(error, 'cause', {
    value: cause,
    enumerable: false,
    configurable: true,
    writable: true,
  });
  return error;
}

function isErrorStatus(status: unknown): boolean {
  return typeof status === 'number' && status >= 400 && status <= 599;
}
