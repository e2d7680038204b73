import { type ServerResponse } from 'node:http';

export const json = { 'content-type': 'application/json' };

/** Writes for as long as anybody reads. */
export function endless(res: ServerResponse, chunk: string): void {
  res.writeHead(200, json);
  const timer = setInterval(() => res.write(chunk), 1);
  res.on('error', () => undefined);
  res.on('close', () => clearInterval(timer));
}

/** Headers at once, and then a byte every 40 ms. */
export function drip(res: ServerResponse): void {
  res.writeHead(200, json);
  const timer = setInterval(() => res.write(' '), 40);
  res.on('close', () => clearInterval(timer));
}

/** Ends the connection in the middle of the body. */
export function resetAfter(res: ServerResponse, beginning: string): void {
  res.writeHead(200, json);
  res.write(beginning, () => setTimeout(() => res.socket?.resetAndDestroy(), 30));
}

/** Closes the connection politely before the promised length. */
export function breakOff(res: ServerResponse): void {
  res.writeHead(200, { ...json, 'content-length': 100 });
  res.write('{"a":', () => res.socket?.end());
}

export function manyHeaders(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-header-${i}`, 'some value']));
}

/** An answer as it stands on the wire. */
export function onTheWire(body: string): string {
  return `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nContent-Type: application/json\r\n\r\n${body}`;
}

/** The reason that a call failed for, or `success`. */
export function reasonOf(call: Promise<unknown> | undefined): Promise<unknown> {
  if (!call) throw new Error('there is no such method');
  return call.then(
    () => 'success',
    (error: { reason?: string }) => error.reason ?? error,
  );
}
