import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';
import type { KonProAccount } from './account';

/** What KonPro tells of a user: with `user/me`, no sections. */
export interface KonProFields extends ProfileFields, Omit<KonProAccount, 'user'> {}

/** The Passport profile of a KonPro user. */
export type KonProProfile = KonProFields & ProviderProfile;
