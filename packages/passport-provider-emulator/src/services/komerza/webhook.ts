/** A webhook of `POST /webhooks`. */
export interface KomerzaWebhook {
  readonly id: string;
  readonly dateCreated: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly storeIds: readonly string[];
  readonly executionLogs: readonly KomerzaWebhookLog[];
  readonly userId: string;
}

/** A delivery of a webhook, as the service logs it. */
export interface KomerzaWebhookLog {
  readonly id: string;
  readonly dateCreated: string;
  readonly url: string;
  readonly signature: string;
  readonly requestBody: string;
  readonly responseCode: number | null;
  readonly responseBody: string | null;
  readonly webhookId: string;
  readonly userId: string;
  /** 1 after the first attempt. Each resend adds one. */
  readonly retryCount: number;
  readonly userAgent: string | null;
  readonly orderId: string | null;
}
