import * as http from 'node:http';
import * as https from 'node:https';
import { types } from 'node:util';
import { IncompleteResponse, type RawLimits, type RawResponse, type WireRequest } from './messages';

/**
 * One HTTP round trip over `node:http`. Without `agent`, the process' global agent is used, looked up at each request, so
 * that its proxy and its certificates count. A reused connection may be dead, because the server closed it. A repeatable
 * request is then sent once more, over a new connection. A refresh must not be repeated, so it never uses an old one.
 */
export async function requestOverNode(
  request: WireRequest,
  url: URL,
  given: object | undefined,
  limits: RawLimits,
): Promise<RawResponse> {
  const agent = (given ?? (url.protocol === 'https:' ? https : http).globalAgent) as http.Agent;
  const { endpoint, repeatable } = request;
  if (endpoint === 'refresh' || endpoint === 'revocation') {
    return requestOverNewConnection(request, url, agent, limits);
  }
  try {
    return await roundTrip(request, url, agent, limits);
  } catch (error) {
    if (!(error instanceof StaleConnection) || !repeatable) throw error;
    return requestOverNewConnection(request, url, agent, limits);
  }
}

async function requestOverNewConnection(
  request: WireRequest,
  url: URL,
  agent: http.Agent,
  limits: RawLimits,
): Promise<RawResponse> {
  try {
    return await roundTrip(request, url, withEmptyPools(agent), limits);
  } catch (error) {
    // A class with private members does not work through a prototype. Nothing has been sent then.
    const { cause = error } = error as { cause?: unknown };
    if (!types.isNativeError(cause) || cause.name !== 'TypeError' || 'code' in cause) throw error;
    return roundTrip(request, url, agent, limits);
  }
}

/** The same agent, with its proxy and certificates, seen without its idle sockets. Its connection is not kept. */
function withEmptyPools(agent: http.Agent): http.Agent {
  return Object.create(agent, {
    freeSockets: { value: {}, writable: true },
    sockets: { value: {}, writable: true },
    requests: { value: {}, writable: true },
    totalSocketCount: { value: 0, writable: true },
    keepAlive: { value: false, writable: true },
    maxSockets: { value: Infinity, writable: true },
  }) as http.Agent;
}

/** A reused connection was already closed by the server. */
class StaleConnection extends IncompleteResponse {}

function roundTrip(
  request: WireRequest,
  url: URL,
  agent: http.Agent,
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
