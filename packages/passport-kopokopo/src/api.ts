import type { AccessToken, ApiResponse, ApiCallOptions, JsonObject } from 'passport-oauth2-base';

/** The two versions of Kopo Kopo's API: the developer documents are of v1, its newer SDK speaks v2. */
export type KopoKopoVersion = 'v1' | 'v2';

/** What every call may be told. */
export interface KopoKopoCallOptions {
  /** Default: the client's `apiVersion`. The address of something that exists has its own version. */
  readonly version?: KopoKopoVersion | undefined;
  /** Default: the application's own token. One that is given, such as an account's, is never replaced by another. */
  readonly accessToken?: AccessToken | undefined;
}

/** How an endpoint is called. */
export interface KopoKopoRequestOptions extends KopoKopoCallOptions, ApiCallOptions {}

/** What the API answered. Its body is unverified: it is passed through as it came. */
export interface KopoKopoResponse extends ApiResponse {
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

/**
 * A subscription to webhooks.
 *
 * @see https://developers.kopokopo.com/guides/webhooks/create-subscription.html
 */
export type KopoKopoSubscription = {
  readonly eventType: KopoKopoEvent;
  /** Where webhooks are sent to: an https address, or one of this computer. */
  readonly url: string;
  /** Send the form of Safaricom's Daraja as well (v2; unverified). */
  readonly enableDarajaPayload?: boolean | undefined;
} & (
  | { readonly scope: 'company'; readonly scopeReference?: undefined }
  /** `scopeReference` is the number of the till. */
  | { readonly scope: 'till'; readonly scopeReference: string }
);

/** A request for payment, which the subscriber confirms on the telephone (M-PESA STK push). */
export interface KopoKopoPaymentRequest {
  /** Such as `K000000`. */
  readonly tillNumber: string;
  readonly subscriber: {
    /** With the country, such as `+254712345678`. */
    readonly phoneNumber: string;
    readonly firstName?: string | undefined;
    readonly lastName?: string | undefined;
    readonly email?: string | undefined;
  };
  /**
   * In shillings: decimal digits with two places at most, such as `'1250.50'`, or a whole number. A number with a
   * fraction is refused, and not rounded: `0.1 + 0.2` is none of the amounts that you meant. It travels as text.
   */
  readonly amount: string | number;
  /** Default: `KES`, the only one that is documented. */
  readonly currency?: string | undefined;
  /** Default: `M-PESA STK Push`. */
  readonly paymentChannel?: string | undefined;
  /** At most five pairs, which come back with the result. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** Where the result is sent to, signed: an https address, or one of this computer. */
  readonly callbackURL: string;
}

/** What has become of something that was created. Beside `status`, its members are unverified. */
export interface KopoKopoStatus {
  readonly id?: string;
  /** Such as `incoming_payment`. */
  readonly type?: string;
  readonly attributes?: JsonObject & {
    /** Such as `Pending`, `Success` or `Failed`. */
    readonly status?: string;
  };
}
