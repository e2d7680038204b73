import type { TokenSet } from 'passport-oauth2-base';
import type {
  KopoKopoDarajaBody,
  KopoKopoEventBody,
  KopoKopoResultBody,
  KopoKopoTopic,
} from './webhook-bodies';

/** The members of a request that are used. With more, Express would infer the types of its handlers from here. */
export interface IncomingRequest {
  readonly headers: { readonly [name: string]: string | string[] | undefined };
}

/** Express' `next`. */
export type Next = (error?: unknown) => void;

/** The members of a response that are used. */
export interface ServerResponse {
  statusCode: number;
  end(text?: string): unknown;
  write?(text: string): unknown;
  setHeader?(name: string, value: string | number): unknown;
  once?(event: 'close', listener: () => void): unknown;
}

interface Delivery {
  /** The id of the webhook, of the payment in a result, or of the transaction in Daraja's form. */
  readonly id: string | undefined;
  /** Whether the event was handled with success. Acknowledge it, and do nothing else. */
  readonly duplicate: boolean;
  /** The signed bytes. */
  readonly rawBody: Uint8Array;
}

type Event<Topic extends KopoKopoTopic> = Delivery & {
  readonly topic: Topic;
  readonly body: KopoKopoEventBody<Topic>;
};

/**
 * A webhook with a verified signature. `topic` decides the type of `body`. Results and Daraja's form have no topic. Kopo
 * Kopo may send a topic that is not listed here: have a `default` for it.
 */
export type KopoKopoWebhook =
  | { readonly [Topic in KopoKopoTopic]: Event<Topic> }[KopoKopoTopic]
  | (Delivery & { readonly topic: undefined; readonly body: KopoKopoResultBody | KopoKopoDarajaBody });

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
