import type { AccessToken } from 'passport-oauth2-base';
import { KoompiScope } from './scopes';
import {
  walletAddress,
  unverified,
  unverifiedQuery,
  type Unverified,
  type UnverifiedParameters,
  type WalletCalls,
} from './wallet-call';

/** A transfer of tokens. */
export interface Erc20Transfer {
  /** The wallet address that receives the tokens. */
  readonly to: string;
  /** The address of the token's contract. */
  readonly token: string;
  /** In the token's smallest unit, such as wei: a bigint or decimal digits. A number is refused: it may be rounded. */
  readonly amount: bigint | string;
}

/** KOOMPI's ERC-20 calls. */
export interface Erc20 {
  /**
   * Transfers tokens from the user's wallet. Needs the scope `wallet.transfer`. The request is sent once and never
   * repeated.
   *
   * @param accessToken - text, or a TokenSet: then a missing scope is an error before anything is sent
   * @returns the response body, unverified: KOOMPI does not document it
   * @throws ProviderError `argument_invalid` before anything is sent; `permission_missing` without the scope;
   *   `access_token_refused`; `api_refused`; `rate_limited`; `outcome_unknown` when the transfer may have been made
   * @throws TypeError if the preset has no documented wallet URL (`'v1'`, `'kid'`) and `apiURL` is not set
   * @see https://dash.koompi.org/docs
   */
  transfer(accessToken: AccessToken, transfer: Erc20Transfer): Promise<Unverified>;
  /**
   * Reads a balance. No credential is sent. KOOMPI documents neither the method nor the parameters, so the caller
   * chooses both.
   *
   * @param parameters - unverified, such as `{ address, token_address }`
   * @param options - `method`: `GET` (default) sends the parameters as query, `POST` as JSON
   * @returns the response body, unverified
   * @throws ProviderError `argument_invalid` before anything is sent; `api_refused`; with `POST`,
   *   `outcome_unknown` if no complete response arrives (it is not repeated)
   * @throws TypeError if the preset has no documented wallet URL (`'v1'`, `'kid'`) and `apiURL` is not set
   */
  balance(
    parameters: UnverifiedParameters,
    options?: { readonly method?: 'GET' | 'POST' },
  ): Promise<Unverified>;
}

const largestAmount = 2n ** 256n - 1n;

/** @internal */
export function erc20(wallet: WalletCalls): Erc20 {
  return {
    async transfer(accessToken, transfer) {
      const to_address = walletAddress('to', transfer?.to, wallet);
      const token_address = walletAddress('token', transfer.token, wallet);
      if (to_address.toLowerCase() === token_address.toLowerCase()) {
        throw wallet.invalid("`to` is the token's own contract: tokens sent there are lost");
      }
      const amount = amountOf(transfer.amount, wallet);
      const response = await wallet.call({
        method: 'POST',
        path: 'erc20/transfer',
        json: { to_address, token_address, amount },
        credential: { accessToken },
        permission: KoompiScope.walletTransfer,
      });
      return response.body;
    },

    async balance(parameters, options) {
      const { method = 'GET' } = options ?? {};
      if (method !== 'GET' && method !== 'POST') throw wallet.invalid("`method` must be 'GET' or 'POST'");
      const parametersOfMethod =
        method === 'GET'
          ? { query: unverifiedQuery(parameters, wallet) }
          : { method, json: unverified(parameters, wallet) };
      return (await wallet.call({ path: 'erc20/balance', ...parametersOfMethod })).body;
    },
  };
}

/** Decimal digits of an amount above zero and below 2²⁵⁶, the limit of ERC-20. */
function amountOf(amount: unknown, { invalid }: WalletCalls): string {
  const digits = typeof amount === 'bigint' ? String(amount) : amount;
  if (typeof digits !== 'string' || !/^[1-9]\d{0,77}$/.test(digits) || BigInt(digits) > largestAmount) {
    throw invalid(
      "`amount` must be a bigint or a string of decimal digits, above zero and in the token's smallest unit. A number is refused because it may be rounded",
    );
  }
  return digits;
}
