import type { AccessToken, ApiCall, ApiCallOptions } from 'passport-oauth2-base';
import { objectOf } from './account';

/** What a call of KonPro's API proves itself with: the OAuth token of a user, or an API token. Exactly one. */
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

/** How an endpoint is called. */
export type KonProRequest = ApiCallOptions;

const names: readonly string[] = ['method', 'query', 'json'];

/**
 * The call as the base sends it; or, in words, what of it cannot be right. They repeat nothing that was given, which
 * may be a token in the wrong place.
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
    return 'give `accessToken` or `apiToken`, exactly one of them';
  }
  if (apiToken !== undefined && typeof apiToken !== 'string') return '`apiToken` must be text';
  // A body under another name would be none, and nobody would hear of it.
  if (!objectOf(options) || !Object.keys(options).every((name) => names.includes(name))) {
    return 'what is sent is an object with `method`, `query` and `json`, and nothing else';
  }
  const credential = apiToken === undefined ? { accessToken } : { header: 'X-API-KEY', apiKey: apiToken };
  return { ...options, path, credential };
}
