/** What `POST /webhooks` made. */
export interface KomerzaWebhook {
  readonly id: string;
  readonly dateCreated: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly storeIds: readonly string[];
  readonly executionLogs: readonly KomerzaWebhookLog[];
  readonly userId: string;
}

/** One delivery of a webhook, as the service notes it. */
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
  /** 1 after the first attempt, and one more after every resend. */
  readonly retryCount: number;
  readonly userAgent: string | null;
  readonly orderId: string | null;
}
