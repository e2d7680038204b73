import type { IncomingRequest } from './request';

/** Longest webhook body, in bytes. Real webhooks are far smaller. */
const maxBytes = 1_048_576;

/** The raw body could not be read. */
export class RawBodyError extends Error {
  override readonly name = 'RawBodyError';

  constructor(
    /** A stable code for the cause. */
    readonly reason: 'webhook_body_parsed' | 'webhook_body_too_large' | 'webhook_body_truncated',
    message: string,
    /** HTTP status for the response. */
    readonly status: 500 | 413 | 400,
  ) {
    super(message);
  }
}

type Events = {
  readonly data: (chunk: Uint8Array) => void;
  readonly end: () => void;
  readonly error: () => void;
  readonly close: () => void;
};

interface Readable {
  readonly readableEnded?: boolean;
  readonly destroyed?: boolean;
  on<Name extends keyof Events>(event: Name, listener: Events[Name]): unknown;
  off<Name extends keyof Events>(event: Name, listener: Events[Name]): unknown;
  pause(): unknown;
}

/**
 * Gets the bytes of a request's body: from `req.rawBody`, from `express.raw()`, or from the stream.
 *
 * @throws RawBodyError if a parser has consumed the body, if it is longer than 1 MiB (the rest is not read then), or if the
 *   sender disconnected
 */
export async function rawBodyOf(req: IncomingRequest): Promise<Uint8Array> {
  const { body, rawBody } = req as { body?: unknown; rawBody?: unknown };
  if (rawBody instanceof Uint8Array) return rawBody;
  if (body instanceof Uint8Array) return body;
  const stream = req as unknown as Readable;
  if (stream.readableEnded || (body !== undefined && body !== null)) {
    throw new RawBodyError(
      'webhook_body_parsed',
      "Kopo Kopo: the webhook's body was parsed before its signature could be checked. The signature covers the raw bytes. Mount webhook() before express.json(), or use express.raw({ type: '*/*' }) on this route.",
      500,
    );
  }
  // A body that is announced as too long is not read at all.
  if (Number(req.headers['content-length']) > maxBytes) throw tooLarge();
  return read(stream);
}

function read(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    const truncated = (): void => reject(disconnected());
    // A stream that is already destroyed emits no more events.
    if (stream.destroyed) return truncated();
    const collect = (chunk: Uint8Array): void => {
      bytes += chunk.length;
      if (bytes <= maxBytes) return void chunks.push(chunk);
      stream.off('data', collect);
      stream.pause();
      reject(tooLarge());
    };
    stream.on('data', collect);
    stream.on('end', () => resolve(Buffer.concat(chunks)));
    stream.on('error', truncated);
    stream.on('close', truncated);
  });
}

function tooLarge(): RawBodyError {
  const message = `Kopo Kopo: the webhook body is longer than ${maxBytes} bytes.`;
  return new RawBodyError('webhook_body_too_large', message, 413);
}

function disconnected(): RawBodyError {
  const message = 'Kopo Kopo: the sender disconnected before the webhook was complete.';
  return new RawBodyError('webhook_body_truncated', message, 400);
}
