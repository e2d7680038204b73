/** Why a text is not an amount. */
export type AmountObjection = 'not-decimal' | 'too-fine' | 'zero' | 'too-large';

/** Token contracts use 256 bits. */
const largest = 2n ** 256n - 1n;

/**
 * Converts an amount such as `1.5` to the token's smallest unit. It works on the digits, because a JavaScript number
 * would round.
 *
 * @param decimals - the number of decimals of the token
 */
export function parseAmount(text: string, decimals: number): bigint | AmountObjection {
  const [, whole, fraction = ''] = /^(\d{1,78})(?:\.(\d{1,78}))?$/.exec(text) ?? [];
  if (whole === undefined) return 'not-decimal';
  if (fraction.length > decimals) return 'too-fine';
  const amount = BigInt(whole + fraction.padEnd(decimals, '0'));
  if (amount === 0n) return 'zero';
  return amount > largest ? 'too-large' : amount;
}

/** The shortest text that {@link parseAmount} reads as this amount. */
export function formatAmount(amount: bigint, decimals: number): string {
  const digits = String(amount).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(whole.length).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
