import type { JsonObject, ProfileFields, ProviderProfile } from 'passport-oauth2-base';

/**
 * What KonPro tells of a user. The sections of `account.get` are passed through: KonPro names them and documents no
 * members.
 */
export interface KonProFields extends ProfileFields {
  /** The workspace, with permissions and roles. */
  readonly spaceInfo?: JsonObject | undefined;
  /** The subscription: quotas, tier, expiry. */
  readonly userPlan?: JsonObject | undefined;
  /** What is switched on for the account. */
  readonly features?: JsonObject | undefined;
  /** Experiments that the account takes part in. */
  readonly experiments?: JsonObject | undefined;
}

/** The Passport profile of a KonPro user. */
export type KonProProfile = KonProFields & ProviderProfile;
