import type { Objections } from './form';
import { formatAmount, parseAmount, type AmountObjection } from './token-amount';
import type { WalletToken } from './wallet-tokens';

/** A transfer to send. */
export interface Transfer {
  readonly to: string;
  readonly token: WalletToken;
  /** In the token's smallest unit. */
  readonly amount: bigint;
}

export const transferFields = ['to', 'token', 'amount'] as const;
export type TransferField = (typeof transferFields)[number];

/** The entries as they were sent. */
export type TransferEntries = Readonly<Record<TransferField, string>>;

/** The wallet that the entries are checked against. */
export interface Wallet {
  readonly address: string | undefined;
  readonly tokens: readonly WalletToken[];
  /** In the smallest unit, by the token's address. Missing if it is not known. */
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
  if (!/^0x[0-9a-fA-F]{40}$/.test(to)) return { to: 'Enter 0x and 40 digits from 0 to 9 and a to f.' };
  if (/^0x0{40}$/.test(to)) return { to: 'Tokens sent to the zero address are lost.' };
  if (tokens.some(({ address }) => is(address))) {
    return { to: 'This is the contract of a token. Tokens sent there are lost.' };
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
    'not-decimal': 'Enter digits, with a point before the decimals, such as 1.5.',
    'too-fine': `${symbol} has at most ${decimals} decimals.`,
    zero: 'Enter an amount above 0.',
    'too-large': 'This is more than any wallet can hold.',
  }[objection];
}
