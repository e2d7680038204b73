import type { ApiAnswer, ApiCall, ProviderError } from 'passport-oauth2-base';

/**
 * What KOOMPI answers, or wants to be told, and does not document. It is passed through as it is: look at it before
 * you rely on it.
 */
export type Unverified = unknown;

/** Parameters that KOOMPI does not document: unverified, passed through as they are. */
export type UnverifiedParameters = Readonly<Record<string, Unverified>>;

/** What the wallet's calls need of the client. */
export interface WalletCalls {
  readonly call: (call: ApiCall) => Promise<ApiAnswer>;
  readonly invalid: (detail: string) => ProviderError;
}

const zeroAddress = /^0x0{40}$/;

/** An address that something can be sent to; which letters are capital is not checked (EIP-55). */
export function addressOf(member: string, value: unknown, { invalid }: WalletCalls): string {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value)) {
    throw invalid(`\`${member}\` must be an address: 0x and 40 hexadecimal digits`);
  }
  if (zeroAddress.test(value)) throw invalid(`\`${member}\` is the zero address: what goes there is lost`);
  return value;
}

/**
 * Parameters that are passed through. What JSON would change without a word is refused: a number that has been
 * rounded stands for another token or amount.
 */
export function unverified(parameters: unknown, { invalid }: WalletCalls): Readonly<Record<string, unknown>> {
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
    throw invalid('its parameters must be an object');
  }
  for (const [name, value] of Object.entries(parameters)) {
    const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
    if (typeof value === 'bigint' || (typeof value === 'number' && (isRounded || !Number.isFinite(value)))) {
      throw invalid(`\`${name}\` cannot be a JSON number: give its digits as text`);
    }
  }
  return { ...parameters };
}
