import { asObject, asText, parseJson, type JsonObject } from '../lib/json';

/** The error that a service reports. */
export interface ErrorResponse {
  /** The service's error code, such as `invalid_grant`. */
  readonly code?: string | undefined;
  readonly description?: string | undefined;
  readonly uri?: string | undefined;
}

/**
 * Reads an error response in any of the forms that services use: RFC 6749 §5.2, an object with code and message, an
 * envelope with `success: false` or `status: 'error'`, a bare message, or text.
 */
export function readErrorText(text: string): ErrorResponse {
  let body: unknown;
  try {
    body = parseJson(text);
  } catch {
    // The HTML of a web page would not help in a message.
    return text.trimStart().startsWith('<') ? {} : { description: asText(text.trim()) };
  }
  const object = asObject(body);
  return object ? readError(object) : { description: asText(body) };
}

/** Reads a parsed error response. */
export function readError(body: JsonObject): ErrorResponse {
  const nested = asObject(body['error']);
  const source = nested ?? body;
  return {
    code: asCode(nested ? source['code'] : (body['error'] ?? body['code'])),
    description:
      asText(source['error_description']) ?? asText(source['message']) ?? asText(source['error_message']),
    uri: asText(source['error_uri']),
  };
}

/** Whether a response with a 2xx status reports an error. An empty `error`, such as `0` or `{}`, is no error. */
export function isErrorInSuccess(body: JsonObject): boolean {
  const error = body['error'];
  const hasError =
    typeof error === 'object' && error !== null ? Object.keys(error).length > 0 : Boolean(error);
  return hasError || body['success'] === false || body['status'] === 'error';
}

function asCode(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : asText(value);
}
