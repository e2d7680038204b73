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

/** What an error or a failed login tells besides its message. Holds no token, code, secret or verifier. */
export interface ErrorDetails {
  /** Why it failed; stable. */
  readonly reason: ErrorReason;
  /** Whose doing it was. */
  readonly fault: Fault;
  /** What to do next. */
  readonly hint: string;
  /** The strategy's provider, such as `koompi`. */
  readonly provider: string;
  /** Which endpoint answered, where one did. */
  readonly endpoint?: EndpointName | undefined;
  /** The service's own error code, such as `invalid_grant`. */
  readonly code?: string | undefined;
  /** The HTTP status of the service's answer. */
  readonly statusCode?: number | undefined;
  /** The beginning of the service's answer, redacted. */
  readonly data?: string | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Seconds to wait, where the service says so (`Retry-After`). */
  readonly retryAfter?: number | undefined;
}

/** What the place of the failure knows; the catalogue adds the rest. */
export interface ErrorContext {
  readonly provider: {
    readonly name: string;
    readonly title: string;
    /** Better hints than the catalogue's, where the service is known for something. */
    readonly hints?: Readonly<Partial<Record<ErrorReason, string>>>;
  };
  readonly endpoint?: EndpointName | undefined;
  readonly code?: string | undefined;
  readonly statusCode?: number | undefined;
  /** The service's answer, redacted. */
  readonly body?: string | undefined;
  readonly retryAfter?: number | undefined;
  /** A better status for the application's answer than the catalogue's. */
  readonly status?: number | undefined;
  readonly cause?: unknown;
  /** What is particular about this case, for the message. */
  readonly detail?: string | undefined;
  /** A better hint than the catalogue's. */
  readonly hint?: string | undefined;
}

/** The sentence and the details of a failure: for an error, or for the challenge of a failed login. */
export function describe(
  reason: ErrorReason,
  context: ErrorContext,
): { message: string; status: number; details: ErrorDetails } {
  const entry = catalogue[reason];
  const hint = context.hint ?? context.provider.hints?.[reason] ?? entry.hint;
  const where = context.endpoint === undefined ? '' : ` (${context.endpoint.replace('_', ' ')} endpoint)`;
  const detail = context.detail ? `: ${context.detail}` : '';
  const details: Record<string, unknown> = {
    reason,
    fault: entry.fault,
    hint,
    provider: context.provider.name,
    retryable:
      entry.retryable === 'always' ||
      (entry.retryable === 'on_server_error' && (context.statusCode ?? 0) >= 500),
  };
  if (context.endpoint !== undefined) details['endpoint'] = context.endpoint;
  if (context.code !== undefined) details['code'] = context.code;
  if (context.statusCode !== undefined) details['statusCode'] = context.statusCode;
  if (context.body !== undefined) details['data'] = excerpt(context.body);
  if (context.retryAfter !== undefined) details['retryAfter'] = context.retryAfter;
  return {
    message: `${context.provider.title}${where}: ${entry.happened}${detail}. ${hint}`,
    status: context.status ?? entry.status,
    details: details as unknown as ErrorDetails,
  };
}

/**
 * A failed call to a service, or a login that cannot go on. Its message says what happened, why, and what to do;
 * `reason` is stable. It never holds a token, code, secret or verifier.
 *
 * `status` is what the application should answer (Express' error handler reads it); `statusCode` and `data` are
 * the service's, under the names that node-oauth gave them.
 */
export class ProviderError extends Error implements ErrorDetails {
  override readonly name = 'ProviderError';
  declare readonly reason: ErrorReason;
  declare readonly fault: Fault;
  declare readonly hint: string;
  declare readonly provider: string;
  declare readonly endpoint?: EndpointName | undefined;
  declare readonly code?: string | undefined;
  declare readonly statusCode?: number | undefined;
  declare readonly data?: string | undefined;
  declare readonly retryable: boolean;
  declare readonly retryAfter?: number | undefined;
  /** The HTTP status for the application's own answer: 502 for a failing service, 504 for a slow one, and so on. */
  declare readonly status: number;
  /** @internal The whole redacted answer, for the `parseErrorResponse` hook. */
  declare readonly body: string | undefined;

  /** @internal */
  constructor(reason: ErrorReason, context: ErrorContext) {
    const { message, status, details } = describe(reason, context);
    super(message, context.cause === undefined ? undefined : { cause: context.cause });
    Object.assign(this, details, { status });
    Object.defineProperty(this, 'body', { value: context.body, enumerable: false });
  }
}
