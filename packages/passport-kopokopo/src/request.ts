import type { TokenSet } from 'passport-oauth2-base';
import type { KopoKopoWebhook } from './webhook';

/** A request as far as it is used: no more, or Express would take the types of its other members from here. */
export interface IncomingRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
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
