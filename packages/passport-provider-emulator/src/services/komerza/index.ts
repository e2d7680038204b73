export type { KomerzaStore } from './store';
export type { KomerzaEmulator, KomerzaExchangeError, KomerzaOptions, KomerzaSwitches } from './switches';
export type { KomerzaUser } from './users';
export type { KomerzaWebhook, KomerzaWebhookLog } from './webhook';
