import * as http from 'node:http';
import * as https from 'node:https';
import { IncompleteResponse, type RawLimits, type RawResponse, type WireRequest } from './messages';

/**
 * Idle sockets close after this many milliseconds: less than the 5 s after which Node's own servers and many
 * proxies close theirs, so that a request rarely meets a socket that is just being closed.
 */
const idleTimeout = 4_000;

const keepAlive = {
  'http:': new http.Agent({ keepAlive: true, timeout: idleTimeout, scheduling: 'lifo' }),
  'https:': new https.Agent({ keepAlive: true, timeout: idleTimeout, scheduling: 'lifo' }),
};

/**
 * One HTTP exchange over `node:http`. A reset on a reused connection, before any byte of the answer, is what a
 * keep-alive race looks like: such a request is sent once more, on a new connection, if it may be.
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

/** The connection had been used before and was dead. */
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
    let answered = false;
    limits.deadline.onExpiry(() => {
      reject(new IncompleteResponse('network_error'));
      outgoing.destroy();
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const reset = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      reject(
        reset && outgoing.reusedSocket && !answered
          ? new StaleConnection('network_error', undefined, error)
          : new IncompleteResponse('network_error', undefined, error),
      );
    });
    outgoing.on('response', (answer) => {
      answered = true;
      read(answer, limits.maxResponseBytes, resolve, reject);
    });
    // A server that switches protocols takes the connection away from HTTP: there is no answer, and no error.
    outgoing.on('upgrade', (_answer, socket) => socket.destroy());
    outgoing.on('close', () => {
      if (answered) return;
      reject(new IncompleteResponse('network_error', undefined, new Error('The connection was closed')));
    });
    outgoing.end(request.body);
  });
}

function read(
  answer: http.IncomingMessage,
  mostBytes: number,
  resolve: (response: RawResponse) => void,
  reject: (reason: IncompleteResponse) => void,
): void {
  const status = answer.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      reject(new IncompleteResponse('response_too_large', status));
      answer.destroy();
    } else {
      chunks.push(chunk);
    }
  });
  answer.on('end', () => resolve({ status, headers: flat(answer.headers), body: Buffer.concat(chunks) }));
  answer.on('error', (error) => reject(new IncompleteResponse('response_truncated', status, error)));
  answer.on('close', () => {
    if (!answer.complete) reject(new IncompleteResponse('response_truncated', status));
  });
}

function flat(headers: http.IncomingHttpHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) texts[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return texts;
}
