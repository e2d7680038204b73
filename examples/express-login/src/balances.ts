import type { KoompiClient } from 'passport-koompi';
import type { WalletToken } from './wallet-tokens';

/** The balance of a token, or why it is not known. */
export type Balance =
  | { readonly token: WalletToken; readonly amount: bigint }
  | { readonly token: WalletToken; readonly unknown: string };

/** Reads every balance. A failed call does not hide the other balances. */
export function readBalances(
  client: KoompiClient,
  address: string,
  tokens: readonly WalletToken[],
): Promise<readonly Balance[]> {
  return Promise.all(
    tokens.map(async (token): Promise<Balance> => {
      try {
        const response = await client.erc20.balance({ address, token_address: token.address });
        const amount = balanceIn(response);
        return amount === undefined ? { token, unknown: 'the response has no balance' } : { token, amount };
      } catch (error) {
        const { reason } = error as { reason?: unknown };
        return { token, unknown: typeof reason === 'string' ? reason : 'the call failed' };
      }
    }),
  );
}

/**
 * Finds the balance in a response whose format KOOMPI does not document. Accepts digits as text or an exact number,
 * alone or as the member `balance`, also inside `data` or `result`. Anything else gives undefined.
 */
export function balanceIn(response: unknown, depth = 0): bigint | undefined {
  if (typeof response === 'string' && /^\d{1,78}$/.test(response)) return BigInt(response);
  if (typeof response === 'number' && Number.isSafeInteger(response) && response >= 0)
    return BigInt(response);
  if (typeof response !== 'object' || response === null || depth > 2) return undefined;
  const { balance, data, result } = response as Readonly<Record<string, unknown>>;
  return balanceIn(balance ?? data ?? result, depth + 1);
}
