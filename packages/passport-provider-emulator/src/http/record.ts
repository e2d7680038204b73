import { type IncomingMessage } from 'node:http';
import { type RecordedRequest } from '../emulated-provider';
import { type Call, OversizedBody } from './request';
import { type Refusal } from './refusal';

/** How many bytes of a body are recorded. */
const bodyLimit = 16 * 1024;

/** What is recorded of a request: everything, but only the beginning of a long body. */
export function recordOf(
  provider: string,
  origin: string,
  request: IncomingMessage,
  call: Call | Refusal,
): RecordedRequest {
  const base = { provider, origin, headers: request.headers, method: request.method ?? '', status: 0 };
  if (call instanceof Error) {
    const bodyBytes = call instanceof OversizedBody ? call.bytes : 0;
    return { ...base, path: request.url ?? '', query: {}, rawBody: '', body: undefined, bodyBytes };
  }
  const { path, query, rawBody, body } = call;
  const bodyBytes = Buffer.byteLength(rawBody);
  if (bodyBytes <= bodyLimit) return { ...base, path, query, rawBody, body, bodyBytes };
  return { ...base, path, query, rawBody: beginningOf(rawBody), body: undefined, bodyBytes };
}

/** A copy, because a slice of a string would keep all of it in memory. An incomplete last character is left out. */
function beginningOf(text: string): string {
  return new TextDecoder().decode(Buffer.from(text).subarray(0, bodyLimit), { stream: true });
}
