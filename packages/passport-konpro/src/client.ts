import { ProviderClient, type ApiResponse } from 'passport-oauth2-base';
import { accountOf, type KonProAccount } from './account';
import type { KonProClientOptions } from './options';
import type { KonProFields } from './profile';
import { profileSources } from './provider';
import { callOf, type KonProCredentials, type KonProRequest } from './request';

/** A client of KonPro that works without Passport. */
export class KonProClient extends ProviderClient<KonProFields> {
  /** Gets new tokens for a refresh token. */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: KonProClientOptions) {
    // An unknown source falls back to the default here. The checks of the options then refuse it by name.
    const source = options?.profileSource ?? 'account.get';
    super(profileSources[Object.hasOwn(profileSources, source) ? source : 'account.get'], options);
    if (options.profileSource !== undefined && options.userProfileURL !== undefined) {
      throw new TypeError(
        'KonPro: `profileSource` and `userProfileURL` both set the source of the profile. Remove one of them.',
      );
    }
    if (options.idMember !== undefined && options.dangerouslyUseEmailAsId) {
      throw new TypeError(
        'KonPro: `idMember` names the only member that identifies a user, and `dangerouslyUseEmailAsId` adds another. Remove one of them.',
      );
    }
  }

  /**
   * Reads the account that a token belongs to, by its sections (`GET /pacific/account.get`).
   *
   * @param credentials - `{ accessToken }`, a TokenSet, or `{ apiToken }`; exactly one credential is sent
   * @throws ProviderError as `request()`; `api_answer_invalid` if the response has none of the sections
   */
  async account(credentials: KonProCredentials): Promise<KonProAccount> {
    const { body } = await this.request(credentials, ['pacific', 'account.get']);
    const account = accountOf(body);
    if (account) return account;
    throw this.invalidResponse('it has none of the documented sections of an account');
  }

  /**
   * Calls any endpoint of KonPro's API. `body` of the response is KonPro's JSON. A GET may be sent again if its
   * kept-alive connection was closed; other requests are sent once.
   *
   * @param credentials - `{ accessToken }`, a TokenSet, or `{ apiToken }`; exactly one credential is sent
   * @param path - below `apiURL`, such as `user/me`; or a list of segments, which are percent-encoded. Use a list if a
   *   segment is a variable: `['videos', id]`
   * @throws ProviderError `access_token_refused` if KonPro refuses the access token; `api_refused` with KonPro's
   *   `code`, also for a refused API token; `rate_limited` with `retryAfter` (seconds); `outcome_unknown` if a request
   *   other than a GET gets no complete response; before anything is sent, `argument_invalid` and, for a URL that is
   *   not below `apiURL`, `api_address_refused`
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
