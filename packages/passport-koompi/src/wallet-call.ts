import type { ApiResponse, ApiCall, ProviderError } from 'passport-oauth2-base';

/**
 * What KOOMPI answers, or wants to be told, and does not document. It is passed through as it is: look at it before
 * you rely on it.
 */
export type Unverified = unknown;

/** Parameters that KOOMPI does not document: unverified, passed through as they are. */
export type UnverifiedParameters = Readonly<Record<string, Unverified>>;

/** What the wallet's calls need of the client. */
export interface WalletCalls {
  readonly call: (call: ApiCall) => Promise<ApiResponse>;
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
 * A copy of parameters that are passed through, read once. What JSON would change or drop without a word is refused:
 * a number that has been rounded stands for another token or amount.
 */
export function unverified(parameters: unknown, { invalid }: WalletCalls): Readonly<Record<string, unknown>> {
  if (!isPlain(parameters)) throw invalid('its parameters must be an object');
  return copyOf('its parameters', parameters, invalid, 0) as Readonly<Record<string, unknown>>;
}

/** The same for a query: its numbers are judged here, and what cannot stand in one is refused by the call itself. */
export function unverifiedQuery(parameters: unknown, { invalid }: WalletCalls): ApiCall['query'] {
  if (!isPlain(parameters)) throw invalid('its parameters must be an object');
  const judged = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'number' ? copyOf(name, value, invalid, 0) : value,
  ]);
  return Object.fromEntries(judged) as ApiCall['query'];
}

/** Deeper than any parameters are. */
const deepest = 20;

function copyOf(name: string, value: unknown, invalid: WalletCalls['invalid'], depth: number): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' && (Number.isSafeInteger(value) || isFraction(value))) return value;
  if (depth < deepest && Array.isArray(value)) {
    return Array.from(value, (item) => copyOf(name, item, invalid, depth + 1));
  }
  if (depth < deepest && isPlain(value)) {
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([key, item]) => [key, copyOf(key, item, invalid, depth + 1)]));
  }
  throw invalid(`\`${name}\` cannot be written as JSON without a change: give numbers of that size as text`);
}

function isFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}

/** Whether it is an object of nothing but members: others say in JSON what they want (`toJSON`). */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // By its shape: an object may come from another realm, as under Jest.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
