import {
  IncompleteResponse,
  type Fetch,
  type RawLimits,
  type RawResponse,
  type WireRequest,
} from './messages';

/** One HTTP round trip with the application's own `fetch`, under the same limits as with Node's client. */
export async function requestOverFetch(
  fetch: Fetch,
  request: WireRequest,
  limits: RawLimits,
): Promise<RawResponse> {
  const controller = new AbortController();
  // A `fetch` that ignores its signal must not outlive the deadline.
  const expired = new Promise<never>((_resolve, reject) => {
    limits.deadline.onExpiry(() => {
      controller.abort();
      reject(new Error('The deadline has passed'));
    });
  });
  return Promise.race([roundTrip(fetch, request, controller.signal, limits), expired]);
}

async function roundTrip(
  fetch: Fetch,
  request: WireRequest,
  signal: AbortSignal,
  limits: RawLimits,
): Promise<RawResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: 'manual',
    signal: signal as never,
  });
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => (headers[name.toLowerCase()] = value));
  // A browser-like `fetch` hides the status of a redirect that it did not follow.
  const status = response.status === 0 ? 302 : response.status;
  return { status, headers, body: await readBody(response, status, limits.maxResponseBytes) };
}

async function readBody(
  response: Awaited<ReturnType<Fetch>>,
  status: number,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const add = (part: Uint8Array | string): void => {
    const chunk = Buffer.from(part as Uint8Array);
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new IncompleteResponse('response_too_large', status);
    chunks.push(chunk);
  };
  try {
    if (isStream(response.body)) {
      // Leaving the loop, even by an error, cancels the stream and the download.
      for await (const chunk of response.body) add(chunk);
    } else {
      add(new Uint8Array(await response.arrayBuffer()));
    }
  } catch (error) {
    throw error instanceof IncompleteResponse
      ? error
      : new IncompleteResponse('response_truncated', status, error);
  }
  return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
