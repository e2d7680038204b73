import { type CommonSwitches, type EmulatedProvider, type EmulatedUser } from '../../emulated-provider';
import { type Subscription } from './resources';
import { type KopoKopoTopic, type WebhookDelivery, type WebhookOptions } from './webhooks';

/**
 * `†` marks behaviour that Kopo Kopo does not document. `codeLifetime`, `denial` and `authorizeErrors` count
 * with `authorizationCode` only.
 */
export interface KopoKopoSwitches extends CommonSwitches {
  /** † Whether there is a page at `/oauth/authorize` and the token endpoint takes its codes. */
  authorizationCode: boolean;
  /** Seconds that a token lives, and `expires_in`. Tokens of the sandbox's dashboard live for 7200. */
  accessLifetime: number;
  /** `created_at` in seconds since the epoch (documented) or as ISO 8601 (a mock of the PHP SDK). */
  createdAt: 'epoch' | 'iso';
  /** `exp` and `iat` of an introspection: ISO 8601 with `+03:00` (documented), or †seconds since the epoch. */
  introspectionTimes: 'iso' | 'epoch';
  /**
   * † Whether introspection and revocation take what the Node SDK sends: JSON under `Authorization: Bearer
   * null`. Otherwise they take a form only, and no header but Basic.
   */
  tolerateNodeSdk: boolean;
  /** How an incoming payment ends. */
  paymentResult: 'Success' | 'Failed';
  /** Milliseconds from the answer to an incoming payment to its result callback. */
  resultDelay: number;
  /** With what result callbacks are signed. The documents name both; every official SDK uses the API key. */
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
  /** Made by `POST …/webhook_subscriptions`, in order. */
  readonly subscriptions: readonly Subscription[];
  /** Every webhook and result callback that was sent, in order. */
  readonly deliveries: readonly WebhookDelivery[];
  /**
   * Posts a webhook to an address of this computer; answers the status of the reply.
   *
   * @throws TypeError for any other address
   */
  sendWebhook(url: string | URL, options?: WebhookOptions): Promise<number>;
  /** A body as {@link sendWebhook} makes it, to change it or to send it twice. */
  createWebhook(topic?: KopoKopoTopic): Record<string, unknown>;
  /** The right signature of a body: lower-case hexadecimal HMAC-SHA256. */
  signWebhook(body: string | Buffer, key?: 'apiKey' | 'clientSecret'): string;
  /** Every token that is live expires at once, as if its time were over; answers how many did. */
  expireTokens(): number;
  /** Settles when every result callback and webhook that is under way has been sent. */
  delivered(): Promise<void>;
}

/** How the emulated Kopo Kopo starts. */
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
