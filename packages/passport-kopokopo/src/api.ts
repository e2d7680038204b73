import type { AccessToken, ApiResponse, ApiCallOptions, JsonObject } from 'passport-oauth2-base';

/** The versions of Kopo Kopo's API: its documentation describes v1, its newer SDK uses v2. */
export type KopoKopoVersion = 'v1' | 'v2';

/** Options of every call. */
export interface KopoKopoCallOptions {
  /** Default: the client's `apiVersion`. Ignored for a `location`, which contains its version. */
  readonly version?: KopoKopoVersion | undefined;
  /** Default: the application's token. A token that you pass, such as an account's, is never replaced. */
  readonly accessToken?: AccessToken | undefined;
}

/** Method, query, JSON body, version and token of a request. */
export interface KopoKopoRequestOptions extends KopoKopoCallOptions, ApiCallOptions {}

/** A response of the API. Its body is passed through without checks. */
export interface KopoKopoResponse extends ApiResponse {
  /** Absolute URL of the created resource (`Location`, RFC 9110 §10.2.2). */
  readonly location?: string | undefined;
}

/** The events of webhooks. The three card events exist in v2 only. */
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
  /** URL that receives the webhooks: https, or http on this computer. */
  readonly url: string;
  /** Whether to include the payload of Safaricom's Daraja (v2; unverified). */
  readonly enableDarajaPayload?: boolean | undefined;
} & (
  | { readonly scope: 'company'; readonly scopeReference?: undefined }
  /** `scopeReference` is the till number. */
  | { readonly scope: 'till'; readonly scopeReference: string }
);

/** A payment request, which the subscriber confirms on the phone (M-PESA STK push). */
export interface KopoKopoPaymentRequest {
  /** Such as `K000000`. */
  readonly tillNumber: string;
  readonly subscriber: {
    /** With the country code, such as `+254712345678` (E.164). */
    readonly phoneNumber: string;
    readonly firstName?: string | undefined;
    readonly lastName?: string | undefined;
    readonly email?: string | undefined;
  };
  /**
   * In shillings: a string with at most two decimal places, such as `'1250.50'`, or a whole number. A number with a
   * fraction is refused rather than rounded: `0.1 + 0.2` is not `0.3`. It is sent as a string.
   */
  readonly amount: string | number;
  /** Default: `KES`, the only documented currency. */
  readonly currency?: string | undefined;
  /** Default: `M-PESA STK Push`. */
  readonly paymentChannel?: string | undefined;
  /** At most five pairs. Kopo Kopo returns them with the result. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** URL that receives the signed result: https, or http on this computer. */
  readonly callbackURL: string;
}

/** The state of a created resource. Its members are passed through without checks. */
export interface KopoKopoStatus {
  readonly id?: string;
  /** Such as `incoming_payment`. */
  readonly type?: string;
  readonly attributes?: JsonObject & {
    /** Such as `Pending`, `Success` or `Failed`. */
    readonly status?: string;
  };
}
