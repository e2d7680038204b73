import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call, optional } from '../../http/request';
import { type Route } from '../../http/route';
import { type Refusal } from '../../http/refusal';
import { FormRefusal } from './forms';
import { type KomerzaSwitches } from './switches';

type ContentType = Pick<KomerzaSwitches, 'contentType'>;

/** An endpoint of the API, without the origin. */
export function apiRoute(
  method: Route['method'],
  path: string,
  endpoint: Route['endpoint'],
  handle: Route['handle'],
): Route {
  return { origin: 'api', method, path, endpoint, handle };
}

export function success({ contentType }: ContentType, data: unknown): EmulatedResponse {
  return jsonResponse({ success: true, message: null, code: null, data }, 200, contentType);
}

const pageSizeLimit = 100;

/** A page of a list, by `Page` and `PageSize`. Their defaults (1 and 10) and limits are ours†. */
export function listResponse(
  { contentType }: ContentType,
  call: Call,
  items: readonly unknown[],
): EmulatedResponse {
  const page = queryNumber(call, 'Page', 1, Infinity);
  const size = queryNumber(call, 'PageSize', 10, pageSizeLimit);
  const data = items.slice((page - 1) * size, page * size);
  return jsonResponse({ success: true, pages: Math.ceil(items.length / size), data }, 200, contentType);
}

/** The framework of the service ignores the case of parameter names. */
function queryNumber({ query }: Call, name: string, fallback: number, limit: number): number {
  const written = Object.keys(query).find((key) => key.toLowerCase() === name.toLowerCase());
  const value = written === undefined ? undefined : optional(query, written);
  if (value === undefined) return fallback;
  if (/^[1-9]\d{0,8}$/.test(value) && Number(value) <= limit) return Number(value);
  throw new FormRefusal(name, limit === Infinity ? 'a number from 1' : `a number from 1 to ${limit}`);
}

const names: Readonly<Record<string, string>> = {
  invalid_token: 'BadToken',
  not_found: 'NotFound',
  rate_limited: 'RateLimited',
  invalid_request: 'ValidationError',
  method_not_allowed: 'UnsupportedRequest',
  server_error: 'InternalServerError',
};

/** An error response. The description of the API names `invalidFields`, but not its contents†. */
export function errorResponse({ contentType }: ContentType, refusal: Refusal): EmulatedResponse {
  const { status, code, message } = refusal;
  const invalidFields = refusal instanceof FormRefusal ? { invalidFields: [refusal.field] } : {};
  const body = { success: false, message, code: names[code] ?? code, data: null, ...invalidFields };
  return jsonResponse(body, status, contentType);
}
