import type { AccessToken, ApiAnswer, JsonObject, ProviderError } from 'passport-oauth2-base';

/** The two versions of Kopo Kopo's API: the developer documents are of v1, its newer SDK speaks v2. */
export type KopoKopoVersion = 'v1' | 'v2';

/** How an endpoint is called. */
export interface KopoKopoRequestOptions {
  /** Default: `GET`. */
  readonly method?: string | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Default: the client's `apiVersion`. */
  readonly version?: KopoKopoVersion | undefined;
  /** Default: the application's own token. */
  readonly accessToken?: AccessToken | undefined;
}

/** What the API answered. */
export interface KopoKopoAnswer extends ApiAnswer {
  /** The address of what was created, whole (`Location`). */
  readonly location?: string | undefined;
}

/** What Kopo Kopo tells of; the three of cards exist in v2 only. */
export type KopoKopoEvent =
  | 'buygoods_transaction_received'
  | 'b2b_transaction_received'
  | 'settlement_transfer_completed'
  | 'customer_created'
  | 'buygoods_transaction_reversed'
  | 'card_transaction_received'
  | 'card_transaction_voided'
  | 'card_transaction_reversed';

/** A subscription to webhooks. */
export type KopoKopoSubscription = {
  readonly eventType: KopoKopoEvent;
  /** Where webhooks are sent to: an absolute address. */
  readonly url: string;
  /** Send the form of Safaricom's Daraja as well (v2). */
  readonly enableDarajaPayload?: boolean | undefined;
} & (
  | { readonly scope: 'company'; readonly scopeReference?: undefined }
  /** `scopeReference` is the number of the till. */
  | { readonly scope: 'till'; readonly scopeReference: string }
);

/** A request for payment, which the subscriber confirms on the telephone (M-PESA STK push). */
export interface KopoKopoPaymentRequest {
  readonly tillNumber: string;
  readonly subscriber: {
    /** With the country, such as `+254712345678`. */
    readonly phoneNumber: string;
    readonly firstName?: string | undefined;
    readonly lastName?: string | undefined;
    readonly email?: string | undefined;
  };
  /** In shillings: decimal digits, with two places at most, or a whole number. */
  readonly amount: string | number;
  /** Default: `KES`, the only one that is documented. */
  readonly currency?: string | undefined;
  /** Default: `M-PESA STK Push`. */
  readonly paymentChannel?: string | undefined;
  /** At most five pairs, which come back with the result. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Where the result is sent to, signed: an absolute address. */
  readonly callbackURL: string;
}

/** What has become of something that was created. */
export interface KopoKopoStatus {
  readonly id?: string;
  /** Such as `incoming_payment`. */
  readonly type?: string;
  readonly attributes?: JsonObject & {
    /** Such as `Pending`, `Success` or `Failed`. */
    readonly status?: string;
  };
}

type Invalid = (detail: string) => ProviderError;

/** The body of `POST webhook_subscriptions`. @internal */
export function subscriptionBody(subscription: KopoKopoSubscription, invalid: Invalid): JsonObject {
  const { eventType, url, scope, scopeReference, enableDarajaPayload } = subscription ?? {};
  checkText('eventType', eventType, invalid);
  checkAddress('url', url, invalid);
  if (scope !== 'till' && scope !== 'company') throw invalid("`scope` must be 'till' or 'company'");
  if (scope === 'till') checkText('scopeReference', scopeReference, invalid);
  return {
    event_type: eventType,
    url,
    scope,
    ...(scope === 'till' ? { scope_reference: scopeReference } : {}),
    ...(enableDarajaPayload === undefined ? {} : { enable_daraja_payload: enableDarajaPayload }),
  };
}

/** The body of `POST incoming_payments`. @internal */
export function paymentBody(payment: KopoKopoPaymentRequest, invalid: Invalid): JsonObject {
  const { tillNumber, subscriber, amount, metadata, callbackURL } = payment ?? {};
  const { currency = 'KES', paymentChannel = 'M-PESA STK Push' } = payment ?? {};
  checkText('tillNumber', tillNumber, invalid);
  if (!/^\+\d{9,15}$/.test(subscriber?.phoneNumber ?? '')) {
    throw invalid('`subscriber.phoneNumber` must begin with + and the country, such as +254712345678');
  }
  const digits = typeof amount === 'number' && Number.isSafeInteger(amount) ? String(amount) : amount;
  if (typeof digits !== 'string' || !/^(?!0*(?:\.0*)?$)\d{1,12}(?:\.\d{1,2})?$/.test(digits)) {
    throw invalid('`amount` must be above zero: decimal digits with two places at most, or a whole number');
  }
  if (Object.keys(metadata ?? {}).length > 5) throw invalid('`metadata` may have five pairs at most');
  checkAddress('callbackURL', callbackURL, invalid);
  return {
    payment_channel: paymentChannel,
    till_number: tillNumber,
    subscriber: {
      first_name: subscriber.firstName,
      last_name: subscriber.lastName,
      phone_number: subscriber.phoneNumber,
      email: subscriber.email,
    },
    amount: { currency, value: digits },
    metadata,
    _links: { callback_url: callbackURL },
  };
}

function checkText(member: string, value: unknown, invalid: Invalid): void {
  if (typeof value !== 'string' || value === '')
    throw invalid(`\`${member}\` must be text that is not empty`);
}

function checkAddress(member: string, value: unknown, invalid: Invalid): void {
  if (typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value)) return;
  throw invalid(`\`${member}\` must be an absolute address: begin with https://`);
}
