import type { ProviderDeclaration } from '../declaration';
import { ProviderError } from '../errors/provider-error';
import { asObject } from '../lib/json';
import type { ResourceRequest } from '../http/connection';
import { formEntries } from '../lib/parameters';
import type { TokenSet } from '../token/token-set';

/** A user's access token: alone, or in a TokenSet, whose scope then tells beforehand what it cannot do. */
export type AccessToken = string | Pick<TokenSet, 'accessToken' | 'scope'>;

/** What a call of an API proves itself with. At most one of them travels. */
export type ApiCredential =
  /** `Authorization: Bearer` (RFC 6750 §2.1). */
  | { readonly accessToken: AccessToken }
  /** A key in a header of this name. */
  | { readonly apiKey: string; readonly header: string };

/** One of HTTP's methods (RFC 9110 §9.3). */
export type ApiMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What is sent to an endpoint of an API. */
export interface ApiCallOptions {
  /** Default: `GET`. Anything but GET and HEAD is sent once, and never again by itself. */
  readonly method?: ApiMethod | undefined;
  /** Text, numbers and booleans; what is `undefined` is not sent. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON; not with a GET. */
  readonly json?: unknown;
}

/** One call of a service's API. */
export interface ApiCall extends ApiCallOptions {
  /**
   * Where it goes, below `apiURL`: a path, or its parts, each of which is percent-encoded; or the whole address of
   * something that the service told of (`Location`), which must be below `apiURL` too. Give parts as soon as one of
   * them comes from elsewhere.
   */
  readonly path: string | readonly string[];
  readonly credential?: ApiCredential | undefined;
  /** The scope or permission without which the service refuses, for the error. */
  readonly permission?: string | undefined;
}

/** The part of a declaration that calls need. */
export type ApiProvider = Pick<
  ProviderDeclaration,
  'name' | 'title' | 'documentation' | 'authorizationRequest'
>;

const methods: readonly ApiMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Whether nothing changes by a call (RFC 9110 §9.2.1). */
export function isSafe(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * The request of a call. Words of the errors repeat nothing that was given: it may be a token in the wrong place.
 *
 * @throws ProviderError `argument_invalid` for what cannot be right, `api_address_refused` for an address that is not
 *   below `apiURL`; a TypeError when there is no `apiURL`
 */
export function apiRequest(provider: ApiProvider, api: string | undefined, call: ApiCall): ResourceRequest {
  const invalid = (detail: string): ProviderError => invalidArgument(provider, detail);
  const { method = 'GET', json, credential } = call;
  if (!methods.includes(method)) throw invalid(`\`method\` must be one of ${methods.join(', ')}`);
  if (isSafe(method) && json !== undefined) {
    throw invalid(`a ${method} has no \`json\`: give \`query\`, or another \`method\``);
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

/** The error for a call that cannot be right. */
export function invalidArgument(provider: ApiProvider, detail: string): ProviderError {
  return new ProviderError('argument_invalid', { provider, endpoint: 'api', detail });
}

type Invalid = (detail: string) => ProviderError;

/**
 * A dot or two between slashes, however they are spelt: an address loses them and leads elsewhere, here or at a
 * gateway that decodes what it forwards.
 */
const dotSegment = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[/\\]|%2f|%5c)/i;

/** What an address loses or changes: backslashes, fragments, white space, control characters. */
const unfitForPath = /[\\#\s\p{Cc}]/u;

/** A token goes to no address but those below `apiURL`, whoever told of it. */
function apiURL(provider: ApiProvider, api: string | undefined, path: unknown, invalid: Invalid): URL {
  if (api === undefined) {
    throw new TypeError(
      `${provider.title}: no address of this API is documented. Give \`apiURL\`, below which its calls are.`,
    );
  }
  const base = `${api.replace(/\/+$/, '')}/`;
  const text = Array.isArray(path) ? path.map((part) => segment(part, invalid)).join('/') : path;
  if (typeof text !== 'string' || text === '') {
    throw invalid('`path` must be text, or a list of its parts, that is not empty');
  }
  const isWhole = !Array.isArray(path) && /^https?:\/\//i.test(text);
  const [beforeQuery = ''] = text.split('?');
  if (!isWhole && (unfitForPath.test(text) || dotSegment.test(beforeQuery))) {
    throw invalid(
      '`path` has dots between slashes, or characters that an address does not have: give its parts as a list',
    );
  }
  // Not by `new URL(text, base)`: a colon or a second slash in it would make another host of it.
  const address = isWhole ? text : base + text.replace(/^\//, '');
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url?.href.startsWith(new URL(base).href) || url.username !== '' || url.hash !== '') {
    throw new ProviderError('api_address_refused', { provider, endpoint: 'api' });
  }
  return url;
}

/** One part of a path, percent-encoded once. A dot or two would lead to another path, whatever their encoding. */
function segment(part: unknown, invalid: Invalid): string {
  if (typeof part !== 'string' || part === '' || dotSegment.test(part) || /\p{Cs}/u.test(part)) {
    throw invalid('a part of a path must be text that is not empty and leads nowhere else');
  }
  return encodeURIComponent(part);
}

function queryOf(query: ApiCall['query'], invalid: Invalid): [name: string, value: string][] {
  const types = ['string', 'number', 'boolean', 'undefined'];
  if (query !== undefined && asObject(query) === undefined) {
    throw invalid('`query` must be an object');
  }
  for (const [name, value] of Object.entries(query ?? {})) {
    if (!types.includes(typeof value)) throw invalid(`\`${name}\` cannot stand in a query`);
  }
  return formEntries(query ?? {});
}

/** A header holds no line end, no space and nothing beyond ASCII (RFC 6750 §2.1). */
function credentialOf(credential: ApiCredential, invalid: Invalid): string {
  const given: unknown = 'apiKey' in credential ? credential.apiKey : credential.accessToken;
  const text: unknown =
    typeof given === 'object' && given !== null && 'accessToken' in given ? given.accessToken : given;
  if (typeof text === 'string' && /^[\x21-\x7e]+$/.test(text)) return text;
  throw invalid('an access token or an API key must be text that is not empty and that a header can hold');
}

function bodyOf(json: unknown, invalid: Invalid): string | undefined {
  if (json === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(json);
  } catch (cause) {
    throw invalid(`its body cannot be written as JSON (${(cause as Error).message})`);
  }
  if (text === undefined) throw invalid('its body cannot be written as JSON');
  return text;
}
