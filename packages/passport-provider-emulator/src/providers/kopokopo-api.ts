import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, jsonAnswer } from '../answer';
import { type Call } from '../call';
import { type Clock } from '../clock';
import { type RegisteredClient } from '../emulated-provider';
import { Refusal } from '../refusal';
import {
  type ApiVersion,
  type IncomingPayment,
  type Subscription,
  readIncomingPayment,
  readSubscription,
  showPayment,
  showSubscription,
} from './kopokopo-resources';
import { type KopoKopoSwitches } from './kopokopo-switches';
import { type KopoKopoWebhooks, isLoopback } from './kopokopo-webhooks';

interface ApiParts {
  readonly clock: Clock;
  readonly switches: KopoKopoSwitches;
  readonly webhooks: KopoKopoWebhooks;
  /** The address that the service listens on. */
  readonly origin: () => string;
}

/** `/api/v1` and `/api/v2`: subscriptions to webhooks, and incoming payments with their results. */
export class KopoKopoApi {
  readonly subscriptions: Subscription[] = [];
  readonly #payments: IncomingPayment[] = [];
  readonly #parts: ApiParts;
  readonly #underWay = new Set<Promise<void>>();

  constructor(parts: ApiParts) {
    this.#parts = parts;
  }

  subscribe(call: Call, client: RegisteredClient, version: ApiVersion): Answer {
    const subscription = readSubscription(call, client, version);
    this.subscriptions.push(subscription);
    return created(`${this.#parts.origin()}${call.path}/${subscription.id}`);
  }

  showSubscription(client: RegisteredClient, id: string): Answer {
    return jsonAnswer(showSubscription(ownResource(this.subscriptions, client, id)));
  }

  receivePayment(call: Call, client: RegisteredClient): Answer {
    const { clock, origin } = this.#parts;
    const payment = readIncomingPayment(call, client, origin() + call.path, clock.now());
    this.#payments.push(payment);
    const result = this.#finish(payment).finally(() => this.#underWay.delete(result));
    this.#underWay.add(result);
    return created(payment.location);
  }

  showPayment(client: RegisteredClient, id: string): Answer {
    return jsonAnswer(showPayment(ownResource(this.#payments, client, id)));
  }

  async delivered(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** The result, and its callback where that stays on this computer. An application that is gone is no error. */
  async #finish(payment: IncomingPayment): Promise<void> {
    const { switches, webhooks, origin } = this.#parts;
    await wait(switches.resultDelay, undefined, { ref: false });
    payment.status = switches.paymentResult;
    if (!isLoopback(new URL(payment.callbackURL))) return;
    const body = showPayment(payment);
    await webhooks.send(payment.callbackURL, origin(), { body }).catch(() => undefined);
  }
}

function ownResource<Resource extends { id: string; client: RegisteredClient }>(
  resources: readonly Resource[],
  client: RegisteredClient,
  id: string,
): Resource {
  const found = resources.find((known) => known.id === id && known.client === client);
  if (found) return found;
  throw new Refusal(404, 'NotFound', 'unknown_resource', 'There is nothing at this address');
}

function created(location: string): Answer {
  return { status: 201, headers: { 'Cache-Control': 'no-store', Location: location }, body: '' };
}
