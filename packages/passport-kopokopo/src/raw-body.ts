import type { IncomingRequest } from './request';

/** A webhook is far smaller; in bytes. */
const longest = 1_048_576;

/** Why there is no raw body. */
export class RawBodyError extends Error {
  override readonly name = 'RawBodyError';

  constructor(
    /** Why; stable. */
    readonly reason: 'webhook_body_parsed' | 'webhook_body_too_large' | 'webhook_body_truncated',
    message: string,
    /** The HTTP status to answer with. */
    readonly status: 500 | 413 | 400,
  ) {
    super(message);
  }
}

interface Readable {
  readonly readableEnded?: boolean;
  readonly destroyed?: boolean;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'end' | 'error' | 'close', listener: () => void): unknown;
}

/**
 * The bytes of a request's body: left by `express.raw()`, kept by a parser as `req.rawBody`, or still to be read.
 *
 * @throws RawBodyError when a parser has eaten them, when they are too many, or when the sender went away
 */
export async function rawBodyOf(req: IncomingRequest): Promise<Uint8Array> {
  const { body, rawBody } = req as { body?: unknown; rawBody?: unknown };
  if (rawBody instanceof Uint8Array) return rawBody;
  if (body instanceof Uint8Array) return body;
  const stream = req as unknown as Readable;
  if (stream.readableEnded || (body !== undefined && body !== null)) {
    throw new RawBodyError(
      'webhook_body_parsed',
      "Kopo Kopo: the webhook's body was parsed before its signature could be checked, which needs the bytes as they came. Mount webhook() before express.json(), or use express.raw({ type: '*/*' }) on this route.",
      500,
    );
  }
  return read(stream);
}

function read(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const truncated = (): void =>
      reject(new RawBodyError('webhook_body_truncated', 'Kopo Kopo: the webhook ended in the middle.', 400));
    // Nothing is heard any more of a sender who went away before.
    if (stream.destroyed) return truncated();
    stream.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes <= longest) chunks.push(chunk);
    });
    stream.on('end', () => {
      if (bytes <= longest) return resolve(Buffer.concat(chunks));
      reject(
        new RawBodyError(
          'webhook_body_too_large',
          `Kopo Kopo: the webhook is longer than ${longest} bytes.`,
          413,
        ),
      );
    });
    stream.on('error', truncated);
    stream.on('close', truncated);
  });
}
