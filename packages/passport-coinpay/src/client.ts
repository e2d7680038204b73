import { ProviderClient, type AccessToken } from 'passport-oauth2-base';
import {
  isObject,
  mistakeIn,
  walletsOf,
  type CoinPayAccountWallet,
  type CoinPayRegistration,
  type CoinPayWalletFilter,
} from './api';
import type { CoinPayClientOptions } from './options';
import type { CoinPayFields } from './profile';
import { presets } from './provider';
import { CoinPayScope } from './scopes';

/** What a logout did at CoinPay. */
export interface CoinPayLogout {
  /** Whether CoinPay has revoked the refresh token. */
  readonly revoked: boolean;
  /** What that means, in a sentence. */
  readonly explanation: string;
}

/** Speaks to CoinPay without Passport. */
export class CoinPayClient extends ProviderClient<CoinPayFields> {
  /**
   * Gets new tokens for a refresh token, which is used up. The published server sends no id_token with them; where
   * one comes, give the login's claims to have it compared.
   */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID` and `clientSecret`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: CoinPayClientOptions) {
    // A preset that does not exist is refused by the checks of the options, which name those that do.
    const preset = options?.preset ?? 'documented';
    super(Object.hasOwn(presets, preset) ? presets[preset] : presets.documented, options);
  }

  /**
   * Reads the wallets of the merchant and of the merchant's businesses (`GET /api/wallets`, published server); needs
   * the scope `wallet:read`. Of two with the same currency and address CoinPay gives one.
   *
   * @param accessToken - alone, or in a TokenSet, whose scope tells beforehand whether it may
   * @throws ProviderError `permission_missing` without the scope; `access_token_refused`; `rate_limited` with
   *   `retryAfter` (seconds); `api_refused` with `statusCode` 404 for a business that is not the user's;
   *   `api_answer_invalid`; `argument_invalid`, and nothing was sent
   */
  async wallets(
    accessToken: AccessToken,
    filter: CoinPayWalletFilter = {},
  ): Promise<readonly CoinPayAccountWallet[]> {
    const mistake = mistakeIn(filter);
    if (mistake !== undefined) throw this.invalidArgument(mistake);
    const { body } = await this.callAPI({
      path: 'wallets',
      query: { source: filter.source, business_id: filter.businessId },
      credential: { accessToken },
      permission: CoinPayScope.walletRead,
    });
    const wallets = walletsOf(body);
    if (wallets) return wallets;
    throw this.invalidResponse('its `wallets` are not a list of objects');
  }

  /**
   * Reads what CoinPay tells everybody of this application: its name, and the scopes that it can be granted
   * (`GET /api/oauth/clients/lookup`, published server). No credential is sent.
   *
   * @throws ProviderError `api_refused` with `statusCode` 404 for a client id that CoinPay does not know, or has
   *   switched off; `rate_limited` with `retryAfter` (seconds); `api_answer_invalid`
   */
  async registration(): Promise<CoinPayRegistration> {
    const { body } = await this.callAPI({
      path: 'oauth/clients/lookup',
      query: { client_id: this.clientID },
    });
    if (isObject(body)) return body;
    throw this.invalidResponse('it is not a JSON object');
  }

  /**
   * Ends a login: revokes the refresh token where there is an endpoint (`revocationURL`, or discovered), and says what it did where
   * there is none. Forget the tokens in any case.
   *
   * @throws ProviderError when the endpoint fails: the token may still be valid
   */
  async logout(refreshToken: string): Promise<CoinPayLogout> {
    if (await this.revokeToken(refreshToken, 'refresh_token')) {
      return { revoked: true, explanation: 'CoinPay has revoked the refresh token.' };
    }
    return {
      revoked: false,
      explanation:
        'CoinPay has no revocation endpoint: the refresh token stays valid there for up to 30 days. Forgetting it ends the login here.',
    };
  }
}
