import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { rawBodyOf, RawBodyError } from './raw-body';
import {
  kopokopoOf,
  type IncomingRequest,
  type KopoKopoWebhook,
  type Next,
  type ServerResponse,
} from './request';
import { asError } from './next-error';
import { respond, respondAndClose, whenAnswered } from './response';
import { verifyWebhook } from './signature';
import { eventOf, parseWebhook } from './webhook-event';
import { memoryWebhookStore, type KopoKopoWebhookClaim, type KopoKopoWebhookStore } from './webhook-store';

/** How long a redelivery waits for the delivery that is being handled, and how often it looks, in milliseconds. */
const maxWait = 3_000;
const waitStep = 100;

/** Options of {@link webhook}: at least one key. */
export interface KopoKopoWebhookOptions {
  /** The application's API key, or a list while you rotate keys. */
  readonly apiKey?: string | readonly string[] | undefined;
  /** The client secret. Kopo Kopo's guide also calls it the key; use it only if your webhooks are signed with it. */
  readonly clientSecret?: string | readonly string[] | undefined;
  /** Remembers handled events. Default: the last 10,000, in this process. */
  readonly store?: KopoKopoWebhookStore | undefined;
}

/**
 * Middleware that verifies the signature of a webhook and sets `req.kopokopo.webhook`. It answers a wrong or missing
 * signature with 401, a body that is not a JSON object with 400, and one of more than 1 MiB with 413.
 *
 * An event counts as handled when the response has a 2xx status. A redelivery waits while another delivery of the event
 * is being handled: it gets `duplicate: true` if that succeeded, and handles the event itself if that failed. After three
 * seconds it is answered with 503, so that Kopo Kopo sends it again.
 *
 * Mount it before any JSON parser, because the signature covers the raw bytes.
 *
 * @example
 * app.post('/kopokopo', webhook({ apiKey }), async (req, res) => {
 *   const { duplicate, topic, body } = req.kopokopo.webhook;
 *   if (!duplicate) await save(topic, body);
 *   res.sendStatus(200);
 * });
 *
 * @throws TypeError if there is no key, or if `store` lacks a method
 */
export function webhook(
  options: KopoKopoWebhookOptions,
): (req: IncomingRequest, res: ServerResponse, next: Next) => void {
  const keys = [options?.apiKey ?? [], options?.clientSecret ?? []].flat();
  verifyWebhook('', undefined, keys);
  const store = checkedStore(options.store ?? memoryWebhookStore());
  return (req, res, next) => {
    receive(req, res, keys, store).then(
      (isReady) => {
        if (isReady) next();
      },
      (error: unknown) => next(asError(error, 'the store of webhooks')),
    );
  };
}

/** Sets `req.kopokopo.webhook` and gives true; or responds. */
async function receive(
  req: IncomingRequest,
  res: ServerResponse,
  keys: readonly string[],
  store: KopoKopoWebhookStore,
): Promise<boolean> {
  const rawBody = await rawBodyOf(req).catch((error: unknown) => {
    if (error instanceof RawBodyError && error.status === 413) return undefined;
    throw error;
  });
  if (!rawBody) return respondAndClose(req, res, 413, 'The body is too long');
  if (!verifyWebhook(rawBody, req.headers['x-kopokopo-signature'], keys)) {
    return respond(res, 401, 'The signature is missing or wrong');
  }
  const body = parseWebhook(rawBody);
  if (!body) return respond(res, 400, 'The body is not a JSON object');
  const { id, topic, key } = eventOf(body);
  const claim = key === undefined ? 'new' : await claimed(store, key, res);
  if (claim === 'busy') return respond(res, 503, 'Another delivery of this event is being handled');
  kopokopoOf(req).webhook = { id, topic, duplicate: claim === 'done', body, rawBody } as KopoKopoWebhook;
  return true;
}

/** Claims an event, and waits while another delivery of it is being handled. */
async function claimed(
  store: KopoKopoWebhookStore,
  key: string,
  res: ServerResponse,
): Promise<KopoKopoWebhookClaim> {
  const owner = randomUUID();
  for (let waited = 0; ; waited += waitStep) {
    const claim = await store.claim(key, owner);
    if (claim === 'new') {
      whenAnswered(res, (status) => settle(store, key, owner, status >= 200 && status <= 299));
      return claim;
    }
    if (claim === 'done' || waited >= maxWait) return claim;
    await delay(waitStep);
  }
}

/** The response is on its way, so a store that fails here can only be reported. */
function settle(store: KopoKopoWebhookStore, key: string, owner: string, isHandled: boolean): void {
  new Promise((resolve) => {
    resolve(isHandled ? store.complete(key, owner) : store.release(key, owner));
  }).catch((error: unknown) => {
    const { message } = asError(error, 'the store of webhooks');
    process.emitWarning(`Kopo Kopo: the store of webhooks failed; an event may be handled twice: ${message}`);
  });
}

function checkedStore(store: KopoKopoWebhookStore): KopoKopoWebhookStore {
  const methods: readonly (keyof KopoKopoWebhookStore)[] = ['claim', 'complete', 'release'];
  const missing = methods.find((method) => typeof store?.[method] !== 'function');
  if (missing === undefined) return store;
  throw new TypeError(
    `Kopo Kopo: the \`store\` of webhook() has no method \`${missing}\`. It needs claim, complete and release.`,
  );
}
