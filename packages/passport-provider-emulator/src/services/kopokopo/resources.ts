import { randomUUID } from 'node:crypto';
import { type Call } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { Refusal } from '../../http/refusal';
import { invalidBody } from './errors';
import { kenyanTime } from './time';
import { type KopoKopoTopic, eventTypes } from './webhooks';

export type ApiVersion = 'v1' | 'v2';

/** A subscription of `POST …/webhook_subscriptions`. */
export interface Subscription {
  readonly id: string;
  readonly client: RegisteredClient;
  readonly event_type: KopoKopoTopic;
  readonly url: string;
  readonly scope: 'till' | 'company';
  readonly scope_reference?: string | undefined;
  readonly enable_daraja_payload?: boolean | undefined;
}

/** A payment of `POST …/incoming_payments`. */
export interface IncomingPayment {
  readonly id: string;
  readonly client: RegisteredClient;
  readonly location: string;
  readonly initiatedAt: number;
  readonly tillNumber: string;
  readonly subscriber: Readonly<Record<string, unknown>>;
  readonly amount: { readonly currency: 'KES'; readonly value: string };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly callbackURL: string;
  status: 'Pending' | 'Success' | 'Failed';
}

type Members = Readonly<Record<string, unknown>>;

export function readSubscription(call: Call, client: RegisteredClient, version: ApiVersion): Subscription {
  const body = jsonMembers(call);
  const topics = Object.keys(eventTypes).filter((topic) => version === 'v2' || !topic.startsWith('card_'));
  const event_type = oneOf(body, 'event_type', topics) as KopoKopoTopic;
  const scope = oneOf(body, 'scope', ['till', 'company']) as Subscription['scope'];
  if (scope === 'company' && body['scope_reference'] !== undefined) {
    throw invalidBody('scope_reference', 'absent with the scope company');
  }
  const daraja = body['enable_daraja_payload'];
  if (daraja !== undefined && (version === 'v1' || typeof daraja !== 'boolean')) {
    throw invalidBody('enable_daraja_payload', version === 'v1' ? 'absent under v1' : 'a boolean');
  }
  return {
    id: randomUUID(),
    client,
    event_type,
    url: webURL(body, 'url'),
    scope,
    ...(scope === 'till' ? { scope_reference: text(body, 'scope_reference') } : {}),
    ...(daraja === undefined ? {} : { enable_daraja_payload: daraja }),
  };
}

export function readIncomingPayment(
  call: Call,
  client: RegisteredClient,
  collection: string,
  initiatedAt: number,
): IncomingPayment {
  const body = jsonMembers(call);
  text(body, 'payment_channel');
  const subscriber = membersOf(body, 'subscriber');
  if (!/^\+254\d{9}$/.test(text(subscriber, 'phone_number'))) {
    throw invalidBody('phone_number', 'a number that begins with +254');
  }
  const amount = membersOf(body, 'amount');
  oneOf(amount, 'currency', ['KES']);
  const value = Number(amount['value']);
  if (!['number', 'string'].includes(typeof amount['value']) || !(value > 0) || value === Infinity) {
    throw invalidBody('value', 'a number above 0');
  }
  const metadata = body['metadata'] === undefined ? {} : membersOf(body, 'metadata');
  if (Object.keys(metadata).length > 5) throw invalidBody('metadata', 'an object of at most 5 pairs');
  const id = randomUUID();
  return {
    id,
    client,
    location: `${collection}/${id}`,
    initiatedAt,
    tillNumber: text(body, 'till_number'),
    subscriber,
    amount: { currency: 'KES', value: value.toFixed(1) },
    metadata,
    callbackURL: webURL(membersOf(body, '_links'), 'callback_url'),
    status: 'Pending',
  };
}

export function showSubscription({ id, client: _, ...attributes }: Subscription): Members {
  return { data: { id, type: 'webhook_subscription', attributes: { status: 'Active', ...attributes } } };
}

/** † In an STK push the number of the till begins with K, in a subscription it does not. */
export function isSubscribedTo(subscription: Subscription, { client, tillNumber }: IncomingPayment): boolean {
  const { event_type, scope, scope_reference = '' } = subscription;
  if (subscription.client !== client || event_type !== 'buygoods_transaction_received') return false;
  return scope === 'company' || withoutK(scope_reference) === withoutK(tillNumber);
}

function withoutK(till: string): string {
  return till.replace(/^K/, '');
}

/** The status of a payment, and the body of its result callback. */
export function showPayment(payment: IncomingPayment): Members {
  const { id, location, initiatedAt, metadata, callbackURL, status } = payment;
  const errors = status === 'Failed' ? 'The subscriber did not confirm the payment' : null;
  const initiation_time = kenyanTime(initiatedAt);
  return {
    data: {
      id,
      type: 'incoming_payment',
      attributes: {
        initiation_time,
        status,
        event: {
          type: 'Incoming Payment Request',
          resource: status === 'Success' ? transactionOf(payment) : null,
          errors,
        },
        metadata,
        _links: { callback_url: callbackURL, self: location },
      },
    },
  };
}

/** The transaction of a successful payment. */
export function transactionOf({ id, initiatedAt, tillNumber, subscriber, amount }: IncomingPayment): Members {
  return {
    id,
    reference: id.slice(0, 8).toUpperCase(),
    origination_time: kenyanTime(initiatedAt),
    sender_phone_number: subscriber['phone_number'],
    amount: amount.value,
    currency: amount.currency,
    till_number: tillNumber,
    system: 'Lipa Na M-PESA',
    status: 'Received',
    sender_first_name: subscriber['first_name'] ?? null,
    sender_middle_name: null,
    sender_last_name: subscriber['last_name'] ?? null,
  };
}

/** Resources are kept, so their bodies are limited. */
const bodyLimit = 64 * 1024;

export function jsonMembers({ mediaType, body, rawBody }: Call): Members {
  if (rawBody.length > bodyLimit) {
    throw new Refusal(413, 'InvalidRequest', 'body_too_large', 'The body is larger than 64 KiB');
  }
  if (mediaType === 'application/json' && isMembers(body)) return body;
  throw new Refusal(400, 'InvalidRequest', 'body_not_json_object', 'The body must be a JSON object');
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function membersOf(members: Members, name: string): Members {
  const value = members[name];
  if (isMembers(value)) return value;
  throw invalidBody(name, 'an object');
}

function text(members: Members, name: string): string {
  const value = members[name];
  if (typeof value === 'string' && value !== '') return value;
  throw invalidBody(name, 'a text that is not empty');
}

function oneOf(members: Members, name: string, allowed: readonly string[]): string {
  const value = members[name];
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw invalidBody(name, `one of ${allowed.join(', ')}`);
}

function webURL(members: Members, name: string): string {
  const value = text(members, name);
  if (URL.canParse(value) && /^https?:\/\//.test(value)) return value;
  throw invalidBody(name, 'an absolute http(s) URL');
}
