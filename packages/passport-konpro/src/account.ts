import type { JsonObject } from 'passport-oauth2-base';

/** A section that KonPro calls a list but does not show: an object or a list. */
export type KonProSection = JsonObject | readonly unknown[];

/** The account of a user. KonPro does not document the members of the sections, so they are passed through. */
export interface KonProAccount {
  /** Basic information: e-mail address, registration date, subscription status. */
  readonly user?: JsonObject | undefined;
  /** The workspace, with permissions and roles. */
  readonly spaceInfo?: JsonObject | undefined;
  /** The subscription: quotas, tier, expiry. */
  readonly userPlan?: JsonObject | undefined;
  /** Features that are enabled for the account. */
  readonly features?: KonProSection | undefined;
  /** Experiments that the account takes part in. */
  readonly experiments?: KonProSection | undefined;
}

/**
 * The sections in a response of `account.get`, with or without `data` around them; undefined if there is none.
 *
 * @internal
 */
export function accountOf(body: unknown): KonProAccount | undefined {
  const account = objectOf(objectOf(body)?.['data']) ?? objectOf(body) ?? {};
  const sections = Object.entries({
    user: objectOf(account['user']),
    spaceInfo: objectOf(account['space_info']),
    userPlan: objectOf(account['user_plan']),
    features: sectionOf(account['features']),
    experiments: sectionOf(account['experiments']),
  }).filter(([, section]) => section !== undefined);
  return sections.length === 0 ? undefined : Object.fromEntries(sections);
}

/** The value if it is an object or a list. @internal */
export function sectionOf(value: unknown): KonProSection | undefined {
  return Array.isArray(value) ? (value as readonly unknown[]) : objectOf(value);
}

/** The value if it is an object and not a list. @internal */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}
