import type { Objections } from './form';
import { parseAmount } from './token-amount';

export const paymentFields = ['phone', 'amount', 'reference'] as const;
export type PaymentField = (typeof paymentFields)[number];

/** The entries as they were sent. */
export type PaymentEntries = Readonly<Record<PaymentField, string>>;

/** A payment to request. */
export interface Payment {
  /** With the country: `+254712345678`. */
  readonly phone: string;
  /** In shillings, with two decimals: `99.50`. */
  readonly amount: string;
  readonly reference: string;
}

/** The largest amount of this form, in cents. Kopo Kopo has its own limits. */
const largest = 99_999_999n;

/** The payment, or what is wrong with the entries. */
export function readPayment({
  phone,
  amount,
  reference,
}: PaymentEntries): { readonly payment: Payment } | { readonly objections: Objections<PaymentField> } {
  const [, subscriber] = /^(?:\+?254|0)([17]\d{8})$/.exec(phone.replace(/[ -]/g, '')) ?? [];
  const cents = parseAmount(amount, 2);
  const isAmount = typeof cents === 'bigint' && cents <= largest;
  const isReference = /^[\p{L}\p{M}\p{N} ._#/-]{1,40}$/u.test(reference);
  if (subscriber !== undefined && isAmount && isReference) {
    return { payment: { phone: `+254${subscriber}`, amount: shillings(cents), reference } };
  }
  return {
    objections: {
      ...(subscriber === undefined && {
        phone: 'Enter a Kenyan mobile number, such as 0712 345 678 or +254712345678.',
      }),
      ...(!isAmount && { amount: 'Enter an amount above 0 and up to 999999.99, with at most two decimals.' }),
      ...(!isReference && { reference: 'Enter up to 40 letters, digits, spaces and . _ # / -' }),
    },
  };
}

/** With two decimals. */
function shillings(cents: bigint): string {
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}
