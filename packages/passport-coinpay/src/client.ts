import { ProviderClient, type AccessToken } from 'passport-oauth2-base';
import {
  isObject,
  refusalReason,
  walletsOf,
  type CoinPayAccountWallet,
  type CoinPayRegistration,
  type CoinPayWalletFilter,
} from './api';
import type { CoinPayClientOptions } from './options';
import type { CoinPayFields } from './profile';
import { presets } from './provider';
import { CoinPayScope } from './scopes';

/** Result of a logout. */
export interface CoinPayLogout {
  /** Whether CoinPay has revoked the refresh token. */
  readonly revoked: boolean;
  /** A sentence for the log that explains the result. */
  readonly explanation: string;
}

/** A client of CoinPay that works without Passport. */
export class CoinPayClient extends ProviderClient<CoinPayFields> {
  /**
   * Gets new tokens for a refresh token, which can be used once. The published server sends no id_token with them. If
   * yours does, pass the claims of the login, and the new id_token is compared with them.
   */
  declare readonly refresh: NonNullable<ProviderClient['refresh']>;

  /**
   * @param options - at least `clientID` and `clientSecret`
   * @throws TypeError that names the option and the fix
   */
  constructor(options: CoinPayClientOptions) {
    // An unknown preset falls back to the default here. The checks of the options then refuse it by name.
    const preset = options?.preset ?? 'documented';
    super(Object.hasOwn(presets, preset) ? presets[preset] : presets.documented, options);
  }

  /**
   * Reads the wallets of the merchant and of the merchant's businesses (`GET /api/wallets`, published server). Needs
   * the scope `wallet:read`. CoinPay returns wallets with the same currency and address once.
   *
   * @param accessToken - text, or a TokenSet: then a missing scope is an error before anything is sent
   * @throws ProviderError `permission_missing` without the scope; `access_token_refused`; `rate_limited` with
   *   `retryAfter` (seconds); `api_refused` with `responseStatus` 404 for a business of somebody else;
   *   `api_answer_invalid`; `argument_invalid` before anything is sent
   */
  async wallets(
    accessToken: AccessToken,
    filter: CoinPayWalletFilter = {},
  ): Promise<readonly CoinPayAccountWallet[]> {
    const reason = refusalReason(filter);
    if (reason !== undefined) throw this.invalidArgument(reason);
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
   * Reads the public data of this application: its name, and the scopes that it can be granted
   * (`GET /api/oauth/clients/lookup`, published server). No credential is sent.
   *
   * @throws ProviderError `api_refused` with `responseStatus` 404 if the client id is unknown or
   *   disabled; `rate_limited` with `retryAfter` (seconds); `api_answer_invalid`
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
   * Ends a login: revokes the refresh token if there is an endpoint (`revocationURL`, or discovered). Without one,
   * nothing is sent and `revoked` is false. Delete your copy of the tokens in either case.
   *
   * @throws ProviderError if the endpoint fails; the token may still be valid (RFC 7009 §2.2)
   */
  async logout(refreshToken: string): Promise<CoinPayLogout> {
    if (await this.revokeToken(refreshToken, 'refresh_token')) {
      return { revoked: true, explanation: 'CoinPay has revoked the refresh token.' };
    }
    return {
      revoked: false,
      explanation:
        'CoinPay has no revocation endpoint: the refresh token stays valid there for up to 30 days. Delete your copy of it to end the login here.',
    };
  }
}
