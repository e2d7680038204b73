/**
 * A wallet in the response of `GET /api/wallets`, with the names of the published server. The members are passed
 * through; only the wallet itself is checked to be an object.
 */
export interface CoinPayAccountWallet {
  readonly id?: string;
  /** Whether the wallet belongs to the account or to a business. */
  readonly source?: 'account' | 'business';
  /** Set for an account wallet. */
  readonly merchant_id?: string | null;
  /** Set for a business wallet. */
  readonly business_id?: string | null;
  readonly business_name?: string | null;
  /** A currency code, such as `BTC`. */
  readonly cryptocurrency?: string;
  readonly wallet_address?: string;
  readonly label?: string | null;
  /** `false` for a disabled wallet. The profile omits those, this list does not. */
  readonly is_active?: boolean;
  /** ISO 8601. */
  readonly created_at?: string | null;
  /** ISO 8601. */
  readonly updated_at?: string | null;
}

/** Selects wallets. */
export interface CoinPayWalletFilter {
  /** Default: `all`. */
  readonly source?: 'account' | 'business' | 'all' | undefined;
  /** Only wallets of this business; not together with `source: 'account'`. */
  readonly businessId?: string | undefined;
}

/** Public data of a registered application. The members are passed through. */
export interface CoinPayRegistration {
  readonly name?: string;
  readonly description?: string | null;
  /** Scopes that the application can be granted. CoinPay silently drops all others. */
  readonly scopes?: readonly string[];
}

const filterNames: readonly string[] = ['source', 'businessId'];
const sources: readonly unknown[] = [undefined, 'account', 'business', 'all'];

/**
 * Why a filter is invalid. Checked strictly: CoinPay ignores unknown filters and empty business ids, and would return
 * every wallet.
 *
 * @internal
 */
export function refusalReason(filter: CoinPayWalletFilter): string | undefined {
  if (!isObject(filter) || !Object.keys(filter).every((name) => filterNames.includes(name))) {
    return 'the filter must be an object with no members other than `source` and `businessId`';
  }
  const { source, businessId } = filter;
  if (!sources.includes(source)) return "`source` must be 'account', 'business' or 'all'";
  if (businessId === undefined) return undefined;
  if (typeof businessId !== 'string' || businessId === '') return '`businessId` must be a non-empty string';
  return source === 'account' ? "`businessId` cannot be combined with `source: 'account'`" : undefined;
}

/** The wallets in a response body; undefined unless they are a list of objects. @internal */
export function walletsOf(body: unknown): readonly CoinPayAccountWallet[] | undefined {
  const wallets = isObject(body) ? body['wallets'] : undefined;
  return Array.isArray(wallets) && wallets.every(isObject) ? wallets : undefined;
}

/** Whether it is an object and not a list. @internal */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
