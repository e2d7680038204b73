import type { ErrorReason } from '../errors/catalogue';
import { ProviderError } from '../errors/provider-error';
import { asObject, parseJson } from '../lib/json';
import { isPage, isSuccess, notJsonError, refusal } from '../http/response';
import { apiRequest, isSafe, type ApiCall, type ApiProvider as Provider } from './request';
import type { Connection, HttpExchange } from '../http/connection';
import { isErrorInSuccess } from '../http/error-response';
import { permissionMissing } from './permission-missing';

/** What a service's API answered, successfully. */
export interface ApiResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the JSON says; the text, if it is none; `undefined` for an answer without a body. */
  readonly body: unknown;
}

/**
 * Calls a service's API. Nothing but a GET is ever sent twice, and a call that may have been carried out although
 * no good answer came says so.
 *
 * @param api - `apiURL`
 * @throws ProviderError, or a TypeError when there is no `apiURL`
 */
export async function callAPI(
  provider: Provider,
  connection: Connection,
  api: string | undefined,
  call: ApiCall,
): Promise<ApiResponse> {
  const resource = apiRequest(provider, api, call);
  checkScope(provider, call);
  try {
    const exchange = await connection.sendForResource(resource);
    return readResponse(provider, exchange, call);
  } catch (error) {
    throw isSafe(resource.method) || !mayHaveHappened(error) ? error : outcomeUnknown(provider, error);
  }
}

/** The error for an answer of another form than documented. */
export function invalidResponse(provider: Provider, detail: string): ProviderError {
  return new ProviderError('api_answer_invalid', { provider, endpoint: 'api', detail });
}

/** What a token cannot do is known beforehand where the service told its scope. */
function checkScope(provider: Provider, { credential, permission }: ApiCall): void {
  if (permission === undefined || !credential || !('accessToken' in credential)) return;
  const { accessToken } = credential;
  const scope: unknown = typeof accessToken === 'string' ? undefined : accessToken.scope;
  if (Array.isArray(scope) && scope.length > 0 && !scope.includes(permission)) {
    throw permissionMissing(provider, permission, { endpoint: 'api' });
  }
}

function readResponse(provider: Provider, { request, response }: HttpExchange, call: ApiCall): ApiResponse {
  const { status, headers, text } = response;
  if (!isSuccess(response)) {
    const refused = refusal(provider, request, response, call.credential && 'apiKey' in call.credential);
    const isPermission = status === 403 || (status < 500 && refused.code === 'insufficient_scope');
    throw call.permission !== undefined && isPermission
      ? permissionMissing(provider, call.permission, { endpoint: 'api', denied: refused })
      : refused;
  }
  if (text.trim() === '') return { status, headers, body: undefined };
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    const page = isPage(response);
    const saysJson = /\bjson\b/i.test(headers['content-type'] ?? '');
    if (!page && !saysJson) return { status, headers, body: text };
    throw notJsonError(provider, request, response, page ? 'it is a page' : (error as SyntaxError).message);
  }
  const object = asObject(body);
  if (object && isErrorInSuccess(object)) {
    const refused = refusal(provider, request, response);
    // `success: false` says that nothing was done. Any other error beside a success leaves that open.
    throw isSafe(request.method) || object['success'] === false ? refused : outcomeUnknown(provider, refused);
  }
  return { status, headers, body };
}

/** Failures that leave open what the service did. An answer that refuses says that it did nothing. */
const openFailures: ReadonlySet<ErrorReason> = new Set<ErrorReason>([
  'network_error',
  'timeout',
  'redirect_refused',
  'response_too_large',
  'response_truncated',
  'response_encoded',
  'response_not_json',
  'provider_unavailable',
]);

/** Failures before anything reached the service. */
const beforeSending: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_INVALID_CHAR',
  'ERR_INVALID_HTTP_TOKEN',
  // The other side was not who it should be: nothing was told to it.
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Whether the service may have done what it was asked although no good answer came. */
function mayHaveHappened(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError) || !openFailures.has(error.reason)) return false;
  const { statusCode = 0 } = error;
  if (statusCode >= 400 && statusCode < 500) return false;
  return !codesOf(error.cause).some((code) => beforeSending.has(code));
}

/** The system's codes of an error: `fetch` has them one cause deeper. */
function codesOf(error: unknown): readonly unknown[] {
  if (!(error instanceof Error)) return [];
  return [(error as { code?: unknown }).code, ...codesOf(error.cause)];
}

/** The error for a call that may have been carried out. */
export function outcomeUnknown(provider: Provider, why: ProviderError | string): ProviderError {
  const context = { provider, endpoint: 'api' } as const;
  if (typeof why === 'string') return new ProviderError('outcome_unknown', { ...context, detail: why });
  const { reason, code, statusCode, body } = why;
  return new ProviderError('outcome_unknown', {
    ...context,
    code,
    statusCode,
    body,
    cause: why,
    detail: reason,
  });
}
