import { catalogue, type ErrorReason, type Fault } from './catalogue';
import { excerpt } from './redaction';

/** The endpoint of the service that an error came from. */
export type EndpointName =
  | 'authorization'
  | 'token'
  | 'refresh'
  | 'user_profile'
  | 'revocation'
  | 'introspection'
  | 'discovery'
  | 'jwks'
  | 'api';

/** The properties of an error or a failed login. They hold no token, code, secret or verifier. */
export interface ErrorDetails {
  /** Why it failed. Stable. */
  readonly reason: ErrorReason;
  /** Who caused it. */
  readonly fault: Fault;
  /** What to do next. */
  readonly hint: string;
  /** The name of the provider, such as `koompi`. */
  readonly provider: string;
  /** The endpoint that the request went to. */
  readonly endpoint?: EndpointName | undefined;
  /** The service's own error code, such as `invalid_grant`. */
  readonly code?: string | undefined;
  /** The HTTP status of the service's response. */
  readonly responseStatus?: number | undefined;
  /** The first 500 characters of the service's response, redacted. */
  readonly data?: string | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Seconds to wait, if the service sent `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** The details of one failure. The catalogue adds the rest. */
export interface ErrorContext {
  readonly provider: {
    readonly name: string;
    readonly title: string;
    /** Hints for this service that replace those of the catalogue. */
    readonly hints?: Readonly<Partial<Record<ErrorReason, string>>>;
  };
  readonly endpoint?: EndpointName | undefined;
  readonly code?: string | undefined;
  readonly responseStatus?: number | undefined;
  /** The body of the service's response, redacted. */
  readonly body?: string | undefined;
  readonly retryAfter?: number | undefined;
  /** Replaces the catalogue's status of the application's response. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
  /** What is specific to this failure, for the message. */
  readonly detail?: string | undefined;
  /** Replaces the catalogue's hint. */
  readonly hint?: string | undefined;
}

/** The message and the details of a failure, for an error or for the `info` of a failed login. */
export function describe(
  reason: ErrorReason,
  context: ErrorContext,
): { message: string; status: number; details: ErrorDetails } {
  const entry = catalogue[reason];
  const hint = context.hint ?? context.provider.hints?.[reason] ?? entry.hint;
  const endpoint = context.endpoint === undefined ? '' : ` (${context.endpoint.replace('_', ' ')} endpoint)`;
  const detail = context.detail ? `: ${context.detail}` : '';
  const details: Record<string, unknown> = {
    reason,
    fault: entry.fault,
    hint,
    provider: context.provider.name,
    retryable:
      entry.retryable === 'always' ||
      (entry.retryable === 'on_server_error' && (context.responseStatus ?? 0) >= 500),
  };
  if (context.endpoint !== undefined) details['endpoint'] = context.endpoint;
  if (context.code !== undefined) details['code'] = context.code;
  if (context.responseStatus !== undefined) details['responseStatus'] = context.responseStatus;
  if (context.body !== undefined) details['data'] = excerpt(context.body);
  if (context.retryAfter !== undefined) details['retryAfter'] = context.retryAfter;
  return {
    message: `${context.provider.title}${endpoint}: ${entry.happened}${detail}. ${hint}`,
    status: context.status ?? entry.status,
    details: details as unknown as ErrorDetails,
  };
}

/**
 * A failed call to a service, or a login that cannot go on. Its message says what happened, why, and what to do;
 * `reason` is stable. It never holds a token, code, secret or verifier.
 *
 * `status` is the HTTP status of the application's response (Express' error handler reads it). `responseStatus` and
 * `data` come from the service's response. There is no `statusCode`: NestJS and others would respond with it.
 */
export class ProviderError extends Error implements ErrorDetails {
  override readonly name = 'ProviderError';
  declare readonly reason: ErrorReason;
  declare readonly fault: Fault;
  declare readonly hint: string;
  declare readonly provider: string;
  declare readonly endpoint?: EndpointName | undefined;
  declare readonly code?: string | undefined;
  declare readonly responseStatus?: number | undefined;
  declare readonly data?: string | undefined;
  declare readonly retryable: boolean;
  declare readonly retryAfter?: number | undefined;
  /** The HTTP status of the application's response: 502 for a failing service, 504 for a slow one, and so on. */
  declare readonly status: number;
  /** @internal The whole body, redacted, for the `parseErrorResponse` hook. */
  declare readonly body: string | undefined;

  /** @internal */
  constructor(reason: ErrorReason, context: ErrorContext) {
    const { message, status, details } = describe(reason, context);
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    Object.assign(this, details, { status });
    Object.defineProperty(this, 'body', { value: context.body, enumerable: false, configurable: true });
  }
}
