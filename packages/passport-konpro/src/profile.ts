import type { ProfileFields, ProviderProfile } from 'passport-oauth2-base';
import type { KonProAccount } from './account';

/** Profile fields of a KonPro user. With `profileSource: 'user/me'` there are no sections. */
export interface KonProFields extends ProfileFields, Omit<KonProAccount, 'user'> {}

/** The Passport profile of a KonPro user. */
export type KonProProfile = KonProFields & ProviderProfile;
