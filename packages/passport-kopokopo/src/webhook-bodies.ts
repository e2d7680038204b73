/**
 * Bodies of webhooks, as Kopo Kopo's documents and SDKs show them. Kopo Kopo promises no member, so all are optional,
 * and none is checked: a webhook may have other members and other types. Amounts are text, such as `'100.0'`: a sum of
 * JavaScript numbers is not exact.
 *
 * @see https://developers.kopokopo.com/guides/webhooks/
 * @module
 */

/** Members that most resources have. */
interface Transaction {
  readonly id?: string;
  /** Decimal text, such as `'100.0'`. */
  readonly amount?: string;
  readonly currency?: string;
  /** Such as `Received`, `Complete`, `Reversed` or `Transferred`. */
  readonly status?: string;
  /** ISO 8601 with an offset. */
  readonly origination_time?: string;
}

/** A payment to a till by M-PESA. */
export interface KopoKopoBuygoodsTransaction extends Transaction {
  /** The receipt number of M-PESA. */
  readonly reference?: string;
  readonly system?: string;
  readonly till_number?: string;
  readonly sender_phone_number?: string;
  readonly hashed_sender_phone?: string;
  readonly sender_first_name?: string;
  readonly sender_middle_name?: string | null;
  readonly sender_last_name?: string;
}

/** A payment from another till. */
export interface KopoKopoB2bTransaction extends Transaction {
  readonly reference?: string;
  readonly system?: string;
  readonly till_number?: string;
  readonly sending_till?: string;
}

/** A payment from another merchant of Kopo Kopo. */
export interface KopoKopoM2mTransaction extends Transaction {
  readonly sending_merchant?: string;
}

/** A payment by card. */
export interface KopoKopoCardTransaction extends Transaction {
  readonly reference?: string;
  readonly till_number?: string;
  /** Masked number of the card. */
  readonly customer_cc_number?: string;
  readonly settled?: boolean | string;
}

/** Part of a transfer. */
export interface KopoKopoDisbursement extends Transaction {
  readonly destination_type?: string;
  readonly destination_reference?: string;
  readonly transaction_reference?: string | null;
}

/** A transfer to the merchant's own account. */
export interface KopoKopoSettlementTransfer extends Transaction {
  readonly destination?: {
    /** `Bank Account` or `Mobile Wallet`. */
    readonly type?: string;
    readonly resource?: {
      readonly reference?: string;
      readonly account_name?: string;
      readonly account_number?: string;
      readonly bank_branch_ref?: string;
      readonly settlement_method?: string;
      readonly transfer_method?: string;
      readonly first_name?: string;
      readonly last_name?: string;
      readonly phone_number?: string;
      readonly network?: string;
    };
  };
  readonly disbursements?: readonly KopoKopoDisbursement[];
}

/** A customer who paid for the first time. */
export interface KopoKopoCustomer {
  readonly first_name?: string;
  readonly middle_name?: string | null;
  readonly last_name?: string;
  readonly phone_number?: string;
}

/** The resource of each topic. `m2m_…` and `b2b_transaction_reversed` are in SDKs only. */
export interface KopoKopoResources {
  readonly buygoods_transaction_received: KopoKopoBuygoodsTransaction;
  readonly buygoods_transaction_reversed: KopoKopoBuygoodsTransaction;
  readonly b2b_transaction_received: KopoKopoB2bTransaction;
  readonly b2b_transaction_reversed: KopoKopoB2bTransaction;
  readonly m2m_transaction_received: KopoKopoM2mTransaction;
  readonly card_transaction_received: KopoKopoCardTransaction;
  readonly card_transaction_voided: KopoKopoCardTransaction;
  readonly card_transaction_reversed: KopoKopoCardTransaction;
  readonly settlement_transfer_completed: KopoKopoSettlementTransfer;
  readonly customer_created: KopoKopoCustomer;
}

/** A topic that Kopo Kopo's documents or SDKs name. */
export type KopoKopoTopic = keyof KopoKopoResources;

/** The body of a webhook with a topic. */
export interface KopoKopoEventBody<Topic extends KopoKopoTopic = KopoKopoTopic> {
  readonly topic?: Topic;
  /** The id of the webhook. */
  readonly id?: string;
  readonly created_at?: string;
  readonly event?: { readonly type?: string; readonly resource?: KopoKopoResources[Topic] };
  readonly _links?: { readonly self?: string; readonly resource?: string };
  readonly data?: undefined;
  readonly TransID?: undefined;
}

/** The result of a payment, a transfer or another call, which is sent to its callback URL. */
export interface KopoKopoResultBody {
  readonly data?: {
    readonly id?: string;
    /** Such as `incoming_payment`, `payment`, `settlement_transfer`, `send_money`, `payment_link` or `reversal`. */
    readonly type?: string;
    readonly attributes?: {
      /** Such as `Pending`, `Success`, `Failed` or `Processed`. */
      readonly status?: string;
      readonly initiation_time?: string;
      readonly created_at?: string;
      /** An SDK shows `value` as a number. Do not calculate with it. */
      readonly amount?: { readonly currency?: string; readonly value?: string | number };
      readonly event?: {
        readonly type?: string;
        /** null if the payment failed. */
        readonly resource?: KopoKopoBuygoodsTransaction | null;
        readonly errors?: unknown;
      };
      readonly transfer_batches?: readonly {
        readonly status?: string;
        readonly disbursements?: readonly KopoKopoDisbursement[];
      }[];
      readonly transaction_reference?: string;
      readonly reason?: string;
      readonly metadata?: Readonly<Record<string, unknown>>;
      readonly errors?: unknown;
      readonly _links?: { readonly callback_url?: string; readonly self?: string };
    };
  };
  readonly id?: undefined;
  readonly topic?: undefined;
  readonly event?: undefined;
  readonly TransID?: undefined;
}

/** A webhook in the form of Safaricom's Daraja, for a subscription with `enableDarajaPayload`. It has no topic. */
export interface KopoKopoDarajaBody {
  /** Such as `Buygoods` or `Organization To Organization Transfer`. */
  readonly TransactionType?: string;
  /** The receipt number of M-PESA. */
  readonly TransID?: string;
  /** `yyyyMMddHHmmss`, in the time of Kenya. */
  readonly TransTime?: string;
  /** Decimal text, such as `'100.0'`. */
  readonly TransAmount?: string;
  /** The till. */
  readonly BusinessShortCode?: string;
  readonly BillRefNumber?: string;
  readonly InvoiceNumber?: string;
  readonly OrgAccountBalance?: string;
  /** The Node SDK writes `ThirdPartyTransID`, the Ruby SDK `ThirdPartyTransId`. */
  readonly ThirdPartyTransID?: string;
  readonly ThirdPartyTransId?: string;
  /** The sender's phone number, sometimes hashed; for a payment from a till, its number. */
  readonly MSISDN?: string;
  readonly FirstName?: string | null;
  readonly MiddleName?: string | null;
  readonly LastName?: string | null;
  readonly id?: undefined;
  readonly topic?: undefined;
  readonly event?: undefined;
  readonly data?: undefined;
}
