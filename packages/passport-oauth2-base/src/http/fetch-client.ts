import {
  IncompleteResponse,
  type Fetch,
  type RawLimits,
  type RawResponse,
  type WireRequest,
} from './messages';

/** One HTTP exchange over an application's own `fetch`, under the same limits as Node's client. */
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
  const answer = await fetch(request.url, {
    method: request.method,
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    redirect: 'manual',
    signal: signal as never,
  });
  const headers: Record<string, string> = {};
  answer.headers.forEach((value, name) => (headers[name.toLowerCase()] = value));
  // A browser-like `fetch` hides the status of a redirect that it did not follow.
  const status = answer.status === 0 ? 302 : answer.status;
  return { status, headers, body: await read(answer, status, limits.maxResponseBytes) };
}

async function read(answer: Awaited<ReturnType<Fetch>>, status: number, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const add = (part: Uint8Array | string): void => {
    const chunk = Buffer.from(part as Uint8Array);
    bytes += chunk.byteLength;
    if (bytes > limit) throw new IncompleteResponse('response_too_large', status);
    chunks.push(chunk);
  };
  try {
    if (isStream(answer.body)) {
      // Leaving the loop, by an error too, cancels the stream and with it the download.
      for await (const chunk of answer.body) add(chunk);
    } else {
      add(new Uint8Array(await answer.arrayBuffer()));
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
