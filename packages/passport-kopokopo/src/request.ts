import type { JsonObject, TokenSet } from 'passport-oauth2-base';

/** The members of a request that are used. With more, Express would infer the types of its handlers from here. */
export interface IncomingRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** Express' `next`. */
export type Next = (error?: unknown) => void;

/** A webhook with a verified signature. */
export interface KopoKopoWebhook {
  /** The id of the delivery, or of the result of a payment. */
  readonly id: string | undefined;
  /** Such as `buygoods_transaction_received`; missing for the result of a payment. */
  readonly topic: string | undefined;
  /**
   * Whether this process is handling the id or has answered it with success. Kopo Kopo delivers again if a response is
   * late. A delivery whose handler failed is forgotten, so that the next one is handled.
   */
  readonly duplicate: boolean;
  /** The body. */
  readonly body: JsonObject;
  /** The signed bytes. */
  readonly rawBody: Uint8Array;
}

/** `req.kopokopo`, set by the middlewares. */
export interface KopoKopoRequest {
  /** The application's token, set by `applicationToken()`. */
  token?: TokenSet;
  /** The verified webhook, set by `webhook()`. */
  webhook?: KopoKopoWebhook;
}

/** Gets `req.kopokopo`, and creates it if needed. */
export function kopokopoOf(req: IncomingRequest): KopoKopoRequest {
  const holder = req as IncomingRequest & { kopokopo?: KopoKopoRequest };
  holder.kopokopo ??= {};
  return holder.kopokopo;
}
