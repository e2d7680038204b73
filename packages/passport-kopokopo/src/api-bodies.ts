import type { JsonObject, ProviderError } from 'passport-oauth2-base';
import type { KopoKopoPaymentRequest, KopoKopoSubscription } from './api';

type Invalid = (detail: string) => ProviderError;

/** The body of `POST webhook_subscriptions`. */
export function subscriptionBody(subscription: KopoKopoSubscription, invalid: Invalid): JsonObject {
  const { eventType, url, scope, scopeReference, enableDarajaPayload } = subscription ?? {};
  checkText('eventType', eventType, invalid);
  checkURL('url', url, invalid);
  if (scope !== 'till' && scope !== 'company') throw invalid("`scope` must be 'till' or 'company'");
  if (scope === 'till') checkText('scopeReference', scopeReference, invalid);
  else if (scopeReference !== undefined) throw invalid("`scopeReference` needs `scope: 'till'`");
  if (enableDarajaPayload !== undefined && typeof enableDarajaPayload !== 'boolean') {
    throw invalid('`enableDarajaPayload` must be true or false');
  }
  return {
    event_type: eventType,
    url,
    scope,
    scope_reference: scopeReference,
    enable_daraja_payload: enableDarajaPayload,
  };
}

/** The body of `POST incoming_payments`. */
export function paymentBody(payment: KopoKopoPaymentRequest, invalid: Invalid): JsonObject {
  const { tillNumber, subscriber, amount, metadata, callbackURL } = payment ?? {};
  const { currency = 'KES', paymentChannel = 'M-PESA STK Push' } = payment ?? {};
  checkText('tillNumber', tillNumber, invalid);
  checkText('currency', currency, invalid);
  checkText('paymentChannel', paymentChannel, invalid);
  checkURL('callbackURL', callbackURL, invalid);
  checkMetadata(metadata, invalid);
  return {
    payment_channel: paymentChannel,
    till_number: tillNumber,
    subscriber: subscriberBody(subscriber, invalid),
    amount: { currency, value: amountOf(amount, invalid) },
    metadata,
    _links: { callback_url: callbackURL },
  };
}

function subscriberBody(subscriber: KopoKopoPaymentRequest['subscriber'], invalid: Invalid): JsonObject {
  const { phoneNumber, firstName, lastName, email } = subscriber ?? {};
  // E.164. A Kenyan number has nine digits after +254, without the leading 0 of 0712….
  if (typeof phoneNumber !== 'string' || !/^\+(?:254\d{9}|(?!254)[1-9]\d{7,14})$/.test(phoneNumber)) {
    throw invalid(
      '`subscriber.phoneNumber` must be `+`, the country code and the number, such as +254712345678',
    );
  }
  for (const [member, value] of Object.entries({ firstName, lastName, email })) {
    if (value !== undefined && typeof value !== 'string')
      throw invalid(`\`subscriber.${member}\` must be a string`);
  }
  return { first_name: firstName, last_name: lastName, phone_number: phoneNumber, email };
}

/** The amount as it is sent: decimal digits without exponent, rounding or leading zeros. */
function amountOf(amount: unknown, invalid: Invalid): string {
  const digits = typeof amount === 'number' && Number.isSafeInteger(amount) ? String(amount) : amount;
  if (typeof digits === 'string' && /^(?!0(?:\.0*)?$)(?:0|[1-9]\d{0,11})(?:\.\d{1,2})?$/.test(digits)) {
    return digits;
  }
  throw invalid(
    '`amount` must be above zero: a string with at most two decimal places, such as "1250.50", or a whole number',
  );
}

function checkMetadata(metadata: unknown, invalid: Invalid): void {
  if (metadata === undefined) return;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw invalid('`metadata` must be an object whose values are strings');
  }
  const values: unknown[] = Object.values(metadata);
  if (values.length > 5) throw invalid('`metadata` may have at most five pairs');
  if (values.some((value) => typeof value !== 'string'))
    throw invalid('`metadata` must be an object whose values are strings');
}

function checkText(member: string, value: unknown, invalid: Invalid): void {
  if (typeof value === 'string' && value.trim() !== '') return;
  throw invalid(`\`${member}\` must be a non-empty string`);
}

/** Kopo Kopo sends to https URLs only. Plain http is allowed for the emulator on this computer. */
function checkURL(member: string, value: unknown, invalid: Invalid): void {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const isLoopback = /^(?:localhost|\[::1\]|127(?:\.\d+){3})$/.test(url?.hostname ?? '');
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return;
  throw invalid(`\`${member}\` must be an https URL (plain http only for localhost)`);
}
