import { randomUUID } from 'node:crypto';
import { type EmulatedResponse, jsonResponse, textResponse } from '../../http/response';
import { type Refusal } from '../../http/refusal';

const errorCodes: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  401: 'INVALID_API_KEY',
  403: 'INSUFFICIENT_PERMISSIONS',
  404: 'RESOURCE_NOT_FOUND',
  429: 'RATE_LIMIT_EXCEEDED',
  500: 'PROCESSING_ERROR',
  503: 'SERVICE_UNAVAILABLE',
};

/** The documented form: an object `error`, and `request_id`. */
export function apiErrorResponse({ status, message }: Refusal): EmulatedResponse {
  const error = { code: errorCodes[status] ?? 'INVALID_REQUEST', message };
  return jsonResponse({ error, request_id: randomUUID() }, status);
}

/** † The other forms that the token endpoints may use. */
export function tokenErrorResponse(refusal: Refusal, form: 'oauth' | 'code-message'): EmulatedResponse {
  const { status, code, message, reason } = refusal;
  const value = form === 'oauth' ? { error: code, error_description: message } : { code: status, message };
  return { ...jsonResponse(value, status), reason };
}

/** Errors of the origin `app` are for people. */
export function pageErrorResponse({ status, message }: Refusal): EmulatedResponse {
  return textResponse(message, status);
}
