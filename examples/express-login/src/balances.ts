import type { KoompiClient } from 'passport-koompi';
import type { WalletToken } from './wallet-tokens';

/** The balance of a token, or why it is not known. */
export type Balance =
  | { readonly token: WalletToken; readonly amount: bigint }
  | { readonly token: WalletToken; readonly unknown: string };

/** Asks for every balance. One that is not to be had keeps nobody from the others. */
export function readBalances(
  client: KoompiClient,
  address: string,
  tokens: readonly WalletToken[],
): Promise<readonly Balance[]> {
  return Promise.all(
    tokens.map(async (token): Promise<Balance> => {
      try {
        const answer = await client.erc20.balance({ address, token_address: token.address });
        const amount = balanceIn(answer);
        return amount === undefined ? { token, unknown: 'the answer has no balance' } : { token, amount };
      } catch (error) {
        const { reason } = error as { reason?: unknown };
        return { token, unknown: typeof reason === 'string' ? reason : 'the call failed' };
      }
    }),
  );
}

/**
 * The balance in an answer whose form KOOMPI does not document: digits as text, or a number that is exact; alone, or as
 * the member `balance`, also inside `data` or `result`. Anything else is not guessed at.
 */
export function balanceIn(answer: unknown, depth = 0): bigint | undefined {
  if (typeof answer === 'string' && /^\d{1,78}$/.test(answer)) return BigInt(answer);
  if (typeof answer === 'number' && Number.isSafeInteger(answer) && answer >= 0) return BigInt(answer);
  if (typeof answer !== 'object' || answer === null || depth > 2) return undefined;
  const { balance, data, result } = answer as Readonly<Record<string, unknown>>;
  return balanceIn(balance ?? data ?? result, depth + 1);
}
