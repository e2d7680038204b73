import { keccak256 } from './keccak';

const form = /^0x[0-9a-fA-F]{40}$/;

/** Whether it has the form of an address: 0x and 40 hexadecimal digits. */
export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && form.test(value);
}

/**
 * Whether the capital letters of an address contradict its checksum: a digit was mistyped. Addresses in lower case alone,
 * or in upper case alone, carry no checksum.
 *
 * @see https://eips.ethereum.org/EIPS/eip-55
 */
export function failsChecksum(address: string): boolean {
  const digits = address.slice(2);
  const lower = digits.toLowerCase();
  return digits !== lower && digits !== digits.toUpperCase() && digits !== capitalized(lower);
}

/** A letter is a capital where the hash of the lower-case digits has a digit from 8. */
function capitalized(lower: string): string {
  const hash = keccak256(Buffer.from(lower)).toString('hex');
  return [...lower]
    .map((digit, at) => (parseInt(hash.charAt(at), 16) >= 8 ? digit.toUpperCase() : digit))
    .join('');
}
