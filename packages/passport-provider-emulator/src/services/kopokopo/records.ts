import { randomUUID } from 'node:crypto';
import { type Call } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type ApiVersion, jsonMembers } from './resources';

/** What the API has beside subscriptions and incoming payments. `v2` renamed two of these and added two. */
export const otherCollections: Readonly<Record<ApiVersion, readonly string[]>> = {
  v1: [
    'pay_recipients',
    'payments',
    'merchant_bank_accounts',
    'merchant_wallets',
    'settlement_transfers',
    'polling',
    'transaction_sms_notifications',
  ],
  v2: [
    'external_recipients',
    'send_money',
    'merchant_bank_accounts',
    'merchant_wallets',
    'settlement_transfers',
    'polling',
    'transaction_sms_notifications',
    'payment_links',
    'reversals',
  ],
};

/** † Anything else that was made: it is kept as it was sent. */
export interface KopoKopoRecord {
  readonly id: string;
  readonly client: RegisteredClient;
  readonly collection: string;
  readonly location: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export function readRecord(
  call: Call,
  client: RegisteredClient,
  collection: string,
  address: string,
): KopoKopoRecord {
  const id = randomUUID();
  return { id, client, collection, location: `${address}/${id}`, body: jsonMembers(call) };
}

/** The one resource, and the body of its result callback. */
export function showRecord({ id, collection, location, body }: KopoKopoRecord): Record<string, unknown> {
  const links = { ...(body['_links'] as object | undefined), self: location };
  const attributes = { status: 'Processed', ...body, _links: links };
  return { id, type: collection.replace(/s$/, ''), attributes };
}

/** Where the result is wanted, if anywhere. */
export function callbackOf({ body }: KopoKopoRecord): URL | undefined {
  const address = (body['_links'] as { callback_url?: unknown } | null | undefined)?.callback_url;
  return typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
}
