import type { ApiResponse, ApiCall, ProviderError } from 'passport-oauth2-base';
import { failsChecksum, isAddress } from './address';

/**
 * A value whose form KOOMPI does not document. It is passed through unchanged: check it before you rely on it.
 */
export type Unverified = unknown;

/** Parameters that KOOMPI does not document. They are sent unchanged. */
export type UnverifiedParameters = Readonly<Record<string, Unverified>>;

/** The methods of the client that the wallet calls use. */
export interface WalletCalls {
  readonly call: (call: ApiCall) => Promise<ApiResponse>;
  readonly invalid: (detail: string) => ProviderError;
}

const zeroAddress = /^0x0{40}$/;

/** Checks the form and the checksum of a wallet address. */
export function walletAddress(member: string, value: unknown, { invalid }: WalletCalls): string {
  if (!isAddress(value)) throw invalid(`\`${member}\` must be an address: 0x and 40 hexadecimal digits`);
  if (failsChecksum(value)) throw invalid(mistyped(member));
  if (zeroAddress.test(value)) throw invalid(`\`${member}\` is the zero address: tokens sent there are lost`);
  return value;
}

function mistyped(member: string): string {
  return `\`${member}\` is not the address that its capital letters confirm (EIP-55): a digit is wrong. Copy it again`;
}

/**
 * Copies parameters that are sent unchanged. Values that JSON would silently change or drop are refused: a rounded
 * number names another token or amount. So is an address with a wrong checksum.
 */
export function unverified(parameters: unknown, { invalid }: WalletCalls): Readonly<Record<string, unknown>> {
  if (!isPlain(parameters)) throw invalid('its parameters must be an object');
  return copyOf('its parameters', parameters, invalid, 0) as Readonly<Record<string, unknown>>;
}

/** Copies parameters for a query. Numbers and addresses are checked here; the call refuses other invalid values. */
export function unverifiedQuery(parameters: unknown, { invalid }: WalletCalls): ApiCall['query'] {
  if (!isPlain(parameters)) throw invalid('its parameters must be an object');
  const checkedEntries = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'number' || typeof value === 'string' ? copyOf(name, value, invalid, 0) : value,
  ]);
  return Object.fromEntries(checkedEntries) as ApiCall['query'];
}

/** Limit of nesting: no call needs as much. It also ends circular objects. */
const maxDepth = 20;

function copyOf(name: string, value: unknown, invalid: WalletCalls['invalid'], depth: number): unknown {
  if (isAddress(value) && failsChecksum(value)) throw invalid(mistyped(name));
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number' && (Number.isSafeInteger(value) || isFraction(value))) return value;
  if (depth < maxDepth && Array.isArray(value)) {
    return Array.from(value, (item) => copyOf(name, item, invalid, depth + 1));
  }
  if (depth < maxDepth && isPlain(value)) {
    const members = Object.entries(value);
    return Object.fromEntries(members.map(([key, item]) => [key, copyOf(key, item, invalid, depth + 1)]));
  }
  throw invalid(`\`${name}\` cannot be written as JSON without a change. Give large numbers as text`);
}

function isFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}

/** Whether it is a plain object. Instances of classes may change their JSON (`toJSON`). */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Compared by depth, not identity: the object may come from another realm, as under Jest.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
