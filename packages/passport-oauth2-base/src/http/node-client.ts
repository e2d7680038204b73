import * as http from 'node:http';
import * as https from 'node:https';
import { IncompleteResponse, type RawLimits, type RawResponse, type WireRequest } from './messages';

/**
 * Idle sockets close after this many milliseconds: less than the 5 s after which Node's own servers and many
 * proxies close theirs, so that few requests use a socket that is being closed.
 */
const idleTimeout = 4_000;

const keepAlive = {
  'http:': new http.Agent({ keepAlive: true, timeout: idleTimeout, scheduling: 'lifo' }),
  'https:': new https.Agent({ keepAlive: true, timeout: idleTimeout, scheduling: 'lifo' }),
};

/**
 * One HTTP round trip over `node:http`. A reused connection may be reset before the first byte of the response, because
 * the server closed it at the same moment. A repeatable request is then sent once more, on a new connection.
 */
export async function requestOverNode(
  request: WireRequest,
  url: URL,
  agent: object | undefined,
  limits: RawLimits,
): Promise<RawResponse> {
  const first = agent ?? (url.protocol === 'https:' ? keepAlive['https:'] : keepAlive['http:']);
  try {
    return await roundTrip(request, url, first as http.Agent, limits);
  } catch (error) {
    if (!(error instanceof StaleConnection) || !request.repeatable) throw error;
    return roundTrip(request, url, agent ? (agent as http.Agent) : false, limits);
  }
}

/** A reused connection was already closed by the server. */
class StaleConnection extends IncompleteResponse {}

function roundTrip(
  request: WireRequest,
  url: URL,
  agent: http.Agent | false,
  limits: RawLimits,
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const { request: open } = url.protocol === 'https:' ? https : http;
    const outgoing = open(url, { method: request.method, headers: request.headers, agent });
    let hasResponse = false;
    limits.deadline.onExpiry(() => {
      reject(new IncompleteResponse('network_error'));
      outgoing.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const reset = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      reject(
        reset && outgoing.reusedSocket && !hasResponse
          ? new StaleConnection('network_error', undefined, error)
          : new IncompleteResponse('network_error', undefined, error),
      );
    });
    outgoing.on('response', (incoming) => {
      hasResponse = true;
      readBody(incoming, limits.maxResponseBytes, resolve, reject);
    });
    // When a server switches protocols, Node emits neither a response nor an error.
    outgoing.on('upgrade', (_incoming, socket) => socket.destroy());
    outgoing.on('close', () => {
      if (hasResponse) return;
      reject(new IncompleteResponse('network_error', undefined, new Error('The connection was closed')));
    });
    outgoing.end(request.body);
  });
}

function readBody(
  incoming: http.IncomingMessage,
  maxBytes: number,
  resolve: (response: RawResponse) => void,
  reject: (reason: IncompleteResponse) => void,
): void {
  const status = incoming.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      reject(new IncompleteResponse('response_too_large', status));
      incoming.destroy();
    } else {
      chunks.push(chunk);
    }
  });
  incoming.on('end', () =>
    resolve({ status, headers: joinedHeaders(incoming.headers), body: Buffer.concat(chunks) }),
  );
  incoming.on('error', (error) => reject(new IncompleteResponse('response_truncated', status, error)));
  incoming.on('close', () => {
    if (!incoming.complete) reject(new IncompleteResponse('response_truncated', status));
  });
}

function joinedHeaders(headers: http.IncomingHttpHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) texts[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return texts;
}
