import { createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { type Clock } from '../../authorization/clock';
import { type RegisteredClient } from '../../emulated-provider';
import { keepLast } from '../../http/keep-last';
import { kenyanTime } from './time';

/** The topics of subscriptions. The `card_…` topics exist only under `/api/v2`. */
export type KopoKopoTopic =
  | 'buygoods_transaction_received'
  | 'b2b_transaction_received'
  | 'settlement_transfer_completed'
  | 'customer_created'
  | 'buygoods_transaction_reversed'
  | 'card_transaction_received'
  | 'card_transaction_voided'
  | 'card_transaction_reversed';

export const eventTypes: Readonly<Record<KopoKopoTopic, string>> = {
  buygoods_transaction_received: 'Buygoods Transaction',
  b2b_transaction_received: 'B2b Transaction',
  settlement_transfer_completed: 'Settlement Transfer',
  customer_created: 'Customer Created',
  buygoods_transaction_reversed: 'Buygoods Transaction Reversed',
  card_transaction_received: 'Card Transaction',
  card_transaction_voided: 'Card Transaction Voided',
  card_transaction_reversed: 'Card Transaction Reversed',
};

export interface WebhookOptions {
  /** Default `'buygoods_transaction_received'`. */
  topic?: KopoKopoTopic | undefined;
  /** Default `'good'`. `'bad'` is the signature of other bytes, `'truncated'` the first half of the good one. */
  sign?: 'good' | 'bad' | 'truncated' | 'uppercase' | 'missing' | undefined;
  /** Default: the switch `webhookKey`. */
  key?: 'apiKey' | 'clientSecret' | undefined;
  /** The body: text and bytes as they are, anything else as JSON. Default: a new webhook of the topic. */
  body?: unknown;
  /**
   * How an object becomes JSON. `'compact'` (the default) and `'spaced'` stay the same when they are parsed and
   * serialized again. With `'restless'`, the order of keys, the numbers (`100.0`) and the escapes change.
   */
  form?: 'compact' | 'spaced' | 'restless' | undefined;
}

/** One webhook or result callback that was sent. */
export interface WebhookDelivery {
  readonly url: string;
  readonly body: string;
  readonly signature: string | undefined;
  /** The status of the response. 0 if there is none. */
  status: number;
}

type Key = 'apiKey' | 'clientSecret';

/** Sends webhooks with correct and wrong signatures, to this computer only. */
export class KopoKopoWebhooks {
  readonly deliveries: WebhookDelivery[] = [];
  readonly #clock: Clock;
  readonly #client: RegisteredClient;
  readonly #usualKey: () => Key;

  constructor(clock: Clock, client: RegisteredClient, usualKey: () => Key) {
    this.#clock = clock;
    this.#client = client;
    this.#usualKey = usualKey;
  }

  sign(body: string | Buffer, key: Key = this.#usualKey(), client: RegisteredClient = this.#client): string {
    return createHmac('sha256', client[key] ?? '')
      .update(body)
      .digest('hex');
  }

  create(
    baseURL: string,
    topic: KopoKopoTopic = 'buygoods_transaction_received',
    transaction: Readonly<Record<string, unknown>> = { id: randomUUID() },
  ): Record<string, unknown> {
    const id = randomUUID();
    const now = kenyanTime(this.#clock.now());
    return {
      topic,
      id,
      created_at: now,
      event: {
        type: eventTypes[topic],
        resource: {
          id: transaction['id'],
          amount: '100.0',
          status: 'Received',
          system: 'Lipa Na M-PESA',
          currency: 'KES',
          reference: 'KKPPLLMMN2',
          till_number: '000000',
          sender_phone_number: '+254999999999',
          hashed_sender_phone: 'f8a21b1c54ebeb2b6a3b3d1c9aa2b6c9e8fdce0d3c1b2a4f5e6d7c8b9a0f1e2d',
          origination_time: now,
          sender_first_name: 'Sokha',
          sender_middle_name: null,
          sender_last_name: 'Núñez 🌾',
          ...transaction,
        },
      },
      _links: {
        self: `${baseURL}/webhook_events/${id}`,
        resource: `${baseURL}/buygoods_transaction/${String(transaction['id'])}`,
      },
    };
  }

  /** @throws TypeError for a URL that is not on this computer. */
  async send(
    target: string | URL,
    baseURL: string,
    options: WebhookOptions = {},
    client: RegisteredClient = this.#client,
  ): Promise<number> {
    const url = new URL(target);
    if (!isLoopback(url)) throw new TypeError(`Expected an http URL of this computer, got ${url.href}`);
    const bytes = bytesOf(options.body ?? this.create(baseURL, options.topic), options.form ?? 'compact');
    const signature = spoil(options.sign ?? 'good', (body) => this.sign(body, options.key, client), bytes);
    const delivery: WebhookDelivery = { url: url.href, body: bytes.toString('utf8'), signature, status: 0 };
    keepLast(this.deliveries, delivery);
    delivery.status = await post(url, bytes, signature);
    return delivery.status;
  }
}

export function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function spoil(
  how: NonNullable<WebhookOptions['sign']>,
  sign: (body: string | Buffer) => string,
  bytes: Buffer,
): string | undefined {
  const signatures = {
    good: () => sign(bytes),
    bad: () => sign(`${bytes.toString('utf8')} `),
    truncated: () => sign(bytes).slice(0, 32),
    uppercase: () => sign(bytes).toUpperCase(),
    missing: () => undefined,
  };
  return signatures[how]();
}

function bytesOf(body: unknown, form: NonNullable<WebhookOptions['form']>): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (form !== 'restless') return Buffer.from(JSON.stringify(body, null, form === 'spaced' ? 2 : 0));
  const text = JSON.stringify(body)
    .replace(/"(amount|value)":"(\d+\.\d+)"/g, '"$1": $2')
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\}$/, ', "metadata": {"10": "ten", "2": "two"}}');
  return Buffer.from(text);
}

function post(url: URL, bytes: Buffer, signature: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': bytes.length,
      ...(signature === undefined ? {} : { 'X-KopoKopo-Signature': signature }),
    };
    const outgoing = request(url, { method: 'POST', headers, agent: false, timeout: 10_000 }, (incoming) => {
      incoming.resume().on('error', reject);
      incoming.on('end', () => resolve(incoming.statusCode ?? 0));
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${url.href} did not respond to the webhook`)));
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}
