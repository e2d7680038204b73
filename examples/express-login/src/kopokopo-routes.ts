import { Router, type Request } from 'express';
import { webhook, type KopoKopoRequest } from 'passport-kopokopo';
import { accountOf, takeNotice } from './account';
import { csrfTokenOf, requireCsrfToken } from './csrf';
import type { OpenKopoKopo, WebhookKind } from './kopokopo';
import { kopokopoPage } from './pages/kopokopo';
import { notFound } from './problem';

export const webhookPath = '/api/webhooks/kopokopo';

/** How many webhooks are listed. */
const mostListed = 10;

/** A webhook whose signature was right. What it says of people and payments is not kept. */
export interface ReceivedWebhook {
  readonly topic: string | undefined;
  readonly id: string | undefined;
  readonly duplicate: boolean;
  readonly at: Date;
}

/**
 * Receives webhooks. Mount it before the body parsers: the signature is over the bytes as they came.
 *
 * @param received - the newest first
 */
export function webhookRoutes({ apiKey }: OpenKopoKopo, received: ReceivedWebhook[]): Router {
  const router = Router();
  router.post(webhookPath, webhook({ apiKey }), (req, res) => {
    const { topic, id, duplicate } = (req as Request & { kopokopo: Required<KopoKopoRequest> }).kopokopo
      .webhook;
    // Yours does its work here. A duplicate was delivered before: look up whether its work was finished.
    received.unshift({ topic, id, duplicate, at: new Date() });
    received.splice(mostListed);
    res.sendStatus(200);
  });
  return router;
}

/** The page of the application's token, and its buttons. Yours shows such a page to its operators only. */
export function kopokopoRoutes(
  kopokopo: OpenKopoKopo,
  received: readonly ReceivedWebhook[],
  baseURL: string,
): Router {
  const router = Router();
  const { client, href, sendWebhook } = kopokopo;

  router.get(href, async (req, res) => {
    const token = await client.applicationToken();
    const [info, introspection] = await Promise.all([
      client.tokenInfo(token),
      client.introspect(token.accessToken),
    ]);
    res.send(
      kopokopoPage({
        kopokopo,
        info,
        introspection,
        received,
        webhookURL: new URL(webhookPath, baseURL).href,
        notice: takeNotice(req),
        isSignedIn: accountOf(req) !== undefined,
        csrfToken: sendWebhook && csrfTokenOf(req),
      }),
    );
  });

  router.post(`${href}/webhooks`, requireCsrfToken, async (req, res) => {
    const { kind } = req.body as Readonly<Record<string, unknown>>;
    if (!sendWebhook || !isWebhookKind(kind)) throw notFound();
    const status = await sendWebhook(ownAddress(req), kind);
    req.session.notice = { kind: 'webhook-sent', text: words[kind](status) };
    res.redirect(303, href);
  });
  return router;
}

const words: Readonly<Record<WebhookKind, (status: number) => string>> = {
  signed: (status) => `The emulator sent a signed webhook, and this application answered ${status}.`,
  again: (status) =>
    `The emulator sent the last webhook again, and this application answered ${status}: Kopo Kopo sees no difference, the list does.`,
  forged: (status) =>
    status === 401
      ? 'The emulator sent a webhook with a wrong signature, and this application refused it with 401. It is not in the list.'
      : `The emulator sent a webhook with a wrong signature, and this application answered ${status} instead of 401.`,
};

function isWebhookKind(kind: unknown): kind is WebhookKind {
  return typeof kind === 'string' && Object.hasOwn(words, kind);
}

/** Where this server listens: behind a proxy that is not the address that browsers use. */
function ownAddress({ socket }: Request): string {
  const host = socket.localAddress === '::1' ? '[::1]' : '127.0.0.1';
  return `http://${host}:${socket.localPort}${webhookPath}`;
}
