export type { Subscription } from './resources';
export type { KopoKopoEmulator, KopoKopoOptions, KopoKopoSwitches, KopoKopoUser } from './switches';
export type { KopoKopoTopic, WebhookDelivery, WebhookOptions } from './webhooks';
