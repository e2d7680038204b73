import type { JsonObject, TokenSet } from 'passport-oauth2-base';

/** A request as far as it is used: no more, or Express would take the types of its other members from here. */
export interface IncomingRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** What Express calls when a middleware is done. */
export type Next = (error?: unknown) => void;

/** A webhook whose signature was right. */
export interface KopoKopoWebhook {
  /** The id of the delivery, or of the result. */
  readonly id: string | undefined;
  /** Such as `buygoods_transaction_received`; missing for the result of a payment. */
  readonly topic: string | undefined;
  /**
   * This process is at work on the id, or has answered it with success: Kopo Kopo delivers again when an answer was
   * late. A delivery whose handler failed is forgotten, so that the next one is handled.
   */
  readonly duplicate: boolean;
  /** The body. */
  readonly body: JsonObject;
  /** The bytes that were signed. */
  readonly rawBody: Uint8Array;
}

/** What the middlewares put on a request, as `req.kopokopo`. */
export interface KopoKopoRequest {
  /** The application's token, by `applicationToken()`. */
  token?: TokenSet;
  /** The verified webhook, by `webhook()`. */
  webhook?: KopoKopoWebhook;
}

/** The request's own `kopokopo` member. */
export function kopokopoOf(req: IncomingRequest): KopoKopoRequest {
  const holder = req as IncomingRequest & { kopokopo?: KopoKopoRequest };
  holder.kopokopo ??= {};
  return holder.kopokopo;
}
