/** Why a text is no amount. */
export type AmountObjection = 'not-decimal' | 'too-fine' | 'zero' | 'too-large';

/** No contract holds more than 256 bits. */
const largest = 2n ** 256n - 1n;

/**
 * Reads an amount as people write it, such as `1.5`, in the token's smallest unit. Digit by digit: a number of
 * JavaScript would round it.
 *
 * @param decimals - how many digits the token has behind the point
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
