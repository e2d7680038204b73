/** A wallet as `GET /api/wallets` tells of it, under the names that the published server gives its members. */
export interface CoinPayAccountWallet {
  readonly id?: string;
  /** Whose it is. */
  readonly source?: 'account' | 'business';
  readonly merchant_id?: string;
  readonly business_id?: string | null;
  readonly business_name?: string | null;
  /** A currency code, such as `BTC`. */
  readonly cryptocurrency?: string;
  readonly wallet_address?: string;
  readonly label?: string | null;
  readonly is_active?: boolean;
  /** ISO 8601. */
  readonly created_at?: string;
  /** ISO 8601. */
  readonly updated_at?: string;
}

/** Which wallets are wanted. */
export interface CoinPayWalletFilter {
  /** Default: `all`. */
  readonly source?: 'account' | 'business' | 'all' | undefined;
  /** Only those of this business. */
  readonly businessId?: string | undefined;
}

/** What everybody may know of a registered application. */
export interface CoinPayRegistration {
  readonly name?: string;
  readonly description?: string | null;
  /** The scopes that it can be granted; others are dropped. */
  readonly scopes?: readonly string[];
}
