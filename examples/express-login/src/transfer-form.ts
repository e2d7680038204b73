import type { Objections } from './form';
import { formatAmount, parseAmount, type AmountObjection } from './token-amount';
import type { WalletToken } from './wallet-tokens';

/** What is to be sent. */
export interface Transfer {
  readonly to: string;
  readonly token: WalletToken;
  /** In the token's smallest unit. */
  readonly amount: bigint;
}

export const transferFields = ['to', 'token', 'amount'] as const;
export type TransferField = (typeof transferFields)[number];

/** What a person entered, as it is. */
export type TransferEntries = Readonly<Record<TransferField, string>>;

/** What the entries are compared with. */
export interface Wallet {
  readonly address: string | undefined;
  readonly tokens: readonly WalletToken[];
  /** In the smallest unit, by the token's address; missing where it is not known. */
  readonly balances: ReadonlyMap<string, bigint>;
}

/** The transfer, or what is wrong with the entries. */
export function readTransfer(
  { to, token: tokenAddress, amount: amountText }: TransferEntries,
  { address, tokens, balances }: Wallet,
): { readonly transfer: Transfer } | { readonly objections: Objections<TransferField> } {
  const token = tokens.find((known) => known.address === tokenAddress);
  if (!token) {
    const token = 'Choose one of these tokens.';
    return { objections: { ...receiverObjection(to, address, tokens), token } };
  }
  const amount = parseAmount(amountText, token.decimals);
  const objections = {
    ...receiverObjection(to, address, tokens),
    ...amountObjection(amount, token, balances.get(token.address)),
  };
  return typeof amount === 'bigint' && Object.keys(objections).length === 0
    ? { transfer: { to, token, amount } }
    : { objections };
}

function receiverObjection(
  to: string,
  own: string | undefined,
  tokens: readonly WalletToken[],
): Objections<'to'> {
  const is = (address: string | undefined): boolean => address?.toLowerCase() === to.toLowerCase();
  if (!/^0x[0-9a-fA-F]{40}$/.test(to))
    return { to: 'An address is 0x and 40 digits from 0 to 9 and a to f.' };
  if (/^0x0{40}$/.test(to)) return { to: 'What goes to the zero address is lost.' };
  if (tokens.some(({ address }) => is(address))) {
    return { to: 'This is the contract of a token: what goes there is lost.' };
  }
  return is(own) ? { to: 'This is your own wallet.' } : {};
}

function amountObjection(
  amount: bigint | AmountObjection,
  { symbol, decimals }: WalletToken,
  balance: bigint | undefined,
): Objections<'amount'> {
  if (typeof amount !== 'bigint') return { amount: amountWords(amount, symbol, decimals) };
  if (balance === undefined || amount <= balance) return {};
  return { amount: `The wallet holds ${formatAmount(balance, decimals)} ${symbol}.` };
}

function amountWords(objection: AmountObjection, symbol: string, decimals: number): string {
  return {
    'not-decimal': 'Write digits, with a point before the decimals, such as 1.5.',
    'too-fine': `${symbol} has ${decimals} decimals at most.`,
    zero: 'More than nothing.',
    'too-large': 'No wallet can hold that much.',
  }[objection];
}
