export type { KonProPlan } from './limits';
export type { KonProEmulator, KonProOptions, KonProSwitches } from './switches';
export type { KonProUser } from './users';
