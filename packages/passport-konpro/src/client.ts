import { ProviderClient, type ApiAnswer, type JsonObject } from 'passport-oauth2-base';
import {
  accountOf,
  credentialOf,
  type KonProAccount,
  type KonProCredentials,
  type KonProRequest,
} from './account';
import type { KonProClientOptions } from './options';
import type { KonProFields } from './profile';
import { profileSources } from './provider';

/** Speaks to KonPro without Passport. */
export class KonProClient extends ProviderClient<KonProFields> {
  /** Gets new tokens for a refresh token. */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KonProClientOptions) {
    // A source that does not exist is refused by the checks of the options, which name those that do.
    const source = options?.profileSource ?? 'account.get';
    const known = Object.hasOwn(profileSources, source) ? source : 'account.get';
    super(profileSources[known], options);
  }

  /**
   * Reads the account that a token belongs to, by its sections (`account.get`).
   *
   * @param credentials - `{ accessToken }` (a TokenSet fits) or `{ apiToken }`
   * @throws ProviderError `argument_invalid` unless there is exactly one credential; `access_token_refused`,
   *   `api_refused`, `rate_limited`
   */
  async account(credentials: KonProCredentials): Promise<KonProAccount> {
    const { body } = await this.request(credentials, 'pacific/account.get');
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw this.invalidAnswer('it is not a JSON object');
    }
    return accountOf(body as JsonObject);
  }

  /**
   * Calls any endpoint of KonPro's API. A GET may be sent again when its connection was dead; anything else never is.
   *
   * @param credentials - `{ accessToken }` or `{ apiToken }`: one header, never both
   * @param path - below `apiURL`, such as `user/me`; or its parts, each of which is percent-encoded
   * @throws ProviderError `argument_invalid` unless there is exactly one credential; `access_token_refused`,
   *   `api_refused`, `rate_limited`, `outcome_unknown`
   */
  async request(
    credentials: KonProCredentials,
    path: string | readonly string[],
    { method, query, json }: KonProRequest = {},
  ): Promise<ApiAnswer> {
    const credential = credentialOf(credentials);
    if (!credential) {
      throw this.invalidArgument('give `accessToken` or `apiToken`, exactly one of them');
    }
    return this.callAPI({ method, path, query, json, credential });
  }
}
