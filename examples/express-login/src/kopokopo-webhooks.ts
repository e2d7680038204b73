import { Router, type Request } from 'express';
import { webhook, type KopoKopoRequest, type KopoKopoWebhook } from 'passport-kopokopo';
import type { OpenKopoKopo } from './kopokopo';

export const webhookPath = '/api/webhooks/kopokopo';

/** How many webhooks are listed. */
const mostListed = 10;

/** A webhook with a valid signature. Data about people is not kept. */
export interface ReceivedWebhook {
  readonly topic: string | undefined;
  readonly id: string | undefined;
  /** The payment or transaction that it is about. */
  readonly resource: string | undefined;
  readonly duplicate: boolean;
  readonly at: Date;
}

/**
 * Receives webhooks. Mount it before the body parsers, because the signature covers the raw bytes.
 *
 * @param received - the newest first
 */
export function webhookRoutes({ apiKey }: OpenKopoKopo, received: ReceivedWebhook[]): Router {
  const router = Router();
  router.post(webhookPath, webhook({ apiKey }), (req, res) => {
    const { topic, id, duplicate, body } = (req as Request & { kopokopo: Required<KopoKopoRequest> }).kopokopo
      .webhook;
    // Your application does its work here, unless the webhook is a duplicate, and responds when the work is done.
    received.unshift({ topic, id, resource: resourceOf(body), duplicate, at: new Date() });
    received.splice(mostListed);
    res.sendStatus(200);
  });
  return router;
}

/** A result has the payment's id in `data`. A webhook has the transaction's id in `event.resource`. */
function resourceOf({ data, event }: KopoKopoWebhook['body']): string | undefined {
  const { id } = (data ?? event?.resource ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' ? id : undefined;
}
