import { ProviderClient, type ApiResponse } from 'passport-oauth2-base';
import { accountOf, type KonProAccount } from './account';
import type { KonProClientOptions } from './options';
import type { KonProFields } from './profile';
import { profileSources } from './provider';
import { callOf, type KonProCredentials, type KonProRequest } from './request';

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
    super(profileSources[Object.hasOwn(profileSources, source) ? source : 'account.get'], options);
    if (options.profileSource !== undefined && options.userProfileURL !== undefined) {
      throw new TypeError(
        'KonPro: `profileSource` and `userProfileURL` both say where the profile comes from. Remove one of them.',
      );
    }
  }

  /**
   * Reads the account that a token belongs to, by its sections (`GET /pacific/account.get`).
   *
   * @param credentials - `{ accessToken }` (a TokenSet fits) or `{ apiToken }`: one header travels, never both
   * @throws ProviderError as `request()`, and `api_answer_invalid` for an answer without any section
   */
  async account(credentials: KonProCredentials): Promise<KonProAccount> {
    const { body } = await this.request(credentials, ['pacific', 'account.get']);
    const account = accountOf(body);
    if (account) return account;
    throw this.invalidResponse('it has none of the sections of an account');
  }

  /**
   * Calls any endpoint of KonPro's API. `body` of the answer is what KonPro's JSON says. A GET may be sent again when
   * its connection was dead; anything else never is.
   *
   * @param credentials - `{ accessToken }` (a TokenSet fits) or `{ apiToken }`: one header travels, never both
   * @param path - below `apiURL`, such as `user/me`; or its parts, each of which is percent-encoded. Give parts as
   *   soon as one of them comes from elsewhere: `['videos', id]`
   * @throws ProviderError `access_token_refused` for a token, and `api_refused` for an API token, that KonPro does
   *   not accept; `api_refused` with KonPro's `code`; `rate_limited` with `retryAfter` (seconds);
   *   `outcome_unknown` when no good answer came to anything but a GET; `api_address_refused` for an address that
   *   is not below `apiURL`, and `argument_invalid`: nothing was sent
   */
  async request(
    credentials: KonProCredentials,
    path: string | readonly string[],
    options: KonProRequest = {},
  ): Promise<ApiResponse> {
    const call = callOf(credentials, path, options);
    if (typeof call === 'string') throw this.invalidArgument(call);
    return this.callAPI(call);
  }
}
