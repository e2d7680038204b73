import type { ProviderDeclaration } from '../declaration';
import type { ErrorReason } from '../errors/catalogue';
import { ProviderError } from '../errors/provider-error';
import { redact } from '../errors/redaction';
import { asObject, parseJson } from '../json';
import { isSuccess, refusal } from './answer';
import type { Connection, Exchange } from './connection';
import { isErrorInSuccess } from './error-body';
import { textParameters } from './parameters';
import { permissionMissing } from './profile';
import type { TokenSet } from './token-set';

/** A user's access token: alone, or in a TokenSet, whose scope then tells beforehand what it cannot do. */
export type AccessToken = string | Pick<TokenSet, 'accessToken' | 'scope'>;

/** What a call of an API proves itself with. At most one of them travels. */
export type ApiCredential =
  /** `Authorization: Bearer` (RFC 6750 §2.1). */
  | { readonly accessToken: AccessToken }
  /** A key in a header of this name. */
  | { readonly apiKey: string; readonly header: string };

/** One call of a service's API. */
export interface ApiCall {
  /** Default: `GET`. */
  readonly method?: string | undefined;
  /**
   * Where it goes, below `apiURL`: a path, or its parts, each of which is percent-encoded; or the whole address of
   * something that the service told of (`Location`), which must be below `apiURL` too.
   */
  readonly path: string | readonly string[];
  /** What is not text, number or boolean is not sent. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly credential?: ApiCredential | undefined;
  /** The scope or permission without which the service refuses, for the error. */
  readonly permission?: string | undefined;
}

/** What a service's API answered, successfully. */
export interface ApiAnswer {
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the JSON says; the text, if it is none; `undefined` for an answer without a body. */
  readonly body: unknown;
}

type Provider = Pick<ProviderDeclaration, 'name' | 'title' | 'documentation'>;

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
): Promise<ApiAnswer> {
  const { method = 'GET', json, credential, permission } = call;
  const url = addressOf(provider, api, call);
  checkScope(provider, credential, permission);
  const body = bodyOf(provider, json);
  const isSafe = method === 'GET' || method === 'HEAD';
  try {
    const exchange = await connection.sendForResource({
      endpoint: 'api',
      url,
      method,
      body,
      headers: {
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
        ...(credential && 'apiKey' in credential
          ? { [credential.header]: credentialOf(provider, credential) }
          : {}),
      },
      accessToken: credential && 'accessToken' in credential ? credentialOf(provider, credential) : undefined,
    });
    return readAnswer(provider, exchange, call);
  } catch (error) {
    throw isSafe || !mayHaveHappened(error) ? error : outcomeUnknown(provider, error);
  }
}

/** The error for a call that cannot be right. */
export function invalidArgument(provider: Provider, detail: string): ProviderError {
  return new ProviderError('argument_invalid', { provider, endpoint: 'api', detail });
}

/** The error for an answer of another form than documented. */
export function invalidAnswer(provider: Provider, detail: string): ProviderError {
  return new ProviderError('api_answer_invalid', { provider, endpoint: 'api', detail });
}

/** A token goes to no address but those below `apiURL`, whoever told of it. */
function addressOf(provider: Provider, api: string | undefined, { path, query = {} }: ApiCall): string {
  if (api === undefined) {
    throw new TypeError(
      `${provider.title}: no address of this API is documented. Give \`apiURL\`, below which its calls are.`,
    );
  }
  const base = `${api.replace(/\/+$/, '')}/`;
  const relative =
    typeof path === 'string'
      ? path.replace(/^\//, '')
      : path.map((part) => segment(provider, part)).join('/');
  // Not by `new URL(relative, base)`: a colon or a second slash in an identifier would make another host of it.
  const url = new URL(/^https?:\/\//.test(relative) ? relative : base + relative);
  if (!url.href.startsWith(new URL(base).href) || url.username !== '' || url.hash !== '') {
    throw new ProviderError('api_address_refused', { provider, endpoint: 'api' });
  }
  for (const [name, value] of textParameters(query)) url.searchParams.set(name, value);
  return url.href;
}

/** One part of a path, percent-encoded once. A dot or two would lead to another path, whatever their encoding. */
function segment(provider: Provider, part: unknown): string {
  if (typeof part !== 'string' || /^\.{0,2}$/.test(part)) {
    throw invalidArgument(provider, 'an identifier in an address must be text that is not empty');
  }
  return encodeURIComponent(part);
}

function credentialOf(provider: Provider, credential: ApiCredential): string {
  const given = 'apiKey' in credential ? credential.apiKey : credential.accessToken;
  const text = typeof given === 'object' ? given?.accessToken : given;
  if (typeof text === 'string' && text !== '') return text;
  throw invalidArgument(provider, 'an access token or an API key must be text that is not empty');
}

function bodyOf(provider: Provider, json: unknown): string | undefined {
  try {
    return json === undefined ? undefined : JSON.stringify(json);
  } catch (cause) {
    throw invalidArgument(provider, `its body cannot be written as JSON (${(cause as Error).message})`);
  }
}

/** What a token cannot do is known beforehand where the service told its scope. */
function checkScope(
  provider: Provider,
  credential: ApiCredential | undefined,
  permission: string | undefined,
): void {
  if (permission === undefined || !credential || !('accessToken' in credential)) return;
  const { accessToken } = credential;
  const scope = typeof accessToken === 'string' ? [] : (accessToken?.scope ?? []);
  if (scope.length > 0 && !scope.includes(permission)) {
    throw permissionMissing(provider, permission, { endpoint: 'api' });
  }
}

function readAnswer(provider: Provider, { request, response }: Exchange, call: ApiCall): ApiAnswer {
  const { status, headers, text } = response;
  if (!isSuccess(response)) {
    const refused = refusal(provider, request, response, call.credential && 'apiKey' in call.credential);
    const isPermission = status === 403 || refused.code === 'insufficient_scope';
    throw call.permission !== undefined && isPermission
      ? permissionMissing(provider, call.permission, { endpoint: 'api', denied: refused })
      : refused;
  }
  if (text.trim() === '') return { status, headers, body: undefined };
  let body: unknown;
  try {
    body = parseJson(text);
  } catch (error) {
    const isPage = text.trimStart().startsWith('<');
    const saysJson = /\bjson\b/i.test(headers['content-type'] ?? '');
    if (!isPage && !saysJson) return { status, headers, body: text };
    throw new ProviderError('response_not_json', {
      provider,
      endpoint: 'api',
      statusCode: status,
      body: redact(text, request.secrets),
      detail: isPage ? 'it is a page' : (error as SyntaxError).message,
    });
  }
  const object = asObject(body);
  if (object && isErrorInSuccess(object)) throw refusal(provider, request, response);
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
const beforeSending: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Whether the service may have done what it was asked although no good answer came. */
function mayHaveHappened(error: unknown): error is ProviderError {
  if (!(error instanceof ProviderError) || !openFailures.has(error.reason)) return false;
  return !beforeSending.has((error.cause as { code?: unknown } | undefined)?.code);
}

function outcomeUnknown(provider: Provider, error: ProviderError): ProviderError {
  const { reason, code, statusCode, body } = error;
  return new ProviderError('outcome_unknown', {
    provider,
    endpoint: 'api',
    code,
    statusCode,
    body,
    cause: error,
    detail: reason,
  });
}
