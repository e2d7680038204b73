import { ProviderError, type EndpointName, type ErrorContext } from '../errors/provider-error';
import type { ErrorReason } from '../errors/catalogue';
import { printable, redact } from '../errors/redaction';
import { asObject, parseJson, type JsonObject } from '../lib/json';
import { isErrorInSuccess, readErrorText, type ErrorResponse } from './error-response';
import type { WireRequest, WireResponse } from './messages';

/** What it is called when an endpoint refuses, and when it answers something else than an object. */
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
 * The JSON object of a successful answer.
 *
 * @throws ProviderError for a status that is no success, an error in a success, and anything but a JSON object
 */
export function responseObject(
  provider: ErrorContext['provider'],
  request: WireRequest,
  response: WireResponse,
  { anyContentType = false }: { readonly anyContentType?: boolean | undefined } = {},
): JsonObject {
  if (!isSuccess(response)) throw refusal(provider, request, response);
  const notJson = (detail: string): ProviderError => notJsonError(provider, request, response, detail);

  const contentType = response.headers['content-type'] ?? '';
  if (!anyContentType && !/^\s*(?:application|text)\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)) {
    throw notJson(contentType === '' ? 'it has no content type' : `it is ${printable(contentType)}`);
  }
  let body: unknown;
  try {
    body = parseJson(response.text);
  } catch (error) {
    throw notJson((error as SyntaxError).message);
  }
  const object = asObject(body);
  if (!object) {
    throw new ProviderError(failures[request.endpoint].invalid, {
      provider,
      endpoint: request.endpoint,
      statusCode: response.status,
      detail: 'it is not a JSON object',
    });
  }
  if (isErrorInSuccess(object)) throw refusal(provider, request, response);
  return object;
}

/** The error for a successful answer that is not JSON. What is no page may be tokens or the user's data, only cut short. */
export function notJsonError(
  provider: ErrorContext['provider'],
  request: WireRequest,
  response: WireResponse,
  detail: string,
): ProviderError {
  return new ProviderError('response_not_json', {
    provider,
    endpoint: request.endpoint,
    statusCode: response.status,
    body: isPage(response) ? redact(response.text, request.secrets) : undefined,
    detail,
  });
}

/** Whether something for people answered. */
export function isPage({ text }: WireResponse): boolean {
  return text.trimStart().startsWith('<');
}

/** Whether the status says success. */
export function isSuccess(response: WireResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/**
 * The error for an answer that says no.
 *
 * @param byKey - the request carried an API key, and no access token that could have ended
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
  // Some services put a sentence where a code belongs, and have the code in the header.
  const isSentence = challenge.code !== undefined && /\s/.test(read.code ?? '');
  const { code, description } = isSentence ? { ...read, code: challenge.code, description: read.code } : read;
  // What a failing server says is for its operators: it stays in `data`, and out of a message that a visitor may see.
  const told = response.status >= 500 ? [code] : [code, description];
  const words = told.filter((part) => part !== undefined).map(printable);
  return new ProviderError(reasonFor(request.endpoint, response.status, byKey), {
    provider,
    endpoint: request.endpoint,
    code: code === undefined ? undefined : printable(code),
    statusCode: response.status,
    body,
    detail: `it answered ${response.status}${words.length === 0 ? '' : ` ${words.join(' – ')}`}`,
    retryAfter: secondsOf(response.headers['retry-after']),
  });
}

function reasonFor(endpoint: EndpointName, status: number, byKey: boolean): ErrorReason {
  if (status === 429) return 'rate_limited';
  if (status === 401 && endpoint === 'api' && !byKey) return 'access_token_refused';
  return status >= 500 ? 'provider_unavailable' : failures[endpoint].refused;
}

/** `Retry-After` in seconds; it may be a date (RFC 9110 §10.2.3). */
function secondsOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter);
  const date = /^[A-Z][a-z]{2},? /.test(retryAfter) ? Date.parse(retryAfter) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

/** What `WWW-Authenticate` says of a token (RFC 6750 §3), for an answer without a body. */
function bearerChallenge({ headers }: WireResponse, secrets: readonly string[]): ErrorResponse {
  const challenge = headers['www-authenticate'] ?? '';
  const member = (name: string): string | undefined => {
    const value = new RegExp(`\\b${name}="([^"\\\\]{1,200})"`).exec(challenge)?.[1];
    return value === undefined ? undefined : redact(value, secrets);
  };
  return { code: member('error'), description: member('error_description') };
}

function definedOf(answer: ErrorResponse): ErrorResponse {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));
}
