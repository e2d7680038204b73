import type { AccessToken, ApiCredential, JsonObject } from 'passport-oauth2-base';

/** A section that KonPro calls a list and shows nowhere: an object by name, or a list. */
export type KonProSection = JsonObject | readonly unknown[];

/** The account of a user. KonPro names the sections and documents no members: they are passed through. */
export interface KonProAccount {
  /** Basic information: e-mail address, registration date, subscription status. */
  readonly user?: JsonObject | undefined;
  /** The workspace, with permissions and roles. */
  readonly spaceInfo?: JsonObject | undefined;
  /** The subscription: quotas, tier, expiry. */
  readonly userPlan?: JsonObject | undefined;
  /** What is switched on for the account. */
  readonly features?: KonProSection | undefined;
  /** Experiments that the account takes part in. */
  readonly experiments?: KonProSection | undefined;
}

/** What a call of KonPro's API proves itself with: the OAuth token of a user, or an API token. Exactly one. */
export type KonProCredentials =
  | { readonly accessToken: AccessToken; readonly apiToken?: undefined }
  | { readonly apiToken: string; readonly accessToken?: undefined };

/** How an endpoint is called. */
export interface KonProRequest {
  /** Default: `GET`. */
  readonly method?: string | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON. */
  readonly json?: unknown;
}

/**
 * The one header of a call. Nothing, if there is not exactly one credential.
 *
 * @internal
 */
export function credentialOf(credentials: KonProCredentials | undefined): ApiCredential | undefined {
  const { accessToken, apiToken } = credentials ?? {};
  if ((accessToken === undefined) === (apiToken === undefined)) return undefined;
  return apiToken === undefined
    ? { accessToken: accessToken as AccessToken }
    : { header: 'X-API-KEY', apiKey: apiToken };
}

/** The account in an answer of `account.get`, which may be wrapped in `data`. @internal */
export function accountOf(answer: JsonObject): KonProAccount {
  const account = objectOf(answer['data']) ?? answer;
  const sections = {
    user: objectOf(account['user']),
    spaceInfo: objectOf(account['space_info']),
    userPlan: objectOf(account['user_plan']),
    features: sectionOf(account['features']),
    experiments: sectionOf(account['experiments']),
  };
  return Object.fromEntries(Object.entries(sections).filter(([, section]) => section !== undefined));
}

/** An object by name, or a list. @internal */
export function sectionOf(value: unknown): KonProSection | undefined {
  return Array.isArray(value) ? (value as readonly unknown[]) : objectOf(value);
}

function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}
