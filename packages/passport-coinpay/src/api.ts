/**
 * A wallet as `GET /api/wallets` tells of it, under the names that the published server gives its members. They are
 * passed through: that it is an object is all that is checked.
 */
export interface CoinPayAccountWallet {
  readonly id?: string;
  /** Whose it is. */
  readonly source?: 'account' | 'business';
  /** Of an account wallet. */
  readonly merchant_id?: string | null;
  /** Of a business wallet. */
  readonly business_id?: string | null;
  readonly business_name?: string | null;
  /** A currency code, such as `BTC`. */
  readonly cryptocurrency?: string;
  readonly wallet_address?: string;
  readonly label?: string | null;
  /** Unlike in the profile, wallets that are switched off are in the list. */
  readonly is_active?: boolean;
  /** ISO 8601. */
  readonly created_at?: string | null;
  /** ISO 8601. */
  readonly updated_at?: string | null;
}

/** Which wallets are wanted. */
export interface CoinPayWalletFilter {
  /** Default: `all`. */
  readonly source?: 'account' | 'business' | 'all' | undefined;
  /** Only those of this business; not together with `source: 'account'`. */
  readonly businessId?: string | undefined;
}

/** What everybody may know of a registered application. The members are passed through. */
export interface CoinPayRegistration {
  readonly name?: string;
  readonly description?: string | null;
  /** The scopes that it can be granted; others are dropped without a word. */
  readonly scopes?: readonly string[];
}

const names: readonly string[] = ['source', 'businessId'];
const sources: readonly unknown[] = [undefined, 'account', 'business', 'all'];

/**
 * What of a filter cannot be right. A member that is misspelt would be no filter, and CoinPay takes an empty business
 * for none: either would give the wallets of all.
 *
 * @internal
 */
export function mistakeIn(filter: CoinPayWalletFilter): string | undefined {
  if (!isObject(filter) || !Object.keys(filter).every((name) => names.includes(name))) {
    return 'wallets are filtered by an object with `source` and `businessId`, and nothing else';
  }
  const { source, businessId } = filter;
  if (!sources.includes(source)) return "`source` must be 'account', 'business' or 'all'";
  if (businessId === undefined) return undefined;
  if (typeof businessId !== 'string' || businessId === '')
    return '`businessId` must be text that is not empty';
  return source === 'account' ? "a business has no wallets of `source: 'account'`" : undefined;
}

/** The wallets in an answer, if it is a list of objects. @internal */
export function walletsOf(body: unknown): readonly CoinPayAccountWallet[] | undefined {
  const wallets = isObject(body) ? body['wallets'] : undefined;
  return Array.isArray(wallets) && wallets.every(isObject) ? wallets : undefined;
}

/** @internal */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
