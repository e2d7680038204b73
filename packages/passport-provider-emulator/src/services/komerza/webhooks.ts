import { randomUUID } from 'node:crypto';
import { type EmulatedResponse } from '../../http/response';
import { type Call } from '../../http/request';
import { type Grant } from '../../authorization/grants';
import { type Route } from '../../http/route';
import { Refusal } from '../../http/refusal';
import { opaqueToken } from '../../authorization/tokens';
import { type KomerzaParts, grantedStore, permittedGrant } from './access';
import { apiRoute, listResponse, success } from './responses';
import { FormRefusal, isWebURL, readForm, text, texts } from './forms';
import { type KomerzaUser } from './users';
import { type KomerzaWebhook, type KomerzaWebhookLog } from './webhook';

type Handler = (call: Call, id: string, logID: string) => EmulatedResponse;

/** `/webhooks` of a user. Nothing is delivered, because Komerza does not document how it signs. */
export class KomerzaWebhooks {
  readonly #parts: KomerzaParts;
  #webhooks: readonly KomerzaWebhook[] = [];
  #logs: readonly KomerzaWebhookLog[] = [];

  constructor(parts: KomerzaParts) {
    this.#parts = parts;
  }

  get all(): readonly KomerzaWebhook[] {
    return this.#webhooks;
  }

  routes(): readonly Route[] {
    const route = (
      method: Route['method'],
      path: string,
      endpoint: Route['endpoint'],
      handle: Handler,
    ): Route =>
      apiRoute(method, `/webhooks${path}`, endpoint, (call, params) =>
        handle(call, params['id'] ?? '', params['logID'] ?? ''),
      );
    return [
      route('GET', '', 'webhooks', (call) => this.#list(call)),
      route('POST', '', 'webhooks', (call) => this.#create(call)),
      route('GET', '/:id', 'webhooks', (call, id) => this.#success(this.#own(call, id, 'view'))),
      route('PUT', '/:id', 'webhooks', (call, id) => this.#update(call, id)),
      route('DELETE', '/:id', 'webhooks', (call, id) => this.#delete(call, id)),
      route('GET', '/:id/logs', 'webhookLogs', (call, id) => this.#listLogs(call, id)),
      route('POST', '/:id/logs/:logID/resend', 'webhookLogs', (call, _, logID) => this.#resend(call, logID)),
    ];
  }

  /** @throws TypeError if there is no such webhook. */
  log(webhookID: string, changes: Partial<KomerzaWebhookLog> = {}): KomerzaWebhookLog {
    const webhook = this.#webhooks.find(({ id }) => id === webhookID);
    if (!webhook) throw new TypeError(`Komerza has no webhook ${webhookID}`);
    const entry: KomerzaWebhookLog = {
      id: randomUUID(),
      dateCreated: this.#now(),
      url: webhook.url,
      signature: 'not documented',
      requestBody: JSON.stringify({ event: webhook.events[0] }),
      responseCode: 200,
      responseBody: '',
      webhookId: webhook.id,
      userId: webhook.userId,
      retryCount: 1,
      userAgent: 'Komerza',
      orderId: null,
      ...changes,
    };
    this.#logs = [...this.#logs, entry].slice(-1_000);
    return entry;
  }

  #list(call: Call): EmulatedResponse {
    const { user } = this.#grant(call, 'view');
    return this.#success(this.#webhooks.filter(({ userId }) => userId === user.id));
  }

  /** Only this response has the secret. */
  #create(call: Call): EmulatedResponse {
    const grant = this.#grant(call, 'create');
    const form = this.#readForm(call, grant);
    const owner = { id: randomUUID(), dateCreated: this.#now(), userId: grant.user.id };
    const webhook: KomerzaWebhook = { ...owner, executionLogs: [], ...form };
    this.#webhooks = [...this.#webhooks, webhook].slice(-1_000);
    return this.#success({ webhook, secret: `kmz_webhook_${opaqueToken(24)}` });
  }

  #update(call: Call, id: string): EmulatedResponse {
    const webhook = this.#own(call, id, 'update');
    const changed = { ...webhook, ...this.#readForm(call, this.#grant(call, 'update')) };
    this.#webhooks = this.#webhooks.map((known) => (known === webhook ? changed : known));
    return this.#success(changed);
  }

  #delete(call: Call, id: string): EmulatedResponse {
    const webhook = this.#own(call, id, 'delete');
    this.#webhooks = this.#webhooks.filter((known) => known !== webhook);
    this.#logs = this.#logs.filter(({ webhookId }) => webhookId !== webhook.id);
    return this.#success(null);
  }

  #listLogs(call: Call, id: string): EmulatedResponse {
    const webhook = this.#own(call, id, 'view');
    const logs = this.#logs.filter(({ webhookId }) => webhookId === webhook.id);
    return listResponse(this.#parts.switches, call, logs);
  }

  /** The service documents that the id of the webhook in the path does not matter. */
  #resend(call: Call, logID: string): EmulatedResponse {
    const { user } = this.#grant(call, 'update');
    const entry = this.#logs.find(({ id, userId }) => id === logID && userId === user.id);
    if (!entry) throw notFound('log');
    const sent = { ...entry, retryCount: entry.retryCount + 1 };
    this.#logs = this.#logs.map((known) => (known === entry ? sent : known));
    return this.#success(null);
  }

  #readForm(call: Call, grant: Grant<KomerzaUser>): Pick<KomerzaWebhook, 'url' | 'events' | 'storeIds'> {
    const form = readForm(call);
    const url = text(form, 'url', [1, 3000]);
    if (!isWebURL(url)) throw new FormRefusal('url', 'an absolute http(s) URL');
    const events = texts(form, 'eventTypes', 1);
    const storeIds = texts(form, 'storeIds', 0);
    storeIds.forEach((id) => grantedStore(this.#parts, grant, id));
    return { url, events, storeIds };
  }

  #own(call: Call, id: string, action: 'view' | 'update' | 'delete'): KomerzaWebhook {
    const { user } = this.#grant(call, action);
    const webhook = this.#webhooks.find((known) => known.id === id && known.userId === user.id);
    if (webhook) return webhook;
    throw notFound('webhook');
  }

  #grant(call: Call, action: 'view' | 'create' | 'update' | 'delete'): Grant<KomerzaUser> {
    return permittedGrant(this.#parts, call, `user.webhooks.${action}`);
  }

  #success(data: unknown): EmulatedResponse {
    return success(this.#parts.switches, data);
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString();
  }
}

function notFound(what: 'webhook' | 'log'): Refusal {
  return new Refusal(404, 'NotFound', `unknown_${what}`, `The user has no such ${what}`);
}
