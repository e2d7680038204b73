import { setTimeout as wait } from 'node:timers/promises';
import { type EmulatedResponse, jsonResponse } from '../../http/response';
import { type Call } from '../../http/request';
import { type Clock } from '../../authorization/clock';
import { type RegisteredClient } from '../../emulated-provider';
import { keepLast } from '../../http/keep-last';
import { Refusal } from '../../http/refusal';
import { type KopoKopoRecord, callbackOf, readRecord, showRecord } from './records';
import {
  type ApiVersion,
  type IncomingPayment,
  type Subscription,
  isSubscribedTo,
  readIncomingPayment,
  readSubscription,
  showPayment,
  showSubscription,
  transactionOf,
} from './resources';
import { type KopoKopoSwitches } from './switches';
import { type KopoKopoWebhooks, isLoopback } from './webhooks';

interface ApiParts {
  readonly clock: Clock;
  readonly switches: KopoKopoSwitches;
  readonly webhooks: KopoKopoWebhooks;
  /** The origin of the service. */
  readonly origin: () => string;
}

/** `/api/v1` and `/api/v2`: subscriptions to webhooks, incoming payments with their results, and other resources. */
export class KopoKopoApi {
  readonly subscriptions: Subscription[] = [];
  readonly #payments: IncomingPayment[] = [];
  readonly #records: KopoKopoRecord[] = [];
  readonly #parts: ApiParts;
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  subscribe(call: Call, client: RegisteredClient, version: ApiVersion): EmulatedResponse {
    const subscription = readSubscription(call, client, version);
    keepLast(this.subscriptions, subscription);
    return created(`${this.#parts.origin()}${call.path}/${subscription.id}`);
  }

  showSubscription(client: RegisteredClient, id: string): EmulatedResponse {
    return jsonResponse(showSubscription(ownResource(this.subscriptions, client, id)));
  }

  receivePayment(call: Call, client: RegisteredClient): EmulatedResponse {
    const { clock, origin } = this.#parts;
    const payment = readIncomingPayment(call, client, origin() + call.path, clock.now());
    keepLast(this.#payments, payment);
    this.#follow(this.#finish(payment));
    return created(payment.location);
  }

  showPayment(client: RegisteredClient, id: string): EmulatedResponse {
    return jsonResponse(showPayment(ownResource(this.#payments, client, id)));
  }

  createRecord(call: Call, client: RegisteredClient, collection: string): EmulatedResponse {
    const record = readRecord(call, client, collection, this.#parts.origin() + call.path);
    keepLast(this.#records, record);
    this.#follow(this.#reportRecord(record));
    return created(record.location);
  }

  listRecords(client: RegisteredClient, collection: string): EmulatedResponse {
    return jsonResponse({ data: this.#recordsOf(collection, client).map(showRecord) });
  }

  showRecord(client: RegisteredClient, collection: string, id: string): EmulatedResponse {
    return jsonResponse({ data: showRecord(ownResource(this.#recordsOf(collection, client), client, id)) });
  }

  async delivered(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #recordsOf(collection: string, client: RegisteredClient): readonly KopoKopoRecord[] {
    return this.#records.filter((known) => known.collection === collection && known.client === client);
  }

  /** Sets the result of a payment, sends its callback, and sends webhooks to the subscribers of received transactions. */
  async #finish(payment: IncomingPayment): Promise<void> {
    const { switches, webhooks, origin } = this.#parts;
    await wait(switches.resultDelay, undefined, { ref: false });
    payment.status = switches.paymentResult;
    await this.#send(new URL(payment.callbackURL), showPayment(payment), payment.client);
    if (payment.status !== 'Success') return;
    const body = webhooks.create(origin(), 'buygoods_transaction_received', transactionOf(payment));
    const subscribed = this.subscriptions.filter((subscription) => isSubscribedTo(subscription, payment));
    for (const { url } of subscribed) await this.#send(new URL(url), body, payment.client);
  }

  async #reportRecord(record: KopoKopoRecord): Promise<void> {
    await wait(this.#parts.switches.resultDelay, undefined, { ref: false });
    const url = callbackOf(record);
    if (url) await this.#send(url, { data: showRecord(record) }, record.client);
  }

  /** Sends to this computer only. A failed delivery is not an error. */
  async #send(url: URL, body: unknown, client: RegisteredClient): Promise<void> {
    if (!isLoopback(url)) return;
    const { webhooks, origin } = this.#parts;
    await webhooks.send(url, origin(), { body }, client).catch(() => undefined);
  }

  #follow(work: Promise<void>): void {
    const followed = work.finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }
}

function ownResource<Resource extends { id: string; client: RegisteredClient }>(
  resources: readonly Resource[],
  client: RegisteredClient,
  id: string,
): Resource {
  const found = resources.find((known) => known.id === id && known.client === client);
  if (found) return found;
  throw new Refusal(404, 'NotFound', 'unknown_resource', 'There is nothing at this path');
}

function created(location: string): EmulatedResponse {
  return { status: 201, headers: { 'Cache-Control': 'no-store', Location: location }, body: '' };
}
