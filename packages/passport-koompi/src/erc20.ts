import type { AccessToken } from 'passport-oauth2-base';
import { KoompiScope } from './scopes';
import {
  addressOf,
  unverified,
  unverifiedQuery,
  type Unverified,
  type UnverifiedParameters,
  type WalletCalls,
} from './wallet-call';

/** A transfer of tokens. */
export interface Erc20Transfer {
  /** The address that gets them. */
  readonly to: string;
  /** The address of the token's contract. */
  readonly token: string;
  /** In the token's smallest unit, such as wei: a bigint, or its decimal digits. Never a number: it would be rounded. */
  readonly amount: bigint | string;
}

/** KOOMPI's ERC20 calls. */
export interface Erc20 {
  /**
   * Moves tokens of the user; needs the scope `wallet.transfer`. It is sent once, and never again by itself.
   *
   * @param accessToken - with a TokenSet, a missing scope is known before anything is sent
   * @returns unverified: KOOMPI does not document the answer
   * @throws ProviderError `argument_invalid` before anything is sent; `permission_missing` without the scope;
   *   `access_token_refused`; `api_refused`; `rate_limited`; `outcome_unknown` when the transfer may have been made
   * @throws TypeError under a preset that documents no address of the wallet, without `apiURL`
   * @see https://dash.koompi.org/docs
   */
  transfer(accessToken: AccessToken, transfer: Erc20Transfer): Promise<Unverified>;
  /**
   * Asks for a balance, without any credential. KOOMPI documents neither the method nor the parameters: both are the
   * caller's.
   *
   * @param parameters - unverified, such as `{ address, token_address }`
   * @param options - `method`: `GET` (default) sends the parameters as query, `POST` as JSON
   * @returns unverified
   * @throws ProviderError `argument_invalid` before anything is sent; `api_refused`; under `POST`, which is sent once,
   *   `outcome_unknown` when no good answer came
   * @throws TypeError under a preset that documents no address of the wallet, without `apiURL`
   */
  balance(
    parameters: UnverifiedParameters,
    options?: { readonly method?: 'GET' | 'POST' },
  ): Promise<Unverified>;
}

const largest = 2n ** 256n - 1n;

/** @internal */
export function erc20(wallet: WalletCalls): Erc20 {
  return {
    async transfer(accessToken, transfer) {
      const to_address = addressOf('to', transfer?.to, wallet);
      const token_address = addressOf('token', transfer.token, wallet);
      if (to_address.toLowerCase() === token_address.toLowerCase()) {
        throw wallet.invalid("`to` is the token's own contract: what goes there is lost");
      }
      const amount = amountOf(transfer.amount, wallet);
      const answer = await wallet.call({
        method: 'POST',
        path: 'erc20/transfer',
        json: { to_address, token_address, amount },
        credential: { accessToken },
        permission: KoompiScope.walletTransfer,
      });
      return answer.body;
    },

    async balance(parameters, options) {
      const { method = 'GET' } = options ?? {};
      if (method !== 'GET' && method !== 'POST') throw wallet.invalid("`method` can be 'GET' or 'POST'");
      const sent =
        method === 'GET'
          ? { query: unverifiedQuery(parameters, wallet) }
          : { method, json: unverified(parameters, wallet) };
      return (await wallet.call({ path: 'erc20/balance', ...sent })).body;
    },
  };
}

/** Whole units above zero, as the decimal digits that KOOMPI wants; more than 256 bits no contract can hold. */
function amountOf(amount: unknown, { invalid }: WalletCalls): string {
  const text = typeof amount === 'bigint' ? String(amount) : amount;
  if (typeof text !== 'string' || !/^[1-9]\d{0,77}$/.test(text) || BigInt(text) > largest) {
    throw invalid(
      "`amount` must be a bigint, or decimal digits, above zero and in the token's smallest unit; a number would be rounded",
    );
  }
  return text;
}
