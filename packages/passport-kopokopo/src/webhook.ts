import type { JsonObject } from 'passport-oauth2-base';
import { rawBodyOf } from './raw-body';
import { kopokopoOf, type IncomingRequest, type KopoKopoWebhook, type Next } from './request';
import { verifyWebhook } from './signature';

/** Number of webhook ids to remember. */
const maxRememberedIds = 10_000;

/** Options of {@link webhook}: at least one key. */
export interface KopoKopoWebhookOptions {
  /** The application's API key, or a list while you rotate keys. */
  readonly apiKey?: string | readonly string[] | undefined;
  /** The client secret. Kopo Kopo's guide also calls it the key; use it only if your webhooks are signed with it. */
  readonly clientSecret?: string | readonly string[] | undefined;
}

/** The members of the response that are used. */
interface ServerResponse {
  statusCode: number;
  readonly writableFinished?: boolean;
  end(text: string): unknown;
  once?(event: 'close', listener: () => void): unknown;
}

/**
 * Middleware that verifies the signature of a webhook and sets `req.kopokopo.webhook`. It answers a wrong or missing
 * signature with 401, and a body that is not a JSON object with 400.
 *
 * Mount it before any JSON parser, because the signature covers the raw bytes.
 *
 * @example
 * app.post('/kopokopo', webhook({ apiKey }), (req, res) => { … req.kopokopo.webhook.topic …; res.sendStatus(200); });
 *
 * @throws TypeError if there is no key
 */
export function webhook(
  options: KopoKopoWebhookOptions,
): (req: IncomingRequest, res: ServerResponse, next: Next) => void {
  const keys = [options?.apiKey ?? [], options?.clientSecret ?? []].flat();
  verifyWebhook('', undefined, keys);
  const seen = new Set<string>();

  const check = async (req: IncomingRequest): Promise<KopoKopoWebhook | 'bad signature' | 'bad body'> => {
    const rawBody = await rawBodyOf(req);
    if (!verifyWebhook(rawBody, req.headers['x-kopokopo-signature'], keys)) return 'bad signature';
    const body = parsed(rawBody);
    if (!body) return 'bad body';
    const id = textOf(body['id']) ?? textOf((body['data'] as JsonObject | undefined)?.['id']);
    return { id, topic: textOf(body['topic']), duplicate: isDuplicate(id, seen), body, rawBody };
  };

  return (req, res, next) => {
    const respond = (status: number, text: string): void => {
      res.statusCode = status;
      res.end(text);
    };
    check(req).then((checked) => {
      if (checked === 'bad signature') return respond(401, 'The signature is missing or wrong');
      if (checked === 'bad body') return respond(400, 'The body is not a JSON object');
      const { id, duplicate } = checked;
      if (id !== undefined && !duplicate) {
        res.once?.('close', () => {
          if (res.statusCode < 200 || res.statusCode > 299 || res.writableFinished === false) seen.delete(id);
        });
      }
      kopokopoOf(req).webhook = checked;
      return next();
    }, next);
  };
}

function isDuplicate(id: string | undefined, seen: Set<string>): boolean {
  if (id === undefined) return false;
  if (seen.has(id)) return true;
  const oldest = seen.values().next();
  if (seen.size >= maxRememberedIds && !oldest.done) seen.delete(oldest.value);
  seen.add(id);
  return false;
}

function parsed(rawBody: Uint8Array): JsonObject | undefined {
  try {
    const text = Buffer.from(rawBody).toString();
    // Drops `__proto__`: merging the body into an object could otherwise change a prototype (CWE-1321).
    const body: unknown = /__proto__|\\u/.test(text) ? JSON.parse(text, withoutProto) : JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

function withoutProto(name: string, value: unknown): unknown {
  return name === '__proto__' ? undefined : value;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
