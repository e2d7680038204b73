import { randomUUID } from 'node:crypto';
import { type Call } from '../../http/request';
import { type RegisteredClient } from '../../emulated-provider';
import { type ApiVersion, jsonMembers } from './resources';

/** The other collections of the API. `v2` renamed two of them and added two. */
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

/** † A resource of another collection, as it was sent. */
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
  url: string,
): KopoKopoRecord {
  const id = randomUUID();
  return { id, client, collection, location: `${url}/${id}`, body: jsonMembers(call) };
}

/** A resource, and the body of its result callback. */
export function showRecord({ id, collection, location, body }: KopoKopoRecord): Record<string, unknown> {
  const links = { ...(body['_links'] as object | undefined), self: location };
  const attributes = { status: 'Processed', ...body, _links: links };
  return { id, type: collection.replace(/s$/, ''), attributes };
}

/** The URL of the result callback, if there is one. */
export function callbackOf({ body }: KopoKopoRecord): URL | undefined {
  const url = (body['_links'] as { callback_url?: unknown } | null | undefined)?.callback_url;
  return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
}
