import type { ProviderDeclaration } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject } from '../lib/json';
import type { ResourceRequest } from '../http/connection';
import { formEntries } from '../lib/parameters';
import type { TokenSet } from '../token/token-set';

/** A user's access token, or a TokenSet: its scope is then checked before the request is sent. */
export type AccessToken = string | Pick<TokenSet, 'accessToken' | 'scope'>;

/** The credential of an API call: an access token or an API key. */
export type ApiCredential =
  /** `Authorization: Bearer` (RFC 6750 §2.1). */
  | { readonly accessToken: AccessToken }
  /** A key in a header of this name. */
  | { readonly apiKey: string; readonly header: string };

/** One of HTTP's methods (RFC 9110 §9.3). */
export type ApiMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Method, query and body of an API call. */
export interface ApiCallOptions {
  /** Default: `GET`. Other methods than GET and HEAD are never repeated automatically. */
  readonly method?: ApiMethod | undefined;
  /** Strings, numbers and booleans. `undefined` is not sent. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON. Not allowed with GET and HEAD. */
  readonly json?: unknown;
}

/** One call of a service's API. */
export interface ApiCall extends ApiCallOptions {
  /**
   * A path below `apiURL`; or a list of its parts, which are percent-encoded; or a whole URL from the service (such as
   * `Location`), which must be below `apiURL` too. Pass a list if any part comes from user input.
   */
  readonly path: string | readonly string[];
  readonly credential?: ApiCredential | undefined;
  /** The scope or permission that the call needs. The error names it. */
  readonly permission?: string | undefined;
}

/** The part of a declaration that calls need. */
export type ApiProvider = Pick<
  ProviderDeclaration,
  'name' | 'title' | 'documentation' | 'authorizationRequest'
>;

const methods: readonly ApiMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Whether the method is safe: it changes nothing at the service (RFC 9110 §9.2.1). */
export function isSafe(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Builds the request of a call. Errors do not quote arguments, because one may be a token in the wrong place.
 *
 * @throws ProviderError `argument_invalid` for an invalid argument, `api_address_refused` for a URL that is not below
 *   `apiURL`; TypeError if there is no `apiURL`
 */
export function apiRequest(provider: ApiProvider, api: string | undefined, call: ApiCall): ResourceRequest {
  const invalid = (detail: string): ProviderError => invalidArgument(provider, detail);
  const { method = 'GET', json, credential } = call;
  if (!methods.includes(method)) throw invalid(`\`method\` must be one of ${methods.join(', ')}`);
  if (isSafe(method) && json !== undefined) {
    throw invalid(`a ${method} request cannot have \`json\`: pass \`query\`, or another \`method\``);
  }
  const url = apiURL(provider, api, call.path, invalid);
  for (const [name, value] of queryOf(call.query, invalid)) url.searchParams.set(name, value);
  const body = bodyOf(json, invalid);
  const isJson = body !== undefined;
  const secret = credential && credentialOf(credential, invalid);
  const key = credential && 'apiKey' in credential ? { [credential.header]: secret ?? '' } : {};
  return {
    endpoint: 'api',
    method,
    url: url.href,
    headers: {
      ...(isJson
        ? { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }
        : {}),
      ...key,
    },
    body,
    accessToken: credential && 'accessToken' in credential ? secret : undefined,
  };
}

/** The error for an invalid argument of a call. */
export function invalidArgument(provider: ApiProvider, detail: string): ProviderError {
  return new ProviderError('argument_invalid', { provider, endpoint: 'api', detail });
}

type Invalid = (detail: string) => ProviderError;

/**
 * One or two dots between slashes, in any encoding. `URL` resolves them to another path, and so does a gateway that
 * decodes the path.
 */
const dotSegment = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\]|%2f|%5c)/i;

/** Characters that `URL` drops or changes: backslashes, fragments, white space, control characters. */
const unfitForPath = /[\\#\s\p{Cc}]/u;

/** Checks that the URL is below `apiURL`, wherever it came from, because the request may carry a token. */
function apiURL(provider: ApiProvider, api: string | undefined, path: unknown, invalid: Invalid): URL {
  if (api === undefined) {
    throw new TypeError(
      `${provider.title}: the URL of this API is not documented. Set \`apiURL\` to its base URL.`,
    );
  }
  const base = `${api.replace(/\/+$/, '')}/`;
  const text = Array.isArray(path) ? path.map((part) => segment(part, invalid)).join('/') : path;
  if (typeof text !== 'string' || text === '') {
    throw invalid('`path` must be a non-empty string or a non-empty list of its parts');
  }
  const isWhole = !Array.isArray(path) && /^https?:\/\//i.test(text);
  const [beforeQuery = ''] = text.split('?');
  if (!isWhole && (unfitForPath.test(text) || dotSegment.test(beforeQuery))) {
    throw invalid(
      '`path` has a dot segment or a character that is not valid in a URL: pass its parts as a list',
    );
  }
  // Not `new URL(text, base)`: with a scheme or a second slash in the text, it would go to another host.
  const address = isWhole ? text : base + text.replace(/^\//, '');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // `URL` resolves some dot segments, and leaves those beside encoded slashes to the gateway behind it.
  const hasDots = dotSegment.test(beforeQuery.replace(/^https?:\/\/[^/]*/i, ''));
  if (hasDots || !url?.href.startsWith(new URL(base).href) || url.username !== '' || url.hash !== '') {
    throw new ProviderError('api_address_refused', { provider, endpoint: 'api' });
  }
  return url;
}

/** One part of a path, percent-encoded once. A dot segment would lead to another path. */
function segment(part: unknown, invalid: Invalid): string {
  if (typeof part !== 'string' || part === '' || dotSegment.test(part) || /\p{Cs}/u.test(part)) {
    throw invalid('a part of `path` must be a non-empty string without dot segments');
  }
  return encodeURIComponent(part);
}

function queryOf(query: ApiCall['query'], invalid: Invalid): [name: string, value: string][] {
  const types = ['string', 'number', 'boolean', 'undefined'];
  if (query !== undefined && asObject(query) === undefined) {
    throw invalid('`query` must be an object');
  }
  for (const [name, value] of Object.entries(query ?? {})) {
    if (!types.includes(typeof value))
      throw invalid(`\`${name}\` in \`query\` must be a string, a number or a boolean`);
  }
  return formEntries(query ?? {});
}

/** The text of the credential: printable ASCII without spaces, as a header needs (RFC 6750 §2.1). */
function credentialOf(credential: ApiCredential, invalid: Invalid): string {
  const credentialValue: unknown = 'apiKey' in credential ? credential.apiKey : credential.accessToken;
  const text: unknown =
    typeof credentialValue === 'object' && credentialValue !== null && 'accessToken' in credentialValue
      ? credentialValue.accessToken
      : credentialValue;
  if (typeof text === 'string' && /^[\x21-\x7e]+$/.test(text)) return text;
  throw invalid('an access token or API key must be a non-empty string of printable ASCII without spaces');
}

function bodyOf(json: unknown, invalid: Invalid): string | undefined {
  if (json === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(json);
  } catch (cause) {
    throw invalid(`\`json\` cannot be serialized (${(cause as Error).message})`);
  }
  if (text === undefined) throw invalid('`json` cannot be serialized');
  return text;
}
