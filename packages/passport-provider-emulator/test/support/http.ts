import { createHash, randomBytes } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** One request with exactly these headers: node:http adds no User-Agent, no Accept. */
export function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const outgoing = request(
      url,
      { method, headers: { ...headers, ...length }, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function sendJson(url: string, value: unknown, headers: Record<string, string> = {}): Promise<Reply> {
  return send('POST', url, { 'Content-Type': 'application/json', ...headers }, JSON.stringify(value));
}

export function sendForm(
  url: string,
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return send('POST', url, { ...type, ...headers }, new URLSearchParams(fields).toString());
}

/** The JSON of a reply, loosely typed: tests state what they expect. */
export function json(reply: Reply): Record<string, unknown> {
  return JSON.parse(reply.text) as Record<string, unknown>;
}

export function reason(reply: Reply): string | undefined {
  return reply.headers['x-emulator-reason'] as string | undefined;
}

export function address(base: string, parameters: Record<string, string | undefined>): string {
  const defined = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return `${base}?${new URLSearchParams(defined).toString()}`;
}

export function parameter(location: string, name: string): string {
  const value = new URL(location).searchParams.get(name);
  if (value === null) throw new Error(`no ${name} in ${location}`);
  return value;
}

export function createPkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
