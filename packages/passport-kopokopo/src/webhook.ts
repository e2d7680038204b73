import type { JsonObject } from 'passport-oauth2-base';
import { rawBodyOf } from './raw-body';
import { kopokopoOf, type IncomingRequest, type KopoKopoWebhook, type Next } from './request';
import { verifyWebhook } from './signature';

/** How many webhook ids are remembered. */
const remembered = 10_000;

/** Options of {@link webhook}: at least one key. */
export interface KopoKopoWebhookOptions {
  /** The application's API key, or several while keys change. */
  readonly apiKey?: string | readonly string[] | undefined;
  /** The client secret, which Kopo Kopo's guide names as the key in one sentence. */
  readonly clientSecret?: string | readonly string[] | undefined;
}

/** The response as far as it is used. */
interface Answer {
  statusCode: number;
  readonly writableFinished?: boolean;
  end(text: string): unknown;
  once?(event: 'close', listener: () => void): unknown;
}

/**
 * Middleware that lets only webhooks with a right signature pass, as `req.kopokopo.webhook`. A wrong or missing
 * signature is answered with 401, a body that is no JSON object with 400.
 *
 * Mount it before any JSON parser: the signature is over the raw bytes.
 *
 * @example
 * app.post('/kopokopo', webhook({ apiKey }), (req, res) => { … req.kopokopo.webhook.topic …; res.sendStatus(200); });
 *
 * @throws TypeError when there is no key
 */
export function webhook(
  options: KopoKopoWebhookOptions,
): (req: IncomingRequest, res: Answer, next: Next) => void {
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
    const answer = (status: number, text: string): void => {
      res.statusCode = status;
      res.end(text);
    };
    check(req).then((checked) => {
      if (checked === 'bad signature') return answer(401, 'The signature is missing or wrong');
      if (checked === 'bad body') return answer(400, 'The body is not a JSON object');
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
  if (seen.size >= remembered && !oldest.done) seen.delete(oldest.value);
  seen.add(id);
  return false;
}

function parsed(rawBody: Uint8Array): JsonObject | undefined {
  try {
    const text = Buffer.from(rawBody).toString();
    // `__proto__` is dropped: whoever merges the body into an object would change a prototype (CWE-1321).
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
