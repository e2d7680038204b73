import type { LoginRequest, TokenSet } from 'passport-oauth2-base';
import type { KopoKopoWebhook } from './webhook';

/** What the middlewares put on a request, as `req.kopokopo`. */
export interface KopoKopoRequest {
  /** The application's token, by `applicationToken()`. */
  token?: TokenSet;
  /** The verified webhook, by `webhook()`. */
  webhook?: KopoKopoWebhook;
}

/** The request's own `kopokopo` member. */
export function kopokopoOf(req: LoginRequest): KopoKopoRequest {
  const holder = req as LoginRequest & { kopokopo?: KopoKopoRequest };
  holder.kopokopo ??= {};
  return holder.kopokopo;
}
