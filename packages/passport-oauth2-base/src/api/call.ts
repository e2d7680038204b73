import type { ErrorReason } from '../errors/catalogue';
import { ProviderError } from '../errors/provider-error';
import { asObject, parseJson } from '../lib/json';
import { isPage, isSuccess, notJsonDetail, notJsonError, refusal } from '../http/response';
import { apiRequest, isSafe, type ApiCall, type ApiProvider as Provider } from './request';
import type { Connection } from '../http/connection';
import type { HttpExchange } from '../http/messages';
import { nothingWasSent } from '../http/not-sent';
import { isErrorInSuccess } from '../http/error-response';
import { permissionMissing } from './permission-missing';

/** A successful response of a service's API. */
export interface ApiResponse {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, the text if it is not JSON, or `undefined` if there is no body. */
  readonly body: unknown;
}

/**
 * Calls a service's API. Only a GET may be sent twice. If another call fails and the service may have carried it out,
 * the error is `outcome_unknown`.
 *
 * @param api - `apiURL`
 * @throws ProviderError, or a TypeError if there is no `apiURL`
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
    const roundTrip = await connection.sendForResource(resource);
    return readResponse(provider, roundTrip, call);
  } catch (error) {
    throw isSafe(resource.method) || !mayHaveHappened(error) ? error : outcomeUnknown(provider, error);
  }
}

/** The error for a response that does not have the documented form. */
export function invalidResponse(provider: Provider, detail: string): ProviderError {
  return new ProviderError('api_answer_invalid', { provider, endpoint: 'api', detail });
}

/** Throws before the request is sent if the token's scope is known and lacks the permission. */
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
    throw notJsonError(provider, request, response, notJsonDetail(response, error as SyntaxError));
  }
  const object = asObject(body);
  if (object && isErrorInSuccess(object)) {
    const refused = refusal(provider, request, response);
    // `success: false` says that nothing was done. After any other error with a 2xx status, that is unknown.
    throw isSafe(request.method) || object['success'] === false ? refused : outcomeUnknown(provider, refused);
  }
  return { status, headers, body };
}

/** Failures after which the service may have carried out the call. After a refusal it has done nothing. */
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

/** Whether the service may have carried out the call although it failed here. */
function mayHaveHappened(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError) || !openFailures.has(error.reason)) return false;
  const { responseStatus = 0 } = error;
  if (responseStatus >= 400 && responseStatus < 500) return false;
  return !nothingWasSent(error);
}

/** The error for a call that may have been carried out. */
export function outcomeUnknown(provider: Provider, why: ProviderError | string): ProviderError {
  const context = { provider, endpoint: 'api' } as const;
  if (typeof why === 'string') return new ProviderError('outcome_unknown', { ...context, detail: why });
  const { reason, code, responseStatus, body } = why;
  return new ProviderError('outcome_unknown', {
    ...context,
    code,
    responseStatus,
    body,
    cause: why,
    detail: reason,
  });
}
