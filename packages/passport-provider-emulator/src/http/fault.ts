import { type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type EmulatedResponse, jsonResponse, redirectResponse, textResponse, withHeaders } from './response';

/** The request that a fault responds to. */
export interface FaultExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Runs the real endpoint: it uses up a code, or rotates a token. */
  readonly genuine: () => Promise<EmulatedResponse>;
  /** Makes an error response in the service's own form. */
  readonly refuse: (
    status: number,
    code: string,
    message: string,
    headers?: Readonly<Record<string, string>>,
  ) => EmulatedResponse;
  /** Writes status and headers. */
  readonly begin: (status: number, headers?: Readonly<Record<string, string | number>>) => void;
  /** Writes a whole response. */
  readonly send: (response: EmulatedResponse) => void;
}

/** How an endpoint misbehaves. {@link faults} makes the usual ones. */
export interface Fault {
  readonly name: string;
  respond(exchange: FaultExchange): void | Promise<void>;
}

function instead(name: string, response: EmulatedResponse): Fault {
  return { name, respond: (exchange) => exchange.send(response) };
}

function status(code: number, body = '', headers: Readonly<Record<string, string>> = {}): Fault {
  return instead('status', withHeaders(textResponse(body, code), headers));
}

function html(): Fault {
  const page = '<!doctype html><html lang="en"><title>Web application</title><div id="root"></div></html>';
  return instead('html', textResponse(page, 200, 'text/html'));
}

function body(text: string, contentType = 'application/json'): Fault {
  return instead('body', textResponse(text, 200, contentType));
}

function json(value: unknown, code = 200): Fault {
  return instead('json', jsonResponse(value, code));
}

function redirect(location: string, code = 302): Fault {
  return instead('redirect', redirectResponse(location, code));
}

function rateLimited(seconds: number): Fault {
  return {
    name: 'rateLimited',
    respond: (exchange) =>
      exchange.send(
        exchange.refuse(429, 'rate_limited', 'Too many requests', { 'Retry-After': String(seconds) }),
      ),
  };
}

function oversized(bytes: number): Fault {
  return {
    name: 'oversized',
    async respond({ begin, response }) {
      const start = '{"access_token":"oversized","token_type":"Bearer","padding":"';
      const end = '"}';
      begin(200, { 'Content-Type': 'application/json; charset=utf-8' });
      response.write(start);
      let left = Math.max(0, bytes - start.length - end.length);
      while (left > 0 && !response.destroyed) {
        const size = Math.min(left, 65_536);
        left -= size;
        if (!response.write('a'.repeat(size))) await drainedOrClosed(response);
      }
      response.end(end);
    },
  };
}

function drainedOrClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function slow(milliseconds: number): Fault {
  return {
    name: 'slow',
    async respond({ begin, genuine, response }) {
      const real = await genuine();
      const bytes = Buffer.from(real.body);
      begin(real.status, { ...real.headers, 'Content-Length': bytes.length });
      response.flushHeaders();
      response.socket?.setNoDelay(true);
      const pieces = Math.max(1, Math.min(20, bytes.length));
      for (let piece = 0; piece < pieces; piece += 1) {
        await wait(milliseconds / pieces, undefined, { ref: false });
        if (response.destroyed) return;
        const at = (number: number): number => Math.floor((number * bytes.length) / pieces);
        response.write(bytes.subarray(at(piece), at(piece + 1)));
      }
      response.end();
    },
  };
}

function silent(): Fault {
  return { name: 'silent', respond: () => undefined };
}

function halfBody(): Fault {
  return {
    name: 'halfBody',
    async respond({ begin, genuine, response }) {
      const real = await genuine();
      const bytes = Buffer.from(real.body || '{}');
      begin(real.status, { ...real.headers, 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy());
    },
  };
}

function reset(): Fault {
  return {
    name: 'reset',
    respond: ({ request }) => {
      request.socket.resetAndDestroy();
    },
  };
}

function gzip(): Fault {
  return {
    name: 'gzip',
    async respond({ begin, genuine, response }) {
      const real = await genuine();
      const bytes = gzipSync(real.body);
      begin(real.status, {
        ...real.headers,
        'Content-Encoding': 'gzip',
        'Content-Length': bytes.length,
      });
      response.end(bytes);
    },
  };
}

/** A JSON object without a multi-byte character gets a member that has one. */
function withMultiByteCharacter(text: string): string {
  return Buffer.byteLength(text) === text.length ? text.replace(/\}\s*$/, ',"splitCharacter":"é"}') : text;
}

function splitCharacter(): Fault {
  return {
    name: 'splitCharacter',
    async respond({ begin, genuine, response, send }) {
      const real = await genuine();
      const bytes = Buffer.from(withMultiByteCharacter(real.body));
      const first = bytes.findIndex((byte) => byte >= 0xc0);
      if (first < 0) {
        return send(textResponse('splitCharacter: this response has no multi-byte character', 500));
      }
      begin(real.status, { ...real.headers, 'Content-Length': bytes.length });
      response.socket?.setNoDelay(true);
      response.write(bytes.subarray(0, first + 1));
      await wait(40, undefined, { ref: false });
      response.end(bytes.subarray(first + 1));
    },
  };
}

function transform(change: (body: unknown) => unknown): Fault {
  return {
    name: 'transform',
    async respond({ genuine, send }) {
      const real = await genuine();
      send({ ...real, body: JSON.stringify(change(JSON.parse(real.body))) ?? '' });
    },
  };
}

/** Makes the usual faults. */
export interface Faults {
  /** A status with a body (default: empty, text/plain). */
  status(code: number, body?: string, headers?: Readonly<Record<string, string>>): Fault;
  /** 200 with the HTML of a web application. */
  html(): Fault;
  /** 200 with this text, by default under `application/json`. */
  body(text: string, contentType?: string): Fault;
  /** This value as JSON. */
  json(value: unknown, code?: number): Fault;
  /** 200 and that many bytes of JSON, streamed: it begins like a token response and goes on with padding. */
  oversized(bytes: number): Fault;
  /** The genuine response, slowly: headers at once, the body in pieces over that time. */
  slow(milliseconds: number): Fault;
  /** Accepts the request and never responds. */
  silent(): Fault;
  /** Sends half of the genuine body under its full Content-Length, then destroys the connection. */
  halfBody(): Fault;
  /** Resets the connection before any byte of a response. */
  reset(): Fault;
  redirect(location: string, code?: number): Fault;
  /** The genuine response with `Content-Encoding: gzip`, even if the client does not accept it. */
  gzip(): Fault;
  /** 429 with `Retry-After`, in the service's error form. */
  rateLimited(seconds: number): Fault;
  /** The genuine response with its first multi-byte character cut between two chunks (500 if it has none and is not a JSON object). */
  splitCharacter(): Fault;
  /** The genuine response with its JSON changed. `undefined` sends an empty body. */
  transform(change: (body: unknown) => unknown): Fault;
}

export const faults: Faults = {
  status,
  html,
  body,
  json,
  oversized,
  slow,
  silent,
  halfBody,
  reset,
  redirect,
  gzip,
  rateLimited,
  splitCharacter,
  transform,
};
