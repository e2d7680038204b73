import type { AccessToken, ApiCall, ApiCallOptions } from 'passport-oauth2-base';
import { objectOf } from './account';

/** The credential of an API call: the OAuth token of a user, or an API token. Exactly one of them. */
export type KonProCredentials =
  | {
      /** A user's token: alone, or in a TokenSet. Sent as `Authorization: Bearer`. */
      readonly accessToken: AccessToken;
      readonly apiToken?: undefined;
    }
  | {
      /** Sent as `X-API-KEY`. */
      readonly apiToken: string;
      readonly accessToken?: undefined;
    };

/** Method, query and JSON body of a request. */
export type KonProRequest = ApiCallOptions;

const requestMembers: readonly string[] = ['method', 'query', 'json'];

/**
 * The call for the base, or the reason why it is invalid. The reason never repeats a given value, because that may be
 * a token in the wrong place.
 *
 * @internal
 */
export function callOf(
  credentials: KonProCredentials,
  path: string | readonly string[],
  options: KonProRequest,
): ApiCall | string {
  const { accessToken, apiToken } = credentials ?? {};
  if ((accessToken === undefined) === (apiToken === undefined)) {
    return 'the credentials must have `accessToken` or `apiToken`, exactly one of them';
  }
  if (apiToken !== undefined && typeof apiToken !== 'string') return '`apiToken` must be a string';
  // A misspelled member, such as `body`, would otherwise be dropped silently.
  if (!objectOf(options) || !Object.keys(options).every((name) => requestMembers.includes(name))) {
    return 'the options must be an object with no members other than `method`, `query` and `json`';
  }
  const credential = apiToken === undefined ? { accessToken } : { header: 'X-API-KEY', apiKey: apiToken };
  return { ...options, path, credential };
}
