import { type CommonSwitches, type EmulatedProvider, type EmulatedUser } from '../../emulated-provider';
import { type Subscription } from './resources';
import { type KopoKopoTopic, type WebhookDelivery, type WebhookOptions } from './webhooks';

/**
 * `†` marks behaviour that Kopo Kopo does not document. `codeLifetime`, `denial` and `authorizeErrors` have an
 * effect only with `authorizationCode`.
 */
export interface KopoKopoSwitches extends CommonSwitches {
  /** † Whether `/oauth/authorize` exists and the token endpoint accepts its codes. */
  authorizationCode: boolean;
  /** The lifetime of tokens in seconds, and `expires_in`. Tokens of the sandbox's dashboard live for 7200. */
  accessLifetime: number;
  /** `created_at` in seconds since the epoch (documented) or as ISO 8601 (a mock of the PHP SDK). */
  createdAt: 'epoch' | 'iso';
  /** `exp` and `iat` of an introspection: ISO 8601 with `+03:00` (documented), or †seconds since the epoch. */
  introspectionTimes: 'iso' | 'epoch';
  /**
   * † Whether introspection and revocation accept the requests of the Node SDK: JSON, and `Authorization: Bearer
   * null`. Otherwise they accept only a form, and only Basic.
   */
  tolerateNodeSdk: boolean;
  /** The result of incoming payments. */
  paymentResult: 'Success' | 'Failed';
  /** Milliseconds between the response to an incoming payment and its result callback. */
  resultDelay: number;
  /** The key of result callback signatures. The documents name both keys. Every official SDK uses the API key. */
  webhookKey: 'apiKey' | 'clientSecret';
}

export interface KopoKopoOptions {
  readonly clientID: string;
  readonly clientSecret: string;
  readonly apiKey: string;
  readonly baseURL: string;
  readonly tokenURL: string;
  readonly introspectionURL: string;
  readonly revocationURL: string;
  readonly userProfileURL: string;
  /** Only with the switch `authorizationCode`. */
  readonly authorizationURL?: string;
}

/** † A merchant, for the switch `authorizationCode`. */
export type KopoKopoUser = EmulatedUser;

/** The emulated Kopo Kopo. Origin: `api`. */
export interface KopoKopoEmulator extends EmulatedProvider<KopoKopoSwitches, KopoKopoUser, KopoKopoOptions> {
  /** The subscriptions, oldest first. */
  readonly subscriptions: readonly Subscription[];
  /** The webhooks and result callbacks that were sent, oldest first. */
  readonly deliveries: readonly WebhookDelivery[];
  /**
   * Sends a webhook to a URL on this computer. Returns the status of the response.
   *
   * @throws TypeError for any other URL.
   */
  sendWebhook(url: string | URL, options?: WebhookOptions): Promise<number>;
  /** The body of a webhook, to change it or to send it twice with {@link sendWebhook}. */
  createWebhook(topic?: KopoKopoTopic): Record<string, unknown>;
  /** The correct signature of a body: HMAC-SHA256 in lower-case hexadecimal. */
  signWebhook(body: string | Buffer, key?: 'apiKey' | 'clientSecret'): string;
  /** Makes every valid token expire at once. Returns their number. */
  expireTokens(): number;
  /** Settles when all pending result callbacks and webhooks have been sent. */
  delivered(): Promise<void>;
}

/** The switches at the start. */
export function defaultSwitches(): KopoKopoSwitches {
  return {
    codeLifetime: 600,
    denial: 'error',
    authorizeErrors: 'page',
    authorizationCode: false,
    accessLifetime: 3600,
    createdAt: 'epoch',
    introspectionTimes: 'iso',
    tolerateNodeSdk: true,
    paymentResult: 'Success',
    resultDelay: 0,
    webhookKey: 'apiKey',
  };
}
