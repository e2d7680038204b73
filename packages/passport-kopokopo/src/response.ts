import type { IncomingRequest, ServerResponse } from './request';

/** How long a sender has to read a response that came before the end of its body, in milliseconds. */
const readTime = 500;

/** Responds, and says that the request goes no further. */
export function respond(res: ServerResponse, status: number, text: string): false {
  res.statusCode = status;
  res.end(text);
  return false;
}

/**
 * Responds before the body has been read, and closes the connection: the rest of the body is never read. The response is
 * complete at once, by its length. The connection closes a moment later, because closing it with unread bytes makes the
 * operating system discard what the sender has not read yet.
 */
export function respondAndClose(
  req: IncomingRequest,
  res: ServerResponse,
  status: number,
  text: string,
): false {
  if (!res.setHeader || !res.write) return respond(res, status, text);
  res.setHeader('Connection', 'close');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.statusCode = status;
  res.write(text);
  const closing = setTimeout(() => {
    res.end();
    (req as { destroy?: () => unknown }).destroy?.();
  }, readTime);
  res.once?.('close', () => clearTimeout(closing));
  return false;
}

/**
 * Calls back once, with the status, when the application ends the response. Not when the connection closes: a handler
 * may still be at work after the sender has gone.
 */
export function whenAnswered(res: ServerResponse, answered: (status: number) => void): void {
  const end = res.end.bind(res);
  let isAnswered = false;
  res.end = (...values) => {
    if (!isAnswered) answered(res.statusCode);
    isAnswered = true;
    return end(...values);
  };
}
