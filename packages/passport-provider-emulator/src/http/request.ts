import { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Refusal, invalidRequest, invalidToken } from './refusal';

/** A decoded query or form. A name that occurs more than once has an array. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** One request as an endpoint sees it. */
export interface Call {
  readonly method: string;
  /** As sent: still percent-encoded, and without the query. */
  readonly path: string;
  readonly query: Fields;
  readonly headers: IncomingHttpHeaders;
  readonly rawBody: string;
  readonly mediaType: string | undefined;
  /** An object for a form, the parsed value for JSON, otherwise undefined. */
  readonly body: unknown;
}

const bodyLimit = 1024 * 1024;

/** A body that is too large to be read. */
export class OversizedBody extends Refusal {
  constructor(readonly bytes: number) {
    super(413, 'invalid_request', 'body_too_large', 'The body is larger than 1 MiB');
  }
}

export async function readCall(request: IncomingMessage): Promise<Call> {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const rawBody = await readBody(request);
  const mediaType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return {
    method: request.method ?? '',
    path: mark < 0 ? target : target.slice(0, mark),
    query: decodeFields(mark < 0 ? '' : target.slice(mark + 1)),
    headers: request.headers,
    rawBody,
    mediaType,
    body: decodeBody(rawBody, mediaType),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  if (size > bodyLimit) throw new OversizedBody(size);
  return Buffer.concat(chunks).toString('utf8');
}

function decodeBody(raw: string, mediaType: string | undefined): unknown {
  if (mediaType === 'application/x-www-form-urlencoded') return decodeFields(raw);
  if (mediaType !== 'application/json') return undefined;
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return undefined;
  }
}

function decodeFields(text: string): Fields {
  const values = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]);
  }
  return Object.fromEntries(values);
}

/** The value of a parameter. A repeated parameter is refused (RFC 6749, section 3.1). */
export function optional(fields: Fields, name: string): string | undefined {
  const value: unknown = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw Array.isArray(value)
    ? invalidRequest('repeated_parameter', `The parameter ${name} occurs more than once`)
    : invalidRequest('parameter_not_string', `The parameter ${name} must be a string`);
}

export function required(fields: Fields, name: string): string {
  const value = optional(fields, name);
  if (value) return value;
  throw invalidRequest(`missing_${name}`, `The parameter ${name} is missing`);
}

/** The decoded form. Any other body is refused. */
export function formBody(call: Call): Fields {
  if (call.mediaType === 'application/x-www-form-urlencoded') return call.body as Fields;
  throw invalidRequest('body_not_form', 'The body must be application/x-www-form-urlencoded');
}

/** The members of the JSON object. Any other body is refused. */
export function jsonBody(call: Call): Fields {
  if (call.mediaType !== 'application/json') {
    throw invalidRequest('body_not_json', 'The body must be JSON');
  }
  if (typeof call.body !== 'object' || call.body === null || Array.isArray(call.body)) {
    throw invalidRequest('body_not_json_object', 'The body must be a JSON object');
  }
  return call.body as Fields;
}

/** The token of `Authorization: Bearer`, or undefined without that header. */
export function bearerToken(call: Call): string | undefined {
  if (Object.hasOwn(call.query, 'access_token')) {
    throw invalidToken('token_in_query', 'The access token belongs in the Authorization header');
  }
  const header = call.headers.authorization;
  if (header === undefined) return undefined;
  const token = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/.exec(header)?.[1];
  if (token !== undefined) return token;
  throw invalidToken('authorization_not_bearer', 'The Authorization header must be "Bearer <token>"');
}
