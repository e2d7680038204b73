import { randomUUID } from 'node:crypto';
import { type Answer, jsonAnswer, textAnswer } from '../../http/response';
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

/** The documented form: `error` is an object, with a `request_id` beside it. */
export function apiErrorAnswer({ status, message, headers }: Refusal): Answer {
  const error = { code: errorCodes[status] ?? 'INVALID_REQUEST', message };
  const answer = jsonAnswer({ error, request_id: randomUUID() }, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** † The other forms that the token endpoints may use. */
export function tokenErrorAnswer(refusal: Refusal, form: 'oauth' | 'code-message'): Answer {
  const { status, code, message, reason } = refusal;
  const value = form === 'oauth' ? { error: code, error_description: message } : { code: status, message };
  return { ...jsonAnswer(value, status), reason };
}

/** The application's origin talks to people. */
export function pageErrorAnswer({ status, message, headers }: Refusal): Answer {
  const answer = textAnswer(message, status);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
