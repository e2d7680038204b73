import { ProviderError, type EndpointName, type ErrorContext } from '../errors/provider-error';
import type { ErrorReason } from '../errors/catalogue';
import { printable, redact } from '../errors/redaction';
import { asObject, parseJson, type JsonObject } from '../lib/json';
import { isErrorInSuccess, readErrorText, type ErrorResponse } from './error-response';
import type { WireRequest, WireResponse } from './messages';

/** The reason when an endpoint refuses a request, and when its response is not an object. */
const failures: Readonly<
  Record<EndpointName, { readonly refused: ErrorReason; readonly invalid: ErrorReason }>
> = {
  authorization: { refused: 'authorization_refused', invalid: 'authorization_refused' },
  token: { refused: 'token_refused', invalid: 'token_response_invalid' },
  refresh: { refused: 'token_refused', invalid: 'token_response_invalid' },
  user_profile: { refused: 'profile_refused', invalid: 'profile_invalid' },
  revocation: { refused: 'revocation_refused', invalid: 'revocation_refused' },
  introspection: { refused: 'introspection_refused', invalid: 'introspection_refused' },
  discovery: { refused: 'discovery_refused', invalid: 'discovery_invalid' },
  jwks: { refused: 'jwks_refused', invalid: 'jwks_invalid' },
  api: { refused: 'api_refused', invalid: 'api_answer_invalid' },
};

/**
 * The JSON object of a successful response, whatever `Content-Type` says.
 *
 * @throws ProviderError if the status is not 2xx, the body reports an error, or the body is not a JSON object
 */
export function responseObject(
  provider: ErrorContext['provider'],
  request: WireRequest,
  response: WireResponse,
): JsonObject {
  if (!isSuccess(response)) throw refusal(provider, request, response);
  let body: unknown;
  try {
    body = parseJson(response.text);
  } catch (error) {
    throw notJsonError(provider, request, response, notJsonDetail(response, error as SyntaxError));
  }
  const object = asObject(body);
  if (!object) {
    throw new ProviderError(failures[request.endpoint].invalid, {
      provider,
      endpoint: request.endpoint,
      responseStatus: response.status,
      detail: 'it is not a JSON object',
    });
  }
  if (isErrorInSuccess(object)) throw refusal(provider, request, response);
  return object;
}

/**
 * The error for a successful response that is not JSON. The body is kept only if it is a web page: anything else may be
 * truncated JSON with tokens or the user's data.
 */
export function notJsonError(
  provider: ErrorContext['provider'],
  request: WireRequest,
  response: WireResponse,
  detail: string,
): ProviderError {
  return new ProviderError('response_not_json', {
    provider,
    endpoint: request.endpoint,
    responseStatus: response.status,
    body: isPage(response) ? redact(response.text, request.secrets) : undefined,
    detail,
  });
}

/** Why the body is not JSON, with its content type where that says more. */
export function notJsonDetail(response: WireResponse, { message }: SyntaxError): string {
  const contentType = response.headers['content-type'] ?? '';
  if (isPage(response)) return 'it is a web page';
  return contentType === '' || /\bjson\b/i.test(contentType)
    ? message
    : `${message}, and its content type is ${printable(contentType)}`;
}

/** Whether the body is a web page. */
export function isPage({ text }: WireResponse): boolean {
  return text.trimStart().startsWith('<');
}

/** Whether the status is 2xx. */
export function isSuccess(response: WireResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/**
 * The error for a response that refuses the request.
 *
 * @param byKey - the request was sent with an API key, so no access token can have expired
 */
export function refusal(
  provider: ErrorContext['provider'],
  request: WireRequest,
  response: WireResponse,
  byKey = false,
): ProviderError {
  const body = redact(response.text, request.secrets);
  const challenge = bearerChallenge(response, request.secrets);
  const read = { ...challenge, ...definedOf(readErrorText(body)) };
  // Some services send a sentence as the code, and the code in the header.
  const isSentence = challenge.code !== undefined && /\s/.test(read.code ?? '');
  const { code, description } = isSentence ? { ...read, code: challenge.code, description: read.code } : read;
  // A failing server's description is for its operators: `data` keeps it, but visitors may see the message.
  const shown = response.status >= 500 ? [code] : [code, description];
  const words = shown.filter((part) => part !== undefined).map(printable);
  return new ProviderError(reasonFor(request.endpoint, response.status, byKey), {
    provider,
    endpoint: request.endpoint,
    code: code === undefined ? undefined : printable(code),
    responseStatus: response.status,
    body,
    detail: `it responded with ${response.status}${words.length === 0 ? '' : ` ${words.join(' – ')}`}`,
    retryAfter: secondsOf(response.headers['retry-after']),
  });
}

function reasonFor(endpoint: EndpointName, status: number, byKey: boolean): ErrorReason {
  if (status === 429) return 'rate_limited';
  if (status === 401 && endpoint === 'api' && !byKey) return 'access_token_refused';
  return status >= 500 ? 'provider_unavailable' : failures[endpoint].refused;
}

/** Seconds from `Retry-After`, which may also be a date (RFC 9110 §10.2.3). */
function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter);
  const date = /^[A-Z][a-z]{2},? /.test(retryAfter) ? Date.parse(retryAfter) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** The error in `WWW-Authenticate` (RFC 6750 §3), for a response without a body. */
function bearerChallenge({ headers }: WireResponse, secrets: readonly string[]): ErrorResponse {
  const challenge = headers['www-authenticate'] ?? '';
  const member = (name: string): string | undefined => {
    const value = new RegExp(`\\b${name}="([^"\\\\]{1,200})"`).exec(challenge)?.[1];
    return value === undefined ? undefined : redact(value, secrets);
  };
  return { code: member('error'), description: member('error_description') };
}

function definedOf(error: ErrorResponse): ErrorResponse {
  return Object.fromEntries(Object.entries(error).filter(([, value]) => value !== undefined));
}
