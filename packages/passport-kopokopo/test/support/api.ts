import type { KopoKopoPaymentRequest, KopoKopoSubscription } from 'passport-kopokopo';
import { rejection } from 'passport-strategy-contract/harness';
import type { KopoKopo } from './kopokopo';

/** A payment that the emulator accepts, with the result going to a port where nobody listens. */
export const payment: KopoKopoPaymentRequest = {
  tillNumber: 'K000000',
  subscriber: { phoneNumber: '+254999999999' },
  amount: '100.5',
  callbackURL: 'https://example-business.com/webhooks/kopokopo',
};

export const subscription: KopoKopoSubscription = {
  eventType: 'buygoods_transaction_received',
  url: 'https://example-business.com/webhooks/kopokopo',
  scope: 'till',
  scopeReference: '000000',
};

/** What a call rejects with, and whether anything was sent before. */
export async function refused(
  kopokopo: KopoKopo,
  call: () => Promise<unknown>,
): Promise<{ error: Readonly<Record<string, unknown>>; sent: number }> {
  const from = kopokopo.service.requests.length;
  const error = await rejection(call());
  return { error, sent: kopokopo.service.requests.length - from };
}
